/** Rows 5 to 11 and 24: what a member's device, or a stranger's, may send, through a real relay into a real folder. */
import * as A from '@automerge/automerge/slim'
import { deflateRawSync } from 'node:zlib'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { concat, fromHex } from '#shared/base/bytes.ts'
import { sentenceOf } from '#shared/base/codes.ts'
import { deviceSignKeys, hash, sign } from '#shared/base/crypto.ts'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { type Entry, parseEntry } from '#shared/journal/entry.ts'
import { systemRandom } from '#node/system/ports.ts'
import { add, codeOf, mustBe, titlesOf } from '#test/helpers/memberFolder.ts'
import { coreOf } from '#test/helpers/memoryMember.ts'
import { type BadInputWorld, badInputWorld, itemsOf, sentences, toldOf } from '#test/helpers/badInputWorld.ts'
import {
  actorAt,
  bundleOfAltered,
  bundleOfLast,
  connection,
  documentFor,
  freshPlace,
  sealEntry,
  write,
} from '#test/helpers/hostileMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'
import { bundleOf, chunkOf, nullsInAList, run } from '../../unit/gate/world.ts'

let world: BadInputWorld
beforeAll(async () => {
  world = await badInputWorld()
}, 60_000)
afterAll(() => world.end())

const value = (text: string) => new A.ImmutableString(text)
const LANGUAGE = (draft: Record<string, unknown>): void => void (draft['language'] = value('ca'))

/**
 * Pau sends something bad while Ana works on: the bad entry is kept and named, Ana's work is there, and nothing else
 * in Núria's plan is different.
 */
async function expectRefused(bad: Entry, code: string, sentence: string): Promise<void> {
  const { ana, relay, bring, nuria } = world
  const title = `Ana ${randomBytes(4).toString('hex')}`
  const before = (await titlesOf(nuria())) as readonly string[]
  await add(ana, 'Project', { title })
  mustBe(await ana.syncOnce(relay))
  await bring(bad)
  expect(await titlesOf(nuria())).toEqual([...before, title].sort())
  expect(mustBe(await nuria().canonicalJson('draft'))).toBe(mustBe(await ana.canonicalJson('draft')))
  expect(toldOf(nuria(), bad)).toEqual({ code, name: 'Pau', isHeld: true })
  expect(sentences(nuria())).toContain(sentence)
  const held = await coreOf(nuria()).journal.get(bad.hash)
  expect(held.ok && held.value?.bytes).toEqual(bad.bytes)
}

/** A bundle of Pau's actor with this data in one deflated column. */
const deflated = (actor: string, packed: Uint8Array): Uint8Array =>
  bundleOf({ actors: [actor], deps: [], changes: [], ops: [[0x5f, packed]] })

test('[BI5] 261 KB that inflate to 256 MiB: refused while small, from a member and from an own window', async () => {
  const { pau, ana, nuria } = world
  const packed = deflateRawSync(new Uint8Array(256 * 1024 * 1024), { level: 9 })
  expect(packed.length).toBeLessThan(262 * 1024)
  const place = freshPlace(pau)
  await expectRefused(
    sealEntry(pau, deflated(actorAt(pau, place), packed), place),
    'E_CHANGE_SIZE',
    'A change by Pau was too large and was not applied.',
  )

  // A title of 5 MB, which fits an entry only because it packs well.
  const other = freshPlace(pau)
  const doc = write(await documentFor(ana, actorAt(pau, other)), (draft) => {
    draft['title'] = value('x'.repeat(5 * 1024 * 1024))
  })
  const bundle = bundleOfLast(doc)
  expect(bundle.length).toBeLessThan(64 * 1024)
  await expectRefused(
    sealEntry(pau, bundle, other),
    'E_CHANGE_SIZE',
    'A change by Pau was too large and was not applied.',
  )

  // The same door for what calls itself a window of this device.
  const lease = mustBe(await nuria().lease())
  const answer = await nuria().submitChanges(lease.leaseId, [chunkOf(2, packed)], { now: true })
  expect(codeOf(answer)).toBe('E_CHANGE_SIZE')
  await nuria().release(lease.leaseId)
})

