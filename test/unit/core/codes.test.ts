import { expect, test } from 'vitest'
import { type Code, SENTENCES, isCode, notice, sentenceOf } from '#shared/base/codes.ts'
import type { ExecutorFailure } from '#shared/gate/executor.ts'
import type { GateCode } from '#shared/gate/refusal.ts'
import { REFUSALS } from '#shared/protocol/refusals.ts'

test('[CR23] every code of the relay has a sentence', () => {
  expect(Object.keys(REFUSALS).filter((code) => !isCode(code))).toEqual([])
})

test('[CR23] every code of the gate and of the document worker has a sentence', () => {
  // The types say it: this does not compile when a code is missing.
  const all = (code: GateCode | ExecutorFailure['code']): Code => code
  expect(all('E_ACTOR')).toBe('E_ACTOR')
})

test('[CR23] a sentence is one plain line, with and without its parameters', () => {
  for (const code of Object.keys(SENTENCES) as Code[]) {
    const sentence = sentenceOf(notice(code))
    expect(sentence, code).toMatch(/^[A-Z0-9].*[.]$/)
    expect(sentence, code).not.toMatch(/undefined|null|NaN|\n/)
  }
  expect(sentenceOf(notice('E_CHANGE_SIZE', { author: 'Ana' }))).toBe(
    'A change by Ana was too large and was not applied.',
  )
  expect(sentenceOf(notice('E_BUNDLE_PART', { usable: 620, total: 1030 }))).toContain('620 of 1030 changes')
})
