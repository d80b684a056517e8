import { expect, test } from 'vitest'
import { type Hex, concat, toHex, u32, utf8 } from '#shared/base/bytes.ts'
import { type CborValue, encodeCbor } from '#shared/base/cbor.ts'
import { hash } from '#shared/base/crypto.ts'
import { type BundleSummary, MAX_BUNDLE_BYTES, encodeBundle, makeBundle, openBundle } from '#shared/journal/bundle.ts'
import type { Entry } from '#shared/journal/entry.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { decodeManifest, encodeManifest } from '#shared/journal/manifest.ts'
import { bytesSource, frameRecord } from '#shared/journal/records.ts'
import { ROOM, collect, seededNumbers, streamWriter } from '#test/helpers/entries.ts'
import { memoryDisk } from '#test/helpers/memoryDisk.ts'
import { valueOf } from '../../contract/journal/journalSuite.ts'

const [ana, pau] = [streamWriter(1), streamWriter(2)]
const entries: readonly Entry[] = [
  ana.next(),
  pau.control(),
  ana.control(),
  ...Array.from({ length: 10 }, (_, i) => pau.next(i * 300)),
]
const controlFirst = [1, 2, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((i) => (entries[i] as Entry).hash)
const whole = encodeBundle(ROOM, entries)

interface Opened {
  readonly hashes: readonly Hex[]
  readonly summary: BundleSummary
}
async function open(bytes: Uint8Array, roomId?: Hex): Promise<Opened | unknown> {
  const bundle = await openBundle(bytesSource(bytes), roomId)
  if (!bundle.ok) return bundle.error
  const hashes = (await collect(bundle.value.entries())).map((entry) => entry.hash)
  return { hashes, summary: bundle.value.summary() }
}

test('[JR29] the manifests of bundle and journal file, byte for byte', () => {
  const bundle = encodeManifest({
    purpose: 'bundle',
    roomId: ROOM,
    vector: new Map([['cc'.repeat(16), { length: 2, ranges: [{ from: 4, to: 6 }] }]]),
    count: 5,
    bytes: 2000,
    entriesHash: 'dd'.repeat(32),
  })
  const journal = encodeManifest({ purpose: 'journal', roomId: ROOM, file: 3, sizeBefore: 67_108_900 })
  expect([toHex(bundle), toHex(journal)]).toMatchInlineSnapshot(`
    [
      "41504c4d01a60102025820aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa05818450cccccccccccccccccccccccccccccccc0204060605071907d0085820dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
      "41504c4d01a40101025820aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0303041a04000024",
    ]
  `)
  expect([decodeManifest(bundle), decodeManifest(journal)].every((manifest) => manifest.ok)).toBe(true)
})

test('[JR29] a bundle holds every entry, control entries first, and ends in the hash of all before', async () => {
  expect(await open(whole, ROOM)).toEqual({
    hashes: controlFirst,
    summary: { usable: 13, total: 13, isWhole: true },
  })
  const body = whole.subarray(0, whole.length - 8 - 36)
  expect(toHex(whole.subarray(body.length + 8))).toBe(toHex(concat(utf8('APLT'), hash('bundle', body))))
})

test('[JR29] a journal makes a bundle of all it can read, and a journal file opens as one', async () => {
  const disk = memoryDisk()
  const journal = valueOf(await openFileJournal({ disk, roomId: ROOM }))
  valueOf(await journal.append(entries))
  expect(valueOf(await makeBundle(journal))).toEqual(whole)
  expect(await open(disk.bytes('journal-000.alog'), ROOM)).toEqual({
    hashes: entries.map((entry) => entry.hash),
    summary: { usable: 13, total: 13, isWhole: true },
  })
})

test('[JR30] a bundle cut anywhere gives what is whole, and says how much that is', async () => {
  const wrong: unknown[] = []
  const sizes = [0, 0, ...controlFirst].map((name) => 8 + (entries.find((e) => e.hash === name)?.bytes.length ?? 0))
  const manifestBytes = new DataView(whole.buffer).getUint32(0)
  for (let end = 8 + manifestBytes; end < whole.length; end += 97) {
    let left = end - 8 - manifestBytes
    const usable = sizes.slice(2).filter((size) => (left -= size) >= 0).length
    const opened = (await open(whole.slice(0, end))) as Opened
    const expected = { hashes: controlFirst.slice(0, usable), summary: { usable, total: 13, isWhole: usable === 13 } }
    if (JSON.stringify(opened) !== JSON.stringify(expected)) wrong.push({ end, opened, expected })
  }
  expect(wrong).toEqual([])
})

test('[JR30] a flipped bit takes one entry of a bundle', async () => {
  const numbers = seededNumbers(30)
  const manifestBytes = 8 + new DataView(whole.buffer).getUint32(0)
  for (let i = 0; i < 40; i++) {
    const at = manifestBytes + Math.floor(numbers() * (whole.length - manifestBytes - 44))
    const { hashes, summary } = (await open(whole.map((byte, n) => (n === at ? byte ^ 8 : byte)))) as Opened
    expect([hashes.length, summary]).toEqual([12, { usable: 12, total: 13, isWhole: false }])
    expect(controlFirst.filter((name) => !hashes.includes(name))).toHaveLength(1)
  }
})

test('[JR30] entries of a later version are counted as there, and named by it', async () => {
  const some = entries.map((entry, i) => {
    if (i !== 4 && i !== 7) return entry
    return { ...entry, bytes: entry.bytes.map((byte, at) => (at === 4 ? (i === 4 ? 2 : 5) : byte)) }
  })
  expect(await open(encodeBundle(ROOM, some))).toMatchObject({
    summary: { usable: 11, total: 13, isWhole: true, newer: 5 },
  })
  const cut = encodeBundle(ROOM, some)
  expect(await open(cut.subarray(0, cut.length - 500))).toMatchObject({ summary: { isWhole: false, newer: 5 } })
})

test('[JR31] what is not a bundle, is of another plan or of a later version is refused by its first record', async () => {
  const later = encodeManifest({ purpose: 'journal', roomId: ROOM, file: 0, sizeBefore: 0 })
  const unknownPurpose = concat(utf8('APLM'), Uint8Array.of(1), encodeCbor(new Map<number, CborValue>([[1, 9]])))
  const zip = concat(utf8('PK\u0003\u0004'), new Uint8Array(5000).fill(7))
  expect([
    await open(new Uint8Array()),
    await open(zip),
    await open(utf8('{"not": "a bundle"}')),
    await open(whole.subarray(0, 50)),
    await open(frameRecord((entries[0] as Entry).bytes)),
    await open(frameRecord(unknownPurpose)),
    await open(whole, 'ab'.repeat(32)),
    await open(frameRecord(later.map((byte, i) => (i === 4 ? 3 : byte)))),
  ]).toEqual([
    { code: 'E_BUNDLE', reason: 'no manifest' },
    { code: 'E_BUNDLE', reason: 'no manifest' },
    { code: 'E_BUNDLE', reason: 'no manifest' },
    { code: 'E_BUNDLE', reason: 'no manifest' },
    { code: 'E_BUNDLE', reason: 'no manifest' },
    { code: 'E_BUNDLE', reason: 'manifest' },
    { code: 'E_WRONG_PLAN', roomId: ROOM },
    { code: 'E_NEWER', version: 3 },
  ])
})

test('[JR31] a file beyond the limits is refused by its size or its manifest before more is read', async () => {
  const manifestOf = (count: number, bytes: number) =>
    frameRecord(
      encodeManifest({
        purpose: 'bundle',
        roomId: ROOM,
        vector: new Map(),
        count,
        bytes,
        entriesHash: 'dd'.repeat(32),
      }),
    )
  let bytesRead = 0
  const counted = async (head: Uint8Array, size: number) => {
    const source = { ...bytesSource(head), size }
    const bundle = await openBundle({
      size,
      read: (offset, length) => {
        bytesRead += length
        return source.read(offset, length)
      },
    })
    return bundle.ok ? 'ok' : bundle.error
  }
  expect([
    await counted(manifestOf(200_001, 1000), 1000),
    await counted(manifestOf(10, MAX_BUNDLE_BYTES + 1), 1000),
    await counted(manifestOf(10, 1000), 1024 ** 3),
    await counted(concat(u32(0xffff_ffff), new Uint8Array(50)), 1000),
  ]).toEqual([
    { code: 'E_BUNDLE', reason: 'more than 200,000 entries' },
    { code: 'E_BUNDLE', reason: 'larger than 300 MB' },
    { code: 'E_BUNDLE', reason: 'larger than 300 MB' },
    { code: 'E_BUNDLE', reason: 'no manifest' },
  ])
  expect(bytesRead).toBeLessThan(10_000)
})

test('[JR31] an entry of another plan inside a bundle does not count', async () => {
  const foreign = streamWriter(3, 'ab'.repeat(32)).next()
  const smuggled = encodeBundle(ROOM, [...entries, foreign])
  expect(await open(smuggled)).toEqual({
    hashes: controlFirst,
    summary: { usable: 13, total: 14, isWhole: false },
  })
})