test('[BI6] a hundred bytes that say a million operations: refused by their number', async () => {
  const { pau, nuria } = world
  const place = freshPlace(pau)
  const bundle = bundleOf({
    actors: [actorAt(pau, place)],
    deps: [],
    changes: [],
    ops: [
      [0x21, run(1_000_000, 0)],
      [0x42, run(1_000_000, 1)],
    ],
  })
  expect(bundle.length).toBeLessThan(123)
  const sentence = 'A change by Pau had too many steps and was not applied.'
  await expectRefused(sealEntry(pau, bundle, place), 'E_CHANGE_OPS', sentence)

  const lease = mustBe(await nuria().lease())
  const small = nullsInAList(lease.actor, lease.lastSeq + 1, 1_000_000)
  expect(small.length).toBeLessThan(150)
  expect(codeOf(await nuria().submitChanges(lease.leaseId, [small], { now: true }))).toBe('E_CHANGE_OPS')
  await nuria().release(lease.leaseId)

  // The same chunk where a bundle should be is not even read.
  const third = freshPlace(pau)
  const raw = nullsInAList(actorAt(pau, third), 1, 1_000_000)
  await expectRefused(
    sealEntry(pau, raw, third),
    'E_CHANGE_FORM',
    'A change by Pau could not be read and was not applied.',
  )
})

test('[BI7] operations numbered from 2^30: refused, and the plan still saves and loads', async () => {
  const { pau, ana } = world
  const place = freshPlace(pau)
  const base = await documentFor(ana, actorAt(pau, place))
  const bundle = bundleOfAltered(base, write(base, LANGUAGE), () => ({ startOp: 2 ** 30 }))
  await expectRefused(
    sealEntry(pau, bundle, place),
    'E_CHANGE_OPID',
    'A change by Pau was numbered wrongly and was not applied.',
  )
  const bytes = mustBe(await world.nuria().documentBytes())
  expect(A.getHeads(A.load(bytes, { actor: 'ab'.repeat(16) })).length).toBeGreaterThan(0)
})

test("[BI8] a change in another member's name: refused, both are named, and she goes on under her name", async () => {
  const { pau, ana, nuria, relay } = world
  const stream = coreOf(ana).local.state().streams.desk as string
  const actor = actorAt(ana, { stream, seq: 0, prev: '' })
  const doc = write(await documentFor(ana, actor), LANGUAGE)
  const bad = sealEntry(pau, bundleOfLast(doc), freshPlace(pau))
  await expectRefused(bad, 'E_ACTOR', 'A device of Pau sent a change in the name of Ana; it was not applied.')
  await add(ana, 'Project', { title: 'Sempre Ana' })
  mustBe(await ana.syncOnce(relay))
  mustBe(await nuria().syncOnce(relay))
  expect(await titlesOf(nuria())).toContain('Sempre Ana')
})

test('[BI9] two entries at one place: the first stands, a second that may be applied is, and both are kept', async () => {
  const { pau, ana, nuria, bring } = world
  const place = freshPlace(pau)
  const titled = async (text: string) =>
    bundleOfLast(
      write(await documentFor(ana, actorAt(pau, place)), (draft) => A.splice(draft as never, ['title'], 0, 0, text)),
    )
  const one = sealEntry(pau, await titled('un '), place)
  const two = sealEntry(pau, await titled('dos '), place)
  await bring(one, two)
  expect(toldOf(nuria(), one)).toBeNull()
  expect(toldOf(nuria(), two)).toEqual({ code: 'E_FORK', name: 'Pau', isHeld: true })
  expect(sentences(nuria())).toContain('A device of Pau seems to exist twice; both histories are kept.')
  expect(mustBe(await nuria().canonicalJson('draft'))).toContain('un Pla')

  // A twin whose change has a number of its own loses nothing.
  const fresh = freshPlace(pau)
  const start = await documentFor(nuria(), actorAt(pau, fresh))
  const first = write(start, (draft) => A.splice(draft as never, ['title'], 0, 0, 'tres '))
  const left = sealEntry(pau, bundleOfLast(first), fresh)
  const second = write(first, (draft) => A.splice(draft as never, ['title'], 0, 0, 'quatre '))
  const right = sealEntry(pau, bundleOfLast(second), fresh)
  await bring(left, right)
  expect([toldOf(nuria(), left), toldOf(nuria(), right)]).toEqual([null, null])
  expect(mustBe(await nuria().canonicalJson('draft'))).toContain('quatre tres un Pla')
  expect(coreOf(nuria()).journal.at(fresh.stream, 0).toSorted()).toEqual([left.hash, right.hash].toSorted())
  expect(itemsOf(nuria(), 'E_FORK_OTHER').length).toBeGreaterThanOrEqual(2)
})

