/** What the window says of bad input, in the languages it speaks. */
import { expect, test } from 'vitest'
import { type Code, type CodeParams, SENTENCES } from '#shared/base/codes.ts'
import { noticeSentence } from '#renderer/parts/noticeSentence.ts'
import { createWords, wordsOf } from '#renderer/words/words.ts'

const say = (language: 'ca' | 'en' | 'es' | 'fr', code: Code, params?: CodeParams): string =>
  noticeSentence({ code, ...(params === undefined ? {} : { params }) }, wordsOf(createWords(language), language))

test('[BI8] [BI17] [BI20] [BI21] names, days, numbers and versions are in the sentence, and it reads well without them', () => {
  const en = (code: Code, params?: CodeParams): string => say('en', code, params)
  expect([
    en('E_ACTOR', { author: 'Pau', claimed: 'Ana' }),
    en('E_ACTOR', { author: 'Pau' }),
    en('E_INVITE_EXPIRED', { date: '2027-05-03' }),
    en('E_INVITE_EXPIRED'),
    en('E_BUNDLE_PART', { usable: 620, total: 1030 }),
    en('E_NEWER', { version: 3, author: 'Pau' }),
    en('E_NEWER'),
    en('E_NOT_MEMBER'),
    en('E_NOT_MEMBER', { count: 2 }),
    en('E_CONTEXT', { author: 'Pau' }),
  ]).toEqual([
    'A device of Pau sent a change in the name of Ana; it was left out.',
    'A device of Pau sent a change in the name of someone else; it was left out.',
    'This link ended on 3 May 2027. Ask for a new one.',
    'This link has ended. Ask for a new one.',
    '620 of 1,030 changes were usable and came in. Copy the file again for the rest.',
    'Made with version 3 of Aplec. Please update to read it.',
    'Made with a newer Aplec. Please update to read it.',
    'This laptop is not a member of this plan.',
    '2 things by somebody who is not a member of this plan stayed out.',
    'Something that belongs elsewhere was refused.',
  ])
  expect(say('ca', 'E_INVITE_EXPIRED', { date: '2027-05-03' })).toContain('3 de maig del 2027')
  expect(say('fr', 'E_BUNDLE_PART', { usable: 2, total: 3 })).toContain('2 modifications sur 3')
})

test('[BI24] every code a person can meet has its words in every language, and none has a gap in it', () => {
  const codes = Object.keys(SENTENCES) as Code[]
  for (const language of ['ca', 'en', 'es', 'fr'] as const) {
    for (const code of codes)
      expect(say(language, code), `${language} ${code}`).not.toMatch(/undefined|null|NaN|[{}]|none/)
  }
})
