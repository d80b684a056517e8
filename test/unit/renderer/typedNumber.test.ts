import { expect, test } from 'vitest'
import { numberField, typedNumber, typedYear } from '#renderer/parts/typedNumber.ts'
import { pastedLines } from '#renderer/parts/pastedLines.ts'

const read = (typed: string, language: string, decimals = 2) => {
  const number = typedNumber(typed, { decimals, language })
  return 'why' in number ? number.why : number.minor
}

test('[UI80] amounts are read as each language writes them', () => {
  for (const typed of ['1234,5', '1.234,50', '1 234,5', '1\u202f234,50', '1234.5', '1,234.50']) {
    expect([typed, read(typed, 'ca'), read(typed, 'fr')]).toEqual([typed, 123450, 123450])
  }
  expect(read('1.234', 'ca')).toBe(123400)
  expect(read('1,234', 'en')).toBe(123400)
  expect(read('12.5', 'ca')).toBe(1250)
  expect(read('12,5', 'en')).toBe(1250)
  expect(read('1.234.567', 'es', 0)).toBe(1234567)
})

test('[UI80] what is no amount is refused with its reason, and nothing is rounded', () => {
  expect(read('quaranta', 'ca')).toBe('refusal.number')
  expect(read('12 €', 'ca')).toBe('refusal.number')
  expect(read('1e9', 'en')).toBe('refusal.number')
  expect(read('1.23.4', 'en')).toBe('refusal.number')
  expect(read('.', 'en')).toBe('refusal.number')
  expect(read('-3', 'en')).toBe('refusal.negative')
  expect(read('1,234', 'ca')).toBe('refusal.decimals')
  expect(read('0,5', 'ca', 0)).toBe('refusal.decimals')
  expect(read('1000000000000000', 'en')).toBe('refusal.tooMuch')
  expect(typedNumber('−3,5', { decimals: 1, language: 'ca', mayBeNegative: true })).toEqual({ minor: -35 })
  expect(['', '2031', '31', '20310', '2e3', 'abc'].map(typedYear)).toEqual([null, 2031, NaN, NaN, NaN, NaN])
})

test('[UI80] what stands in a field reads back as the same amount', () => {
  for (const language of ['ca', 'es', 'fr', 'en'])
    for (const minor of [0, 1, 50, 1234, 123456, 99999999])
      for (const decimals of [0, 1, 2, 6])
        expect(read(numberField(minor, decimals, language), language, decimals)).toBe(minor)
})

test('[UI82] a pasted list loses the marks it had elsewhere', () => {
  expect(pastedLines('- Trobar local\r\n\n2) [x] Comprar forn\n  * Obrir\n3.5 tones de farina')).toEqual([
    'Trobar local',
    'Comprar forn',
    'Obrir',
    '3.5 tones de farina',
  ])
})
