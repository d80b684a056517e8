import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, fromHex, toHex } from '#shared/base/bytes.ts'
import { type CborValue, decodeCbor, encodeCbor } from '#shared/base/cbor.ts'
import { KIND } from '#shared/journal/entry.ts'
import type * as bodies from '#shared/roster/controlBodies.ts'
import {
  encodeEpoch,
  encodeGenesis,
  encodeInviteGrant,
  encodeInviteVoid,
  encodeJoin,
  encodeRole,
  encodeSteward,
  genesisSignedPart,
  parseControlBody,
} from '#shared/roster/controlCodec.ts'
import { vectors } from './vectors.ts'

const h = (byte: number, length = 32) => toHex(new Uint8Array(length).fill(byte))
const b = (byte: number, length: number) => new Uint8Array(length).fill(byte)
const cutOffs = [{ stream: h(0x51, 16), seq: 5_000_000_000, hash: h(0x52) }]
const recovery = { sign: h(8), box: h(9), proof: b(10, 64) }

const genesis: bodies.GenesisBody = {
  parents: [],
  rootSign: h(1),
  rootBox: h(2),
  salt: b(3, 16),
  policy: { roles: [1, 3, 4], members: 500, devicesPerMember: 10, liveInvites: 50, streamsPerDevice: 200 },
  created: 1_790_000_000_000,
  device: h(6),
  box: h(7),
  recovery,
  name: b(11, 104),
  rootSignature: b(12, 64),
}
const withdrawal: bodies.StewardBody = { parents: [h(0x20)], subject: h(0x21), withdrawn: true, cutOffs }
const grant: bodies.InviteGrantBody = {
  parents: [h(0x30), h(0x31)],
  inviteSign: h(0x32),
  inviteBox: h(0x33),
  role: 3,
  notAfter: 1_790_604_800,
  maxUses: 20,
  sealed: b(0x34, 80),
}
const inviteVoid: bodies.InviteVoidBody = { parents: [h(0x40)], grant: h(0x41), cutOffs }
const join: bodies.JoinBody = {
  parents: [h(0x60)],
  box: h(0x61),
  recovery,
  name: b(0x62, 104),
  inviteSignature: b(0x63, 64),
}
const roleDown: bodies.RoleBody = { parents: [h(0x80)], subject: h(0x81), role: 1, cutOffs, accepted: [] }
const accepted: bodies.RoleBody = {
  parents: [h(0x80)],
  subject: h(0x81),
  role: undefined,
  cutOffs: [],
  accepted: cutOffs,
}
const epoch: bodies.EpochBody = {
  parents: [h(0x70)],
  number: 2,
  parentEpochs: [h(0x71)],
  reason: 2,
  keyCommit: b(0x72, 32),
  subscribe: h(0x73),
  sealed: [{ box: h(0x74), sealed: b(0x75, 80) }],
  previous: [{ epoch: h(0x71), locked: b(0x76, 72) }],
  removed: [h(0x77)],
  cutOffs,
  electorate: b(0x78, 32),
}

const cases = [
  { name: 'genesis', kind: KIND.GENESIS, body: genesis, bytes: encodeGenesis(genesis) },
  { name: 'appointment', kind: KIND.STEWARD, ...stewardCase({ ...withdrawal, withdrawn: false, cutOffs: [] }) },
  { name: 'withdrawal', kind: KIND.STEWARD, ...stewardCase(withdrawal) },
  { name: 'inviteGrant', kind: KIND.INVITE_GRANT, body: grant, bytes: encodeInviteGrant(grant) },
  { name: 'inviteVoid', kind: KIND.INVITE_VOID, body: inviteVoid, bytes: encodeInviteVoid(inviteVoid) },
  { name: 'roleDown', kind: KIND.ROLE, body: roleDown, bytes: encodeRole(roleDown) },
  { name: 'accepted', kind: KIND.ROLE, body: accepted, bytes: encodeRole(accepted) },
  { name: 'join', kind: KIND.JOIN, body: join, bytes: encodeJoin(join) },
  { name: 'epoch', kind: KIND.EPOCH, body: epoch, bytes: encodeEpoch(epoch) },
] as const

