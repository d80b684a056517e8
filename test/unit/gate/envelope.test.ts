import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { fromHex, type Hex, toHex } from '#shared/base/bytes.ts'
import { actorOf, epochKey } from '#shared/base/crypto.ts'
import { checkEnvelope, type Envelope } from '#shared/gate/checkEnvelope.ts'
import { type ContentBody, encodeContentBody } from '#shared/journal/contentBody.ts'
import { type Entry, type EntryHeader, KIND, parseEntry, sealContentEntry } from '#shared/journal/entry.ts'
import { type Person, World } from '../roster/world.ts'
import { born, ANA } from './world.ts'

const bundle = A.saveBundle(born(ANA), A.getHeads(born(ANA)))

type Sealing = {
  header?: Partial<EntryHeader>
  body?: Partial<ContentBody> | Uint8Array
  key?: Uint8Array
  signer?: Person
}

/** A content entry of a person, honest but for what is altered. */
function sealed(world: World, by: Person, { header = {}, body = {}, key, signer = by }: Sealing = {}): Entry {
  const { roomId, epochSecret } = world.room
  const place: EntryHeader = {
    kind: KIND.CONTENT,
    roomId,
    epochId: world.epochId,
    device: by.sign,
    stream: by.stream,
    seq: by.seq,
    prev: by.prev,
    ...header,
  }
  const clear: ContentBody = { v: 1, minReader: 1, n: 0, bundle, seen: [], ctrl: world.heads(), t: 5, ...body }
  return sealContentEntry(
    place,
    body instanceof Uint8Array ? body : encodeContentBody(clear),
    key ?? epochKey(epochSecret, 'content', fromHex(roomId)),
    signer.device.sign.privateKey,
    world.random,
  )
}

const judge = (world: World, entry: Entry, streams: readonly Hex[] = []): Envelope =>
  checkEnvelope(entry, {
    roster: world.roster(),
    contentKey: (epochId) =>
      epochId === world.epochId ? epochKey(world.room.epochSecret, 'content', fromHex(world.room.roomId)) : undefined,
    streamsOf: () => streams,
  })
const word = (envelope: Envelope): string =>
  envelope.at === 'refused'
    ? envelope.refusal.code
    : envelope.at === 'waits'
      ? `waits for ${envelope.for}`
      : envelope.at

function members(): { world: World; pau: Person; reader: Person } {
  const world = new World()
  const pau = world.join(world.grant(world.founder, 'writer'))
  const reader = world.join(world.grant(world.founder, 'reader'))
  return { world, pau, reader }
}

test('[GT1] an honest entry is opened; its author is the member whose key signed it', () => {
  const { world, pau } = members()
  const entry = sealed(world, pau)
  const opened = judge(world, entry)
  expect(opened).toMatchObject({
    at: 'open',
    entry: {
      entryHash: entry.hash,
      author: { device: pau.sign, stream: pau.stream, member: pau.memberId, role: 'writer' },
    },
  })
  expect(opened.at === 'open' && opened.entry.bundle).toEqual(bundle)
  const founder = judge(world, sealed(world, world.founder))
  expect(founder.at === 'open' && founder.entry.author.role).toBe('steward')
})

test('[GT2] F10: a signature counts for the key that made it, whatever the entry claims', () => {
  const { world, pau } = members()
  const claimed = sealed(world, world.founder, { signer: pau })
  expect(word(judge(world, claimed))).toBe('E_SIG')
  const entry = sealed(world, pau)
  const flipped = parseEntry(entry.bytes.map((byte, at) => (at === entry.bytes.length - 1 ? byte ^ 1 : byte)))
  expect(flipped.ok && word(judge(world, flipped.value))).toBe('E_SIG')
})

