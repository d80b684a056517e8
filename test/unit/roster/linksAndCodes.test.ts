import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import sodium from 'libsodium-wrappers'
import { concat, fromHex, toHex, utf8 } from '#shared/base/bytes.ts'
import { hash } from '#shared/base/crypto.ts'
import { LINK_PREFIX, type Link, encodeLink, parseLink } from '#shared/roster/link.ts'
import { recoveryKeys, rootKeys } from '#shared/roster/keys.ts'
import { formatCode, parseCode } from '#shared/roster/recoveryCode.ts'
import { vectors } from './vectors.ts'

const link: Link = {
  inviteSeed: new Uint8Array(32).fill(9),
  roomId: 'aa'.repeat(32),
  relays: [{ url: 'wss://relay.example.org/aplec', key: '0b'.repeat(32) }, { url: 'ws://192.168.1.20:7447' }],
  notAfter: 1_790_604_800,
  role: 3,
}
const bare: Link = { inviteSeed: new Uint8Array(32).fill(1), roomId: '02'.repeat(32), relays: [] }

const textOf = (value: Link): string => {
  const encoded = encodeLink(value)
  if (!encoded.ok) throw new Error(encoded.error.problem)
  return encoded.value
}
const problemOf = (text: string) => {
  const parsed = parseLink(text)
  return parsed.ok ? 'none' : parsed.error.problem
}
const base64 = (bytes: Uint8Array) => sodium.to_base64(bytes, sodium.base64_variants.URLSAFE_NO_PADDING)

describe('links', () => {
  test('[CO7] a link is these bytes for ever and comes back as it was made', () => {
    expect(textOf(link)).toBe(vectors.link)
    expect(textOf(bare)).toBe(vectors.bareLink)
    expect(parseLink(vectors.link)).toStrictEqual({ ok: true, value: link })
    expect(parseLink(vectors.bareLink)).toStrictEqual({ ok: true, value: bare })
    expect(vectors.link.startsWith(LINK_PREFIX)).toBe(true)
  })

  test('[CO8] blanks and line breaks of a mail do no harm', () => {
    const broken = `  ${vectors.link.slice(0, 60)}\r\n ${vectors.link.slice(60)}\n`
    expect(parseLink(broken)).toStrictEqual({ ok: true, value: link })
  })

  test('[CO8] a link cut off anywhere is refused', () => {
    for (let length = 0; length < vectors.link.length; length++) {
      expect(parseLink(vectors.link.slice(0, length))).toMatchObject({ ok: false, error: { code: 'E_INVITE_BROKEN' } })
    }
  })

  test('[CO8] a wrong letter anywhere behind the prefix is refused', () => {
    const from = LINK_PREFIX.length
    for (let at = from; at < vectors.link.length; at++) {
      const other = vectors.link[at] === 'A' ? 'B' : 'A'
      expect(problemOf(vectors.link.slice(0, at) + other + vectors.link.slice(at + 1))).not.toBe('none')
    }
  })

  test('[CO8] each way to be broken is named', () => {
    expect(problemOf('https://example.org/#abc')).toBe('prefix')
    expect(problemOf(`${LINK_PREFIX}???`)).toBe('letters')
    expect(problemOf(`${LINK_PREFIX}AAAA`)).toBe('short')
    expect(problemOf(LINK_PREFIX + 'A'.repeat(5_000))).toBe('long')
    expect(problemOf(`${LINK_PREFIX}${base64(new Uint8Array(80))}`)).toBe('check')
    expect(problemOf(checked(Uint8Array.of(2), new Uint8Array(64)))).toBe('version')
    expect(problemOf(withFields(Uint8Array.of(3, 0, 2, 1, 1)))).toBe('field')
    expect(problemOf(withFields(Uint8Array.of(3, 0, 1, 1, 2, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1)))).toBe('field')
    expect(problemOf(withFields(Uint8Array.of(3, 0, 9, 1)))).toBe('field')
  })

  test('[CO9] a field of a later version is skipped, a known one twice is refused', () => {
    expect(parseLink(withFields(Uint8Array.of(3, 0, 1, 1, 77, 0, 2, 5, 5)))).toMatchObject({
      ok: true,
      value: { role: 1 },
    })
    expect(problemOf(withFields(Uint8Array.of(3, 0, 1, 1, 3, 0, 1, 1)))).toBe('field')
    const relay = concat(Uint8Array.of(1, 0, 36), new Uint8Array(32), utf8('ws:x'))
    expect(parseLink(withFields(concat(relay, relay, relay, relay)))).toMatchObject({ ok: true })
    expect(problemOf(withFields(concat(relay, relay, relay, relay, relay)))).toBe('field')
  })

  test('[CO9] at most four relays, with addresses of at most 512 bytes, can be written', () => {
    const relays = Array.from({ length: 5 }, () => ({ url: 'ws://x' }))
    expect(encodeLink({ ...bare, relays })).toMatchObject({ ok: false, error: { problem: 'field' } })
    expect(encodeLink({ ...bare, relays: [{ url: 'w'.repeat(513) }] })).toMatchObject({ ok: false })
  })

  test('[CO8] whatever people paste, it is read or refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseLink(text).ok || !parseLink(LINK_PREFIX + text).ok).toBe(true)
      }),
      { numRuns: 300, seed: 5 },
    )
  })
})