test('[BI24] a key that would change what an object is: refused, and no object is changed by it', async () => {
  const { pau, ana } = world
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    const place = freshPlace(pau)
    const base = await documentFor(ana, actorAt(pau, place))
    const bundle = bundleOfAltered(base, write(base, LANGUAGE), ({ ops }) => ({
      ops: ops.map((op) => ({ ...op, key })),
    }))
    await expectRefused(
      sealEntry(pau, bundle, place),
      'E_KEY',
      'A change by Pau used a forbidden name and was not applied.',
    )
  }
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
})

test('[BI11] a sealed entry moved to another place, stream, epoch or plan is refused wherever it comes', async () => {
  const { pau, ana, nuria, wire } = world
  const good = await lastOf(ana)
  const { header } = good
  // Its own author's signature over another place, and another member's over her ciphertext: it opens nowhere else.
  const place = freshPlace(pau)
  const moved = resigned(good, { ...place, device: coreOf(pau).device })
  await expectRefused(moved, 'E_CONTEXT', 'An entry that belongs elsewhere was refused.')

  // In somebody else's stream: refused by the relay, and by a client that gets it on a stick.
  const hers = resigned(good, { ...header, seq: header.seq + 1, prev: good.hash, device: coreOf(pau).device })
  wire.send('PUT', { entries: [hers.bytes] })
  await waitFor('the relay refuses', () => wire.of('NACK').some(({ body }) => body.code === 'E_CONTEXT'))
  const told = await nuria().takeBundle(encodeBundle(nuria().planId, [hers]))
  expect(mustBe(told).notices.map((one) => one.code)).toEqual(['E_CONTEXT'])

  // Epoch, stream or room rewritten in the header: the signature is wrong. In a file of another plan: not read at all.
  for (const [offset, length] of [
    [40, 32],
    [104, 16],
    [8, 32],
  ] as const) {
    const bytes = new Uint8Array(good.bytes)
    bytes.set(randomBytes(length), offset)
    const report = await nuria().takeBundle(encodeBundle(nuria().planId, [{ ...good, bytes }]))
    expect(mustBe(report).notices.map((one) => one.code)).toEqual(
      offset === 8 ? ['E_BUNDLE_PART'] : ['E_BUNDLE_PART', 'E_SIG'],
    )
  }
  const elsewhere = encodeBundle('cd'.repeat(32), [good])
  expect(codeOf(await nuria().takeBundle(elsewhere))).toBe('E_WRONG_PLAN')
})

