import { expect, test } from 'vitest'
import { concat, toHex } from '#shared/base/bytes.ts'
import { rootSignKeys } from '#shared/base/crypto.ts'
import { type NoteHead, openNote, parseNote, sealNote, verifyNote } from '#shared/presence/note.ts'
import { decodeNoteBody, encodeNoteBody, type NoteBody, PLACE_LIMITS } from '#shared/presence/noteBody.ts'
import { NOTE_LIFE_MS, ReplayGuard } from '#shared/presence/replay.ts'
import { seededRandom } from '#test/helpers/entries.ts'

const random = seededRandom(7)
const [roomId, otherRoom, epochId, otherEpoch] = [1, 2, 3, 4].map((fill) => toHex(new Uint8Array(32).fill(fill))) as [
  string,
  string,
  string,
  string,
]
const [epochSecret, otherSecret] = [random.bytes(32), random.bytes(32)]
const [ana, pau] = [rootSignKeys(random.bytes(32)), rootSignKeys(random.bytes(32))]
const head: NoteHead = {
  epochId,
  device: toHex(ana.publicKey),
  session: '00'.repeat(8),
  count: 1,
  time: 1_790_000_000_000,
}
const clear = Uint8Array.of(1, 2, 3)
const sealed = (): Uint8Array =>
  sealNote(head, clear, { roomId, epochSecret, devicePrivateKey: ana.privateKey }, random)

test('[FR11] a note comes back as it was sealed, with its head', () => {
  const note = parseNote(sealed())!
  expect(note).toMatchObject(head)
  expect(verifyNote(note, roomId)).toBe(true)
  expect(openNote(note, { roomId, epochSecret })).toEqual(clear)
})

test('[FR11] every byte of a note is signed: a changed one is nobody’s', () => {
  const bytes = sealed()
  for (const at of bytes.keys()) {
    const changed = bytes.slice()
    changed[at]! ^= 1
    const note = parseNote(changed)
    expect(note !== undefined && verifyNote(note, roomId)).toBe(false)
  }
})

test('[FR12] a note of another room or signed by another device is nobody’s, and of another epoch it does not open', () => {
  const note = parseNote(sealed())!
  expect(verifyNote(note, otherRoom)).toBe(false)
  expect(openNote(note, { roomId, epochSecret: otherSecret })).toBeUndefined()
  const borrowed = sealNote(head, clear, { roomId, epochSecret, devicePrivateKey: pau.privateKey }, random)
  expect(verifyNote(parseNote(borrowed)!, roomId)).toBe(false)
})

test('[FR12] words sealed under another head do not open, even where a member signs them anew', () => {
  const bytes = sealed()
  const other = sealNote(
    { ...head, epochId: otherEpoch },
    clear,
    { roomId, epochSecret, devicePrivateKey: ana.privateKey },
    random,
  )
  const mixed = parseNote(concat(other.subarray(0, 85), bytes.subarray(85)))!
  expect(openNote(mixed, { roomId, epochSecret })).toBeUndefined()
})

test('[FR13] each note counts once, in whatever order two paths bring it', () => {
  const guard = new ReplayGuard()
  const heard = [3, 1, 3, 2, 1, 2].map((count) => guard.isNew({ ...head, count }, head.time))
  expect(heard).toEqual([true, true, false, true, false, false])
  expect(guard.isNew({ ...head, count: 200 }, head.time)).toBe(true)
  expect(guard.isNew({ ...head, count: 100 }, head.time)).toBe(false)
})

test('[FR13] an old note, and one of a session that its device has left, are not heard', () => {
  const guard = new ReplayGuard()
  const at = (time: number, session: string): boolean => guard.isNew({ ...head, session, time }, head.time)
  expect(at(head.time - NOTE_LIFE_MS - 1, '01'.repeat(8))).toBe(false)
  expect(at(head.time + NOTE_LIFE_MS + 1, '01'.repeat(8))).toBe(false)
  expect(at(head.time - 1_000, '01'.repeat(8))).toBe(true)
  expect(at(head.time, '02'.repeat(8))).toBe(true)
  expect(guard.isNew({ ...head, session: '01'.repeat(8), count: 2 }, head.time)).toBe(false)
})

const place = {
  screen: 'board',
  project: '0a'.repeat(16),
  field: 'projects/0a/x/summary',
  cursor: { anchor: '1@aa', head: '2@aa' },
}

test.each<NoteBody>([
  { kind: 'gone' },
  { kind: 'here', place },
  { kind: 'here', place: { screen: 'board', project: null, field: null, cursor: null } },
])('[FR14] %o says what it said', (body) => {
  expect(decodeNoteBody(encodeNoteBody(body))).toEqual(body)
})

test('[FR14] what is longer than it may be, of a later kind, or no map is passed over', () => {
  const long = { kind: 'here', place: { ...place, field: 'x'.repeat(PLACE_LIMITS.field + 1) } } as const
  expect(decodeNoteBody(encodeNoteBody(long))).toBeUndefined()
  expect(decodeNoteBody(Uint8Array.of(0xa1, 1, 9))).toBeUndefined()
  expect(decodeNoteBody(Uint8Array.of(0xff))).toBeUndefined()
  for (let length = 0; length < 300; length++) {
    expect(parseNote(random.bytes(length)) === undefined || length >= 100).toBe(true)
    expect(() => decodeNoteBody(random.bytes(length))).not.toThrow()
  }
})