describe('codes', () => {
  const code = fromHex('000102030405060708090a0b0c0d0e0f')

  test('[CO10] a code is these letters for ever', () => {
    expect(formatCode(code)).toBe(vectors.code)
    expect(formatCode(new Uint8Array(16).fill(255))).toBe(vectors.codeOfOnes)
    expect(vectors.code.replaceAll('-', '')).toHaveLength(27)
    const [root, recovery] = [rootKeys(code), recoveryKeys(code, 'aa'.repeat(32))]
    expect(toHex(root.sign.publicKey)).toBe(vectors.rootSign)
    expect(toHex(root.box.publicKey)).toBe(vectors.rootBox)
    expect(toHex(recovery.sign.publicKey)).toBe(vectors.recoverySign)
  })

  test('[CO11] lower case, blanks, dashes and look-alikes are forgiven', () => {
    const letters = vectors.code.replaceAll('-', '')
    const sloppy = letters.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')
    for (const text of [
      letters,
      sloppy,
      ` ${letters.slice(0, 9)} – ${letters.slice(9)} `,
      letters.replaceAll('1', 'I'),
    ]) {
      expect(parseCode(text)).toStrictEqual({ ok: true, value: code })
    }
  })

  test('[CO11] too short, a foreign letter and a wrong letter are told apart', () => {
    const letters = vectors.code.replaceAll('-', '')
    const problem = (text: string) => {
      const parsed = parseCode(text)
      return parsed.ok ? 'none' : parsed.error.problem
    }
    expect(problem(letters.slice(1))).toBe('length')
    expect(problem(`${letters.slice(0, -1)}U`)).toBe('letter')
    expect(problem('')).toBe('length')
    const wrong = [...letters].map(
      (letter, i) => letters.slice(0, i) + (letter === 'Z' ? 'Y' : 'Z') + letters.slice(i + 1),
    )
    // One in 32 can slip through the check letter.
    expect(wrong.filter((text) => problem(text) === 'check').length).toBeGreaterThanOrEqual(24)
  })

  test('[CO10] every code comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(parseCode(formatCode(bytes))).toStrictEqual({ ok: true, value: bytes })
      }),
      { numRuns: 200, seed: 1 },
    )
  })
})

function checked(...parts: readonly Uint8Array[]): string {
  const body = concat(...parts)
  return LINK_PREFIX + base64(concat(body, Uint8Array.of(4, 0, 4), hash('link', body).slice(0, 4)))
}

const withFields = (fields: Uint8Array): string => checked(Uint8Array.of(1), new Uint8Array(64), fields)
