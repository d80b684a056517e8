import { expect, test } from 'vitest'
import { epochKey } from '#shared/base/crypto.ts'
import { fromHex } from '#shared/base/bytes.ts'
import { encodeCbor } from '#shared/base/cbor.ts'
import { type Entry, type EntryHeader, KIND, sealContentEntry } from '#shared/journal/entry.ts'
import { type AuthoriseOptions, authorise, checkGrant, findGrant, roleOf } from '#shared/roster/authorise.ts'
import { FAR, type Person, World } from './world.ts'

const NOW = 1_790_000_000

function content(world: World, by: Person, header: Partial<EntryHeader> = {}): Entry {
  const { place, device } = world.author(by)
  const whole = { kind: KIND.CONTENT, ...place, device: by.sign, ...header }
  const key = epochKey(world.room.epochSecret, 'content', fromHex(world.room.roomId))
  return sealContentEntry(whole, new Uint8Array(10), key, device.sign.privateKey, world.random)
}

const verdict = (world: World, entry: Entry, options?: AuthoriseOptions) => {
  const result = authorise(world.roster(), entry, options)
  return result.ok ? 'ok' : result.error.code
}

test('[RO16] writers and stewards append content, readers, codes and strangers do not', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const rut = world.join(world.grant(world.founder, 'reader'))
  const stranger = new World(5).founder
  const entries = [world.founder, pau, rut, world.root, stranger].map((by) => content(world, by))
  expect(entries.map((entry) => verdict(world, entry))).toEqual(['ok', 'ok', 'E_ROLE', 'E_ROLE', 'E_NOT_MEMBER'])
  expect([pau, rut, world.root].map(({ sign }) => roleOf(world.roster(), sign))).toEqual([
    'writer',
    'reader',
    undefined,
  ])
})

test('[RO16] content of a kind this version does not know follows the same rule', () => {
  const world = new World()
  const rut = world.join(world.grant(world.founder, 'reader'))
  expect(verdict(world, content(world, world.founder, { kind: 23 }))).toBe('ok')
  expect(verdict(world, content(world, rut, { kind: 200 }))).toBe('E_ROLE')
})

test('[RO16] a role is asked at the control heads the entry names; heads and epochs not held are a wait', () => {
  const world = new World()
  const deviceSecret = new Uint8Array(32).fill(80)
  const asReader = world.join(world.grant(world.founder, 'reader'), { deviceSecret })
  const pau = world.join(world.grant(world.founder, 'writer'), { deviceSecret })
  const entry = content(world, pau)
  expect(verdict(world, entry, { ctrl: [pau.memberId] })).toBe('ok')
  expect(verdict(world, entry, { ctrl: [asReader.memberId] })).toBe('E_ROLE')
  expect(verdict(world, entry, { ctrl: [world.epochId] })).toBe('E_NOT_MEMBER')
  const later = ['ab'.repeat(32)]
  expect(authorise(world.roster(), entry, { ctrl: later })).toEqual({
    ok: false,
    error: { code: 'W_GAP', waitsFor: later },
  })
  const inLaterEpoch = content(world, pau, { epochId: 'cd'.repeat(32) })
  expect(authorise(world.roster(), inLaterEpoch)).toEqual({
    ok: false,
    error: { code: 'W_GAP', waitsFor: ['cd'.repeat(32)] },
  })
})

test('[RO17] a further stream starts at the JOIN of its device, or at GENESIS for the founder', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const rut = world.join(world.grant(world.founder))
  const stream = '99'.repeat(16)
  const start = (by: Person, prev: string) => verdict(world, content(world, by, { stream, seq: 0, prev }))
  expect(start(pau, pau.memberId)).toBe('ok')
  expect(start(world.founder, world.room.genesis.hash)).toBe('ok')
  expect(start(pau, rut.memberId)).toBe('E_CONTEXT')
  expect(start(pau, world.room.genesis.hash)).toBe('E_CONTEXT')
  expect(start(pau, '00'.repeat(32))).toBe('E_CONTEXT')
})

test('[RO17] an entry of another room is refused', () => {
  const [world, other] = [new World(1), new World(2)]
  expect(verdict(world, content(other, other.founder))).toBe('E_CONTEXT')
  expect(verdict(world, other.room.epoch)).toBe('E_CONTEXT')
})

test('[RO18] of a removed member only what the cut-offs keep counts', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const last = content(world, pau)
  const other = content(world, pau, { seq: last.header.seq, prev: last.header.prev })
  const cut = { stream: pau.stream, seq: last.header.seq, hash: last.hash }
  const later = content(world, pau, { seq: last.header.seq + 1, prev: last.hash })
  const elsewhere = content(world, pau, { stream: '99'.repeat(16), seq: 0, prev: pau.memberId })
  world.epoch(world.founder, { removed: [pau.memberId], cutOffs: [cut] })
  const verdicts = [last, other, later, elsewhere].map((entry) => verdict(world, entry))
  expect(verdicts).toEqual(['ok', 'E_CUTOFF', 'E_CUTOFF', 'E_CUTOFF'])
})