test('[GT2] [GT27] strangers and readers are refused by name; what lies beyond a cut-off is opened, and marked', () => {
  const { world, pau, reader } = members()
  const stranger = new World(2).founder
  expect(word(judge(world, sealed(world, { ...stranger })))).toBe('E_NOT_MEMBER')
  expect(word(judge(world, sealed(world, reader)))).toBe('E_ROLE')
  const late = sealed(world, pau, { header: { seq: pau.seq + 1 } })
  world.epoch(world.founder, {
    removed: [pau.memberId],
    cutOffs: [{ stream: pau.stream, seq: pau.seq - 1, hash: pau.prev }],
  })
  const judged = judge(world, late)
  expect(judged.at === 'open' && judged.entry.isLate).toBe(true)
  // Who knows of its own removal wrote without any right.
  const knowing = sealed(world, pau, { header: { seq: pau.seq + 2 }, body: { ctrl: world.heads() } })
  expect(word(judge(world, knowing))).toBe('E_NOT_MEMBER')
})

test('[GT2] an entry moved to another place is refused: the header is sealed with it', () => {
  const { world, pau } = members()
  const other = new World(3)
  const moved = sealed(world, pau, { header: { roomId: other.room.roomId } })
  expect(word(judge(world, moved))).toBe('E_CONTEXT')
  // Signed again for another place in the stream by its own author, but the ciphertext was sealed for the first.
  const first = sealed(world, pau)
  const again = sealed(world, pau, { header: { seq: first.header.seq + 1 }, key: new Uint8Array(32) })
  expect(word(judge(world, again))).toBe('E_CONTEXT')
})

test('[GT2] what cannot be read is told from what needs a newer reader', () => {
  const { world, pau } = members()
  expect(word(judge(world, sealed(world, pau, { body: new Uint8Array([1, 2, 3]) })))).toBe('E_BODY')
  expect(word(judge(world, sealed(world, pau, { body: { n: 300 } })))).toBe('E_BODY')
  expect(word(judge(world, sealed(world, pau, { body: { v: 9, minReader: 9 } })))).toBe('E_NEWER')
  expect(word(judge(world, sealed(world, pau, { body: { v: 9 } })))).toBe('open')
  expect(word(judge(world, sealed(world, pau, { header: { kind: KIND.SNAPSHOT } })))).toBe('otherKind')
})

test('[GT1] rights are asked at the control heads the entry names as well', () => {
  const { world, pau } = members()
  expect(word(judge(world, sealed(world, pau, { body: { ctrl: [world.epochId] } })))).toBe('E_NOT_MEMBER')
})

test('[GT3] missing control entries and missing keys are a wait, not a refusal', () => {
  const { world, pau } = members()
  const ahead = judge(world, sealed(world, pau, { body: { ctrl: ['ab'.repeat(32)] } }))
  expect(ahead).toEqual({ at: 'waits', for: 'control', hashes: ['ab'.repeat(32)] })
  const epoch = world.epoch(world.founder, {}, undefined)
  const inNext = judge(world, sealed(world, pau, { header: { epochId: epoch.hash } }))
  expect(inNext).toEqual({ at: 'waits', for: 'epochKey', hashes: [epoch.hash] })
})

test('[GT4] an entry may carry the actors of its device and of no other: its own stream first, then its other streams', () => {
  const { world, pau } = members()
  const [lost, held] = ['11'.repeat(16), '22'.repeat(16)]
  const seen = [{ stream: lost, seq: 4, hash8: '00'.repeat(8) }]
  const opened = judge(world, sealed(world, pau, { body: { n: 1, seen } }), [pau.stream, held])
  const actor = (stream: Hex, n: number): Hex => toHex(actorOf(fromHex(pau.sign), fromHex(stream), n))
  expect(opened.at === 'open' && opened.entry.author.actors).toEqual([
    actor(pau.stream, 1),
    actor(pau.stream, 0),
    actor(held, 0),
    actor(lost, 0),
  ])
  const founder = judge(world, sealed(world, world.founder), [pau.stream])
  expect(founder.at === 'open' && founder.entry.author.actors.includes(actor(pau.stream, 0))).toBe(false)
})
