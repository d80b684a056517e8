import { expect, test } from 'vitest'
import { SENTENCES } from '#shared/base/codes.ts'
import { noticeSentence } from '#renderer/parts/noticeSentence.ts'
import { LANGUAGES, type Language, languageFor } from '#renderer/words/languages.ts'
import { CATALOGUES, createWords, type MessageId, wordsOf } from '#renderer/words/words.ts'

const languages = Object.keys(LANGUAGES) as Language[]
const ids = Object.keys(CATALOGUES.en) as MessageId[]

test('[UI13] the four catalogues hold the same sentences, none of them empty', () => {
  for (const language of languages) {
    expect(Object.keys(CATALOGUES[language]).sort()).toEqual([...ids].sort())
    expect(Object.values(CATALOGUES[language]).filter((message) => message.trim() === '')).toEqual([])
  }
})

test('[UI13] a sentence names the same values in every language', () => {
  for (const id of ids) {
    const named = languages.map((language) => [...namesIn(CATALOGUES[language][id])].sort().join())
    expect(new Set(named).size, `${id}: ${named.join(' / ')}`).toBe(1)
  }
})

test('[UI13] days and counts are said as each language says them', () => {
  const said = Object.fromEntries(
    languages.map((language) => {
      const { t, day } = wordsOf(createWords(language), language)
      return [language, `${t('seal.agreed', { date: day('2026-07-27') })} · ${t('seal.since', { count: 4 })}`]
    }),
  )
  expect(said).toEqual({
    ca: 'Acordat el 27 de juliol del 2026 · 4 canvis des de llavors',
    es: 'Acordado el 27 de julio de 2026 · 4 cambios desde entonces',
    fr: 'Adopté le 27 juillet 2026 · 4 changements depuis',
    en: 'Agreed 27 July 2026 · 4 changes since',
  })
})

test('[UI14] every code of the core has its sentence in every language, and there are no others', () => {
  const said = ids.filter((id) => id.startsWith('code.')).map((id) => id.slice('code.'.length))
  expect(said.sort()).toEqual(Object.keys(SENTENCES).sort())
  const words = wordsOf(createWords('ca'), 'ca')
  expect(noticeSentence({ code: 'E_STORE_REPAIRED', params: { count: 1 } }, words)).toBe(
    'Un registre estava malmès; s’ha recuperat de la còpia.',
  )
})

test('[UI13] a person gets the first of their languages that we write in', () => {
  expect([languageFor(['de-DE', 'fr-BE', 'en']), languageFor(['oc', 'ca-ES']), languageFor(['pt'])]).toEqual([
    'fr',
    'ca',
    'en',
  ])
})

/** Names of the values of an ICU message: `{title}` and `{count, plural, …}`. */
const namesIn = (message: string): ReadonlySet<string> =>
  new Set([...message.matchAll(/\{(\w+)(?:\}|, )/g)].map(([, name]) => name!))
