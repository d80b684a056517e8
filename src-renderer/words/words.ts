import { type I18n, setupI18n } from '@lingui/core'
import { useLingui } from '@lingui/react'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { shownInstant } from '#shared/base/instant.ts'
import { shownTitle } from '#shared/base/shownText.ts'
import { isDay } from '#shared/plan/days.ts'
import ca from '../../resources/messages/ca.json' with { type: 'json' }
import en from '../../resources/messages/en.json' with { type: 'json' }
import es from '../../resources/messages/es.json' with { type: 'json' }
import fr from '../../resources/messages/fr.json' with { type: 'json' }
import { type Language, localeOf } from './languages.ts'

/** Every sentence of the window has a name; the four catalogues hold the same names (test/unit/renderer/words.test.ts). */
export type MessageId = keyof typeof en
export type MessageValues = Readonly<Record<string, string | number>>
/** Writes a sentence in the language of the window. Messages are ICU MessageFormat. */
export type Write = (id: MessageId, values?: MessageValues) => string

export const CATALOGUES: Readonly<Record<Language, Readonly<Record<MessageId, string>>>> = { ca, es, fr, en }

export function createWords(language: Language): I18n {
  const words = setupI18n({ messages: { ...CATALOGUES } })
  words.setMessagesCompiler(compileMessage)
  words.activate(language)
  return words
}

/** What others wrote stands in a sentence as a title does: in one line, and steering nothing (UI19). */
export function writer(words: I18n): Write {
  return (id, values) => words._(id, values && shownValues(values))
}

const shownValues = (values: MessageValues): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? shownTitle(value) : value]),
  )

export type Words = {
  readonly t: Write
  readonly language: Language
  /** An ISO day (`2026-07-27`) as people write it: 27 July 2026. */
  readonly day: (iso: string) => string
  /** The same, shorter: 27 Jul 2026. */
  readonly shortDay: (iso: string) => string
  /** UTC ms as a short day and time. */
  readonly moment: (ms: number) => string
  readonly number: (value: number) => string
}

/** What a component needs to speak: sentences, days and numbers in the language of the window. */
export function useWords(): Words {
  const { i18n } = useLingui()
  return rememberedWords(i18n, i18n.locale as Language)
}

const remembered = new WeakMap<I18n, Map<Language, Words>>()

/** One for each language: formats of dates and numbers take long to make, and hundreds of components ask for them. */
function rememberedWords(i18n: I18n, language: Language): Words {
  const ofWords = remembered.get(i18n) ?? new Map<Language, Words>()
  remembered.set(i18n, ofWords)
  const words = ofWords.get(language) ?? wordsOf(i18n, language)
  ofWords.set(language, words)
  return words
}

export function wordsOf(i18n: I18n, language: Language): Words {
  const locale = localeOf(language)
  const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const shortDayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const momentFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const numberFormat = new Intl.NumberFormat(language)
  return {
    t: writer(i18n),
    language,
    day: (iso) => (isDay(iso) ? dayFormat.format(new Date(`${iso}T00:00:00Z`)) : iso),
    shortDay: (iso) => (isDay(iso) ? shortDayFormat.format(new Date(`${iso}T00:00:00Z`)) : iso),
    moment: (ms) => momentFormat.format(new Date(shownInstant(ms))),
    number: (value) => numberFormat.format(value),
  }
}
