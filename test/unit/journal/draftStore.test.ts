import { expect, test } from 'vitest'
import { toHex, utf8 } from '#shared/base/bytes.ts'
import { storageKey } from '#shared/base/crypto.ts'
import { DRAFT_FILES } from '#shared/journal/draftFiles.ts'
import { decodeDraftRecord, encodeDraftRecord } from '#shared/journal/draftRecord.ts'
import { type DraftStore, openDraftStore } from '#shared/journal/draftStore.ts'
import { seededNumbers, seededRandom } from '#test/helpers/entries.ts'
import { type MemoryDisk, memoryDisk } from '#test/helpers/memoryDisk.ts'
import { valueOf } from '../../contract/journal/journalSuite.ts'

const key = storageKey(new Uint8Array(32).fill(7), new Uint8Array(32).fill(0xaa))
const open = async (disk: MemoryDisk): Promise<DraftStore> =>
  valueOf(await openDraftStore({ disk, key, random: seededRandom(1) }))
const textsOf = (store: DraftStore) =>
  store.list().map(({ number, bytes }) => `${number} ${new TextDecoder().decode(bytes)}`)
const writes = (disk: MemoryDisk) => disk.calls.filter((call) => /^(write|sync)/.test(call)).toSorted()
const texts = (...all: readonly string[]) => all.map(utf8)

test('[JR22] a draft record, byte for byte, opens with its key only', () => {
  const record = encodeDraftRecord({ type: 'draft', number: 5, bytes: utf8('hola') }, key, {
    bytes: (length) => Uint8Array.from({ length }, (_, i) => i),
  })
  expect(toHex(record)).toMatchInlineSnapshot(
    `"41504c4401010000000000000005000102030405060708090a0b0c0d0e0f1011121314151617a6c3ecb35cbabd596935ca27c774ace83f333bf8"`,
  )
  expect([
    decodeDraftRecord(record, key),
    decodeDraftRecord(record, storageKey(key, key)),
    decodeDraftRecord(
      record.map((byte, i) => (i === 13 ? byte ^ 1 : byte)),
      key,
    ),
  ]).toEqual([{ type: 'draft', number: 5, bytes: utf8('hola') }, undefined, undefined])
})

test('[JR22] drafts are in both files when answered: one write and one sync of each', async () => {
  const disk = memoryDisk()
  const store = await open(disk)
  valueOf(await store.append(texts('a')))
  disk.calls.length = 0
  valueOf(await store.append(texts('b', 'c', 'd')))
  expect(writes(disk)).toEqual([
    'sync drafts-a.alog',
    'sync drafts-b.alog',
    'write drafts-a.alog',
    'write drafts-b.alog',
  ])
  disk.crash()
  expect(textsOf(await open(disk))).toEqual(['1 a', '2 b', '3 c', '4 d'])
})

test('[JR23] dropped drafts are gone, later ones stay, and no number is used twice', async () => {
  const disk = memoryDisk()
  const store = await open(disk)
  valueOf(await store.append(texts('a', 'b', 'c')))
  valueOf(await store.drop(2))
  disk.crash()
  const again = await open(disk)
  expect(textsOf(again)).toEqual(['3 c'])
  valueOf(await again.drop(3))
  disk.crash()
  const third = await open(disk)
  valueOf(await third.append(texts('d')))
  expect(textsOf(third)).toEqual(['4 d'])
})

test('[JR23] files that have grown are written anew with what is left', async () => {
  const disk = memoryDisk()
  const store = await open(disk)
  valueOf(await store.append([new Uint8Array(300_000), ...texts('kept')]))
  valueOf(await store.drop(1))
  disk.crash()
  const again = await open(disk)
  expect([textsOf(again), disk.bytes('drafts-a.alog').length < 1000]).toEqual([['2 kept'], true])
  valueOf(await again.append(texts('next')))
  expect(textsOf(again)).toEqual(['2 kept', '3 next'])
})