test('[RO18] what two removals keep of a stream is the longer part', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const second = world.join(world.grant(world.founder, 'steward'))
  const heads = world.heads()
  const early = { stream: pau.stream, seq: 0, hash: pau.memberId }
  const entry = content(world, pau)
  const late = { stream: pau.stream, seq: entry.header.seq, hash: entry.hash }
  world.epoch(world.founder, { removed: [pau.memberId], cutOffs: [late] }, heads)
  world.epoch(second, { removed: [pau.memberId], cutOffs: [early] }, heads)
  expect(verdict(world, entry)).toBe('ok')
})

test('[RO19] with a clock the end, the uses and the size of the plan are held against a new JOIN', () => {
  const world = new World()
  const grants = {
    good: world.grant(world.founder),
    ended: world.grant(world.founder, 'writer', { notAfter: NOW - 1 }),
    once: world.grant(world.founder, 'writer', { maxUses: 1 }),
  }
  const heads = world.heads()
  const first = world.join(grants.once)
  const [good, ended, second] = [grants.good, grants.ended, grants.once].map((grant) => {
    const { join } = world.join(grant, { heads })
    world.entries.pop()
    return join
  }) as [Entry, Entry, Entry]
  const withClock = { nowInSeconds: NOW }
  expect(verdict(world, good, withClock)).toBe('ok')
  expect(verdict(world, ended, withClock)).toBe('E_INVITE_EXPIRED')
  expect(verdict(world, second, withClock)).toBe('E_INVITE_USED')
  // Without a clock, and when it is held already, a JOIN is not judged by them.
  expect([ended, second].map((entry) => verdict(world, entry))).toEqual(['ok', 'ok'])
  expect(verdict(world, first.join, { nowInSeconds: FAR + 1 })).toBe('ok')
})

test('[RO19] a plan with all its places taken admits nobody', () => {
  const world = new World(3, { members: 2 })
  const grant = world.grant(world.founder)
  world.join(grant)
  const { join } = world.join(grant)
  world.entries.pop()
  expect(verdict(world, join, { nowInSeconds: NOW })).toBe('E_TOO_MANY')
})

test('[RO19] what a link is worth can be asked before joining', () => {
  const world = new World()
  const grant = world.grant(world.founder, 'writer', { maxUses: 1 })
  const at = (seconds: number) => {
    const result = checkGrant(world.roster(), grant.hash, seconds)
    return result.ok ? 'ok' : result.error.code
  }
  expect([at(NOW), at(FAR + 1)]).toEqual(['ok', 'E_INVITE_EXPIRED'])
  const { body } = world.roster().grants.get(grant.hash) ?? {}
  expect(findGrant(world.roster(), body?.inviteSign as string)).toBe(grant.hash)
  world.join(grant)
  expect(at(NOW)).toBe('E_INVITE_USED')
  world.void(world.founder, grant.hash)
  expect(at(NOW)).toBe('E_INVITE_VOID')
  const unknown = checkGrant(world.roster(), 'ee'.repeat(32), NOW)
  expect(unknown).toEqual({ ok: false, error: { code: 'E_INVITE_UNKNOWN' } })
})

test('[RO10] [RO19] at the door a void link admits nobody; handed on by a member, a JOIN that has not seen the void stands', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const { join } = world.join(grant)
  world.entries.pop()
  const voided = world.void(world.founder, grant.hash)
  const seen = world.join(grant).join
  world.entries.pop()
  expect(verdict(world, join, { nowInSeconds: NOW })).toBe('E_INVITE_VOID')
  expect([join, seen].map((entry) => verdict(world, entry))).toEqual(['ok', 'E_INVITE_VOID'])
  const roster = world.roster([...world.entries, join])
  expect(roster.refused.has(join.hash)).toBe(false)
  // What others name as parent is kept, void or not.
  expect(roster.heads).toEqual([join.hash, voided.hash].sort())
})

test('[RO19] a JOIN that the void names as known comes in after it', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const { join } = world.join(grant)
  world.void(world.founder, grant.hash)
  world.entries.splice(world.entries.indexOf(join), 1)
  expect(verdict(world, join, { nowInSeconds: NOW })).toBe('ok')
})

test('[RO20] a control entry may be appended when its author had the right', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const before = [...world.entries]
  const [byFounder, byPau] = [world.grant(world.founder), world.grant(pau, 'writer', { heads: [pau.memberId] })]
  world.entries.splice(0, world.entries.length, ...before)
  expect([verdict(world, byFounder), verdict(world, byPau)]).toEqual(['ok', 'E_ROLE'])
})

test('[RO3] a control entry whose parents are not held is a wait', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const { join } = world.join(grant)
  world.entries.splice(-2)
  expect(authorise(world.roster(), join)).toEqual({ ok: false, error: { code: 'W_GAP', waitsFor: [grant.hash] } })
})

test('[RO4] control entries of kinds to come pass for whoever belongs to the room, codes included', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const body = encodeCbor(new Map([[0, world.heads().map(fromHex)]]))
  const stranger = new World(4).founder
  const people = [pau, world.root, stranger]
  const verdicts = people.map((by) => {
    const entry = world.raw(by, 6, body)
    world.entries.pop()
    return verdict(world, entry)
  })
  expect(verdicts).toEqual(['ok', 'ok', 'E_NOT_MEMBER'])
})
