import { describe, expect, test } from 'vitest'
import sodium from 'libsodium-wrappers'
import { nativeEd25519 } from '#node/system/nativeEd25519.ts'
import { assert } from '#shared/base/assert.ts'
import { fromHex, utf8 } from '#shared/base/bytes.ts'
import { wasmEd25519 } from '#shared/base/crypto.ts'

const native = await nativeEd25519()
await sodium.ready
const keys = sodium.crypto_sign_seed_keypair(new Uint8Array(32).fill(7))
const message = utf8('what was written')
const good = wasmEd25519.sign(message, keys.privateKey)

/** The order of the base point, little-endian: S and S + L would verify alike if nobody looked at the size of S. */
const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
/** Points of small order, and encodings beyond the field: with them one signature can hold for many messages. */
const WORTHLESS = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
].map(fromHex)

describe.skipIf(native === undefined)('signatures as machine code', () => {
  const machine = native ?? wasmEd25519

  test('[RL26] signs with the same bytes', () => {
    for (let i = 0; i < 50; i++) {
      const other = sodium.crypto_sign_seed_keypair(new Uint8Array(32).fill(i))
      const text = new Uint8Array(i * 7).fill(i)
      expect(machine.sign(text, other.privateKey)).toEqual(wasmEd25519.sign(text, other.privateKey))
    }
  })

  test('[RL26] takes what WebAssembly takes, and refuses every single flipped bit', () => {
    expect(machine.verify(good, message, keys.publicKey)).toBe(true)
    for (let bit = 0; bit < 64 * 8; bit++) {
      expect(machine.verify(flipped(good, bit), message, keys.publicKey), `bit ${bit}`).toBe(false)
    }
    for (let bit = 0; bit < 32 * 8; bit++) {
      const key = flipped(keys.publicKey, bit)
      expect(machine.verify(good, message, key), `key bit ${bit}`).toBe(false)
    }
  })

  test('[RL26] refuses the second form of a signature', () => {
    const second = Uint8Array.from(good)
    let carry = 0
    for (let i = 0; i < 32; i++) {
      const sum = (second[32 + i] ?? 0) + (ORDER[i] ?? 0) + carry
      second[32 + i] = sum & 255
      carry = sum >> 8
    }
    assert(carry === 0, 'S + L has 32 bytes')
    expect(wasmEd25519.verify(second, message, keys.publicKey)).toBe(false)
    expect(machine.verify(second, message, keys.publicKey)).toBe(false)
  })

  test('[RL26] refuses worthless points as key and in the signature', () => {
    for (const point of WORTHLESS) {
      const within = Uint8Array.from(good)
      within.set(point)
      const nothing = new Uint8Array(64)
      nothing.set(point)
      for (const [signature, key] of [
        [good, point],
        [nothing, point],
        [within, keys.publicKey],
        [within, point],
      ] as const) {
        expect(wasmEd25519.verify(signature, message, key)).toBe(false)
        expect(machine.verify(signature, message, key)).toBe(false)
      }
    }
  })
})

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const out = Uint8Array.from(bytes)
  out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return out
}
