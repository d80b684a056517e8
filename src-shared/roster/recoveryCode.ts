/** The code people write down: a recovery code or the root code, 16 bytes (docs/specs/control.md CO10, CO11). */
import { hash } from '../base/crypto.ts'
import { type Result, err, ok } from '../base/result.ts'

export const CODE_BYTES = 16

export type CodeError = { readonly code: 'E_RECOVERY_CODE'; readonly problem: 'length' | 'letter' | 'check' }

/** Crockford's base32: no I, L, O, U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LETTERS = 26

/** 26 letters, one check letter, in groups of four: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXX`. */
export function formatCode(code: Uint8Array): string {
  const letters = toLetters(code) + checkLetter(code)
  return (letters.match(/.{1,4}/g) ?? []).join('-')
}

/** Forgives lower case, blanks, hyphens, and O, I, L for 0, 1, 1. */
export function parseCode(text: string): Result<Uint8Array, CodeError> {
  const refuse = (problem: CodeError['problem']) => err({ code: 'E_RECOVERY_CODE', problem } as const)
  if (text.length > 200) return refuse('length')
  const letters = text
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  if (letters.length !== CODE_LETTERS + 1) return refuse('length')
  const values = [...letters].map((letter) => LETTERS.indexOf(letter))
  if (values.includes(-1)) return refuse('letter')
  const code = fromValues(values.slice(0, CODE_LETTERS))
  const isSame = toLetters(code) + checkLetter(code) === letters
  return isSame ? ok(code) : refuse('check')
}

function toLetters(code: Uint8Array): string {
  let bits = 0n
  for (const byte of code) bits = (bits << 8n) | BigInt(byte)
  bits <<= 2n
  return Array.from({ length: CODE_LETTERS }, (_, i) => LETTERS[Number((bits >> BigInt(5 * (25 - i))) & 31n)]).join('')
}

function fromValues(values: readonly number[]): Uint8Array {
  const bits = values.reduce((sum, value) => (sum << 5n) | BigInt(value), 0n) >> 2n
  return Uint8Array.from({ length: CODE_BYTES }, (_, i) => Number((bits >> BigInt(8 * (15 - i))) & 255n))
}

const checkLetter = (code: Uint8Array): string => LETTERS[(hash('recovery-check', code)[0] as number) >> 3] as string