test('[JR24] either file may be deleted, emptied, cut or flipped: every draft is there and the file is named', async () => {
  const numbers = seededNumbers(24)
  const changes: readonly [string, (bytes: Uint8Array) => Uint8Array | undefined][] = [
    ['deleted', () => undefined],
    ...Array.from({ length: 20 }, (): [string, (bytes: Uint8Array) => Uint8Array] => [
      'flipped',
      (bytes) => {
        const at = Math.floor(numbers() * bytes.length)
        return bytes.map((byte, i) => (i === at ? byte ^ (1 << Math.floor(numbers() * 8)) : byte))
      },
    ]),
    ['cut', (bytes) => bytes.slice(0, bytes.length - 3)],
    ['cut', (bytes) => bytes.slice(0, bytes.length - 9)],
    ['cut', () => new Uint8Array()],
    ['zeroed', (bytes) => bytes.map((byte, i) => (i > 30 && i < 200 ? 0 : byte))],
    ['strange', () => utf8('this was never a draft file, whatever its name says')],
  ]
  for (const file of DRAFT_FILES) {
    for (const [what, change] of changes) {
      const disk = memoryDisk()
      const store = await open(disk)
      valueOf(await store.append(texts('first', 'second')))
      valueOf(await store.drop(1))
      valueOf(await store.append(texts('third')))
      disk.damage(file, change)
      const again = await open(disk)
      const reason = what === 'deleted' ? 'missing' : what === 'cut' ? 'cut' : 'damaged'
      expect([what, textsOf(again), again.damage()]).toEqual([
        what,
        ['2 second', '3 third'],
        [{ code: 'E_DRAFTS_DAMAGED', file, reason, isLost: false }],
      ])
      // Mended at once: now the other file may go.
      disk.damage(file === 'drafts-a.alog' ? 'drafts-b.alog' : 'drafts-a.alog', () => undefined)
      expect(textsOf(await open(disk))).toEqual(['2 second', '3 third'])
    }
  }
})

test('[JR24] a draft damaged in both files is the only one lost, and that is said', async () => {
  const disk = memoryDisk()
  const store = await open(disk)
  for (const text of ['first', 'second', 'third']) valueOf(await store.append(texts(text)))
  const middle = Math.floor(disk.bytes('drafts-a.alog').length / 2)
  for (const file of DRAFT_FILES) disk.damage(file, (bytes) => bytes.map((byte, i) => (i === middle ? byte ^ 4 : byte)))
  const again = await open(disk)
  expect([textsOf(again), again.damage().map(({ file, isLost }) => [file, isLost])]).toEqual([
    ['1 first', '3 third'],
    [
      ['drafts-a.alog', true],
      ['drafts-b.alog', true],
    ],
  ])
  expect(valueOf(await disk.folder('quarantine').list()).map((item) => item.name)).toHaveLength(2)
})

test('[JR22] a crash between the two files keeps what either has, and is for the log at most', async () => {
  for (const call of ['write drafts-b', 'sync drafts-b', 'write drafts-a', 'sync drafts-a']) {
    for (const torn of [false, true]) {
      const disk = memoryDisk()
      const store = await open(disk)
      valueOf(await store.append(texts('saved')))
      disk.failOnce(call, 'E_DISK', 'the machine stops here')
      const failed = await store.append(texts('typed'))
      disk.crash(torn)
      const again = await open(disk)
      expect([call, failed.ok, textsOf(again)[0]]).toEqual([call, false, '1 saved'])
      expect(again.damage().filter(({ reason }) => reason !== 'cut')).toEqual([])
    }
  }
})

test('[JR25] a full disk loses nothing: it says so, and takes the same drafts once there is room', async () => {
  const disk = memoryDisk()
  const store = await open(disk)
  valueOf(await store.append(texts('saved')))
  disk.room = 1
  const full = await store.append(texts('typed'))
  expect([full.ok ? 'ok' : full.error.code, textsOf(store)]).toEqual(['E_DISK_FULL', ['1 saved']])
  disk.crash(true)
  const full2 = await open(disk)
  expect([textsOf(full2), (await full2.append(texts('typed'))).ok]).toEqual([['1 saved'], false])
  disk.room = Number.POSITIVE_INFINITY
  valueOf(await full2.append(texts('typed')))
  disk.crash()
  expect(textsOf(await open(disk))).toEqual(['1 saved', '2 typed'])
})

test('[JR23] dropping that could not be made durable has not happened', async () => {
  const disk = memoryDisk()
  const store = await open(disk)
  valueOf(await store.append(texts('a', 'b')))
  disk.failOnce('write drafts-a', 'E_DISK_FULL')
  const failed = await store.drop(1)
  expect([failed.ok, textsOf(store)]).toEqual([false, ['1 a', '2 b']])
  valueOf(await store.drop(1))
  disk.crash()
  expect(textsOf(await open(disk))).toEqual(['2 b'])
})