describe.each(cases)('$name', ({ name, kind, body, bytes }) => {
  test('[CO6] gives the bytes that are fixed for ever, and comes back whole', () => {
    expect(toHex(bytes)).toBe(vectors[name])
    expect(parseControlBody(kind, bytes)).toStrictEqual({ ok: true, value: { kind, ...body } })
  })

  test('[CO1] is refused when cut off anywhere or followed by a byte', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(parseControlBody(kind, bytes.slice(0, length)).ok).toBe(false)
    }
    expect(parseControlBody(kind, concat(bytes, Uint8Array.of(0))).ok).toBe(false)
  })

  test('[CO2] is refused when its keys change places or stand twice', () => {
    const [first, second, ...rest] = pairsOf(bytes)
    expect(parseControlBody(kind, joinPairs([second, first, ...rest])).ok).toBe(false)
    expect(parseControlBody(kind, joinPairs([first, first, second, ...rest])).ok).toBe(false)
    expect(parseControlBody(kind, joinPairs([first, second, ...rest])).ok).toBe(true)
  })

  test('[CO3] ignores keys it does not have and refuses what it has in another form', () => {
    const pairs = pairsOf(bytes)
    const later = pairs.filter(([key]) => key < 20)
    const last = pairs.filter(([key]) => key >= 20)
    expect(parseControlBody(kind, joinPairs([...later, [20, encodeOne('for later')], ...last])).ok).toBe(true)
    for (const [i, [key]] of pairs.entries()) {
      const broken = pairs.with(i, [key, encodeOne('text where none belongs')])
      expect(parseControlBody(kind, joinPairs(broken))).toMatchObject({ ok: false, error: { code: 'E_CONTROL' } })
    }
  })

  test('[CO4] has parents', () => {
    const without = pairsOf(bytes).filter(([key]) => key !== 0)
    expect(parseControlBody(kind, joinPairs(without)).ok).toBe(false)
    const tooMany = [0, encodeOne(Array.from({ length: 4_097 }, () => b(1, 32)))] as const
    expect(parseControlBody(kind, joinPairs([tooMany, ...without])).ok).toBe(false)
  })
})

test('[CO4] of an unknown kind only the parents are read', () => {
  const bytes = encodeCbor(
    new Map<number, CborValue>([
      [0, [b(1, 32)]],
      [1, 'what a later version writes'],
    ]),
  )
  expect(parseControlBody(9, bytes)).toStrictEqual({ ok: true, value: { kind: 'unknown', parents: [h(1)] } })
  expect(parseControlBody(9, encodeCbor(new Map([[1, 2]]))).ok).toBe(false)
})

test('[CO5] the signed part of a GENESIS is its received bytes without the last pair', () => {
  const bytes = encodeGenesis(genesis)
  const signed = genesisSignedPart(bytes) as Uint8Array
  expect(signed.length).toBe(bytes.length - 67)
  expect(joinPairs(pairsOf(bytes).slice(0, -1))).toEqual(signed)
  expect(decodeCbor(signed).ok).toBe(true)
  // The signature elsewhere, or no signature: not a GENESIS.
  expect(genesisSignedPart(signed)).toBeUndefined()
  expect(genesisSignedPart(encodeJoin(join))).toBeUndefined()
  expect(genesisSignedPart(new Uint8Array())).toBeUndefined()
})

test('[CO1] damaged and random bytes are refused or read, never thrown at', () => {
  let read = 0
  fc.assert(
    fc.property(fc.constantFrom(...cases), fc.nat(2_000), fc.integer({ min: 1, max: 255 }), (item, at, mask) => {
      const damaged = Uint8Array.from(item.bytes)
      const i = at % damaged.length
      damaged[i] = (damaged[i] as number) ^ mask
      if (parseControlBody(item.kind, damaged).ok) read += 1
    }),
    { numRuns: 1_000, seed: 3 },
  )
  expect(read).toBeGreaterThan(100)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(typeof parseControlBody(KIND.JOIN, bytes).ok).toBe('boolean')
    }),
    { numRuns: 300, seed: 3 },
  )
})

function stewardCase(body: bodies.StewardBody) {
  return { body, bytes: encodeSteward(body) }
}

type Pair = readonly [key: number, value: Uint8Array]

/** The pairs of a map as bytes, cut where the values of single-pair maps end. */
function pairsOf(bytes: Uint8Array): Pair[] {
  const map = decodeCbor(bytes)
  if (!map.ok) throw new Error('The body is CBOR.')
  return [...map.value].map(([key, value]) => [key, encodeOne(value)])
}

/** Keys below 24 take one byte, and so does the head of a map with fewer than 24 pairs. */
const joinPairs = (pairs: readonly (Pair | undefined)[]): Uint8Array =>
  concat(
    Uint8Array.of(0xa0 + pairs.length),
    ...pairs.flatMap((pair) => (pair === undefined ? [] : [Uint8Array.of(pair[0]), pair[1]])),
  )

const encodeOne = (value: CborValue): Uint8Array => encodeCbor(new Map([[0, value]])).slice(2)

test('bytes of a known body by hand: an appointment', () => {
  expect(vectors.appointment).toBe(`a200815820${h(0x20)}015820${h(0x21)}`)
  expect(fromHex(vectors.appointment)).toHaveLength(72)
})