test('[BI10] wrong signatures and strangers: dropped by the relay, which closes after five; counted by a client', async () => {
  const { pau, nuria, relay } = world
  const good = await lastOf(world.ana)
  const broken = Array.from({ length: 5 }, (_, at) => {
    const bytes = new Uint8Array(sealEntry(pau, Uint8Array.of(at), freshPlace(pau)).bytes)
    bytes[bytes.length - 1]! ^= 1
    return bytes
  })
  const keys = deviceSignKeys(systemRandom.bytes(32), fromHex(nuria().planId))
  const strange = resigned(good, { ...freshPlace(pau), device: hexOf(keys.publicKey) }, keys.privateKey)
  const client = await connection(pau, relay.url)
  client.send('PUT', { entries: [strange.bytes] })
  await waitFor('the stranger is refused', () => client.of('NACK').some(({ body }) => body.code === 'E_NOT_MEMBER'))
  expect(client.closeCode).toBeNull()
  client.send('PUT', { entries: broken })
  await waitFor('the relay closes', () => client.closeCode !== null)
  expect([client.closeCode, client.of('NACK').at(-1)?.body.code]).toEqual([4003, 'E_SIG'])

  const before = { told: sentences(nuria()), total: nuria().status().entries.total }
  const stick = encodeBundle(nuria().planId, [strange, ...broken.map((bytes) => ({ ...good, bytes }))])
  const report = mustBe(await nuria().takeBundle(stick))
  expect(
    report.notices
      .filter((one) => one.code !== 'E_BUNDLE_PART')
      .map(sentenceOf)
      .sort(),
  ).toEqual([
    '5 entries with a wrong signature were refused.',
    'An entry by somebody who is not a member of this plan was refused.',
  ])
  expect(nuria().status().entries.total).toBe(before.total)
  // In the report, and no news to the person who works on.
  expect(sentences(nuria()).filter((one) => !before.told.includes(one) && !one.includes('copy the file'))).toEqual([])
  expect(itemsOf(nuria(), 'E_SIG')).toMatchObject([{ tellPerson: false }])
  expect(itemsOf(nuria(), 'E_NOT_MEMBER')).toMatchObject([{ tellPerson: false, notice: { params: { count: 1 } } }])
})

test('[BI5] [BI6] [BI7] [BI8] [BI9] [BI11] [BI24] after a restart the plan is the same, and every entry is still held and named', async () => {
  const { restart, nuria, ana, relay } = world
  const before = {
    plan: mustBe(await nuria().canonicalJson('draft')),
    quarantine: nuria().health().quarantine,
    total: nuria().status().entries.total,
  }
  expect(before.quarantine.length).toBeGreaterThanOrEqual(10)
  expect(new Set(before.quarantine.map((item) => item.name))).toEqual(new Set(['Pau']))
  const again = await restart()
  expect(mustBe(await again.canonicalJson('draft'))).toBe(before.plan)
  expect(again.status().entries).toMatchObject({ total: before.total, parked: 0 })
  expect(
    again
      .health()
      .quarantine.map(({ hash, notice }) => [hash, notice.code])
      .sort(),
  ).toEqual(before.quarantine.map(({ hash, notice }) => [hash, notice.code]).sort())
  // Others get the same entries and come to the same plan; the worker is a new one.
  await add(again, 'Project', { title: 'Després' })
  mustBe(await again.syncOnce(relay))
  mustBe(await ana.syncOnce(relay))
  expect(mustBe(await ana.canonicalJson('draft'))).toBe(mustBe(await again.canonicalJson('draft')))
})

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The newest content entry of this member. */
async function lastOf(session: BadInputWorld['ana']): Promise<Entry> {
  const { journal, local } = coreOf(session)
  const stream = local.state().streams.desk as string
  const length = journal.vector().get(stream)?.length ?? 0
  const entry = await journal.get(journal.at(stream, length - 1)[0] as string)
  if (!entry.ok || entry.value === undefined) throw new Error('Ana has written')
  return entry.value
}

/** This entry's ciphertext under another header, properly signed by another device. */
function resigned(
  entry: Entry,
  place: { readonly stream: string; readonly seq: number; readonly prev: string; readonly device: string },
  privateKey: Uint8Array = coreOf(world.pau).keys.sign.privateKey,
): Entry {
  const header = new Uint8Array(entry.headerBytes)
  header.set(fromHex(place.device), 72)
  header.set(fromHex(place.stream), 104)
  new DataView(header.buffer).setBigUint64(120, BigInt(place.seq))
  header.set(fromHex(place.prev), 128)
  const signature = sign(privateKey, 'entry-sig', hash('entry', header, hash('ct', entry.payload)))
  return mustBe(parseEntry(concat(header, entry.payload, signature)))
}
