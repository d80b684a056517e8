import { concat, u32, utf8 } from '#shared/base/bytes.ts'
import { crc32c } from '#shared/base/crc32c.ts'
import { NONCE_BYTES, aeadSeal, hash, kdf } from '#shared/base/crypto.ts'
import { decodeLocalState, emptyLocalState, encodeLocalState } from '#shared/core/localState.ts'
import { type FileList, openList, openPiece, sealFile } from '#shared/files/sealedFile.ts'
import { encodeBundle, openBundle } from '#shared/journal/bundle.ts'
import { decodeCache, encodeCache } from '#shared/journal/cacheFile.ts'
import { decodeDraftRecord, encodeDraftRecord } from '#shared/journal/draftRecord.ts'
import { bytesSource, frameRecord, readRecords } from '#shared/journal/records.ts'
import { toHex } from '#shared/base/bytes.ts'
import { addPlainWrap, createKeyFile, decodeKeyFile, encodeKeyFile, unlockPlain } from '#node/keys/keyFile.ts'
import { ROOM, seededRandom } from '#test/helpers/entries.ts'
import { type FuzzParser, bytesOf, hold, holdSame, refusalOf, textOf } from '../fuzzParser.ts'
import type { Chance } from '../mutate.ts'
import { sampleEntries } from './wire.ts'

const random = seededRandom(2)

/** The checksum of each record whose length fits where it stands. */
function mendRecords(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice()
  const view = new DataView(out.buffer)
  for (let at = 0; at + 12 <= out.length;) {
    const length = view.getUint32(at)
    if (length < 4 || at + 8 + length > out.length) break
    view.setUint32(at + 4, crc32c(out.subarray(at + 8, at + 8 + length)))
    at += 8 + length
  }
  return out
}

const PIECES = [random.bytes(40), random.bytes(17)]

/** A `.aplec` file: every byte of it is in one record or one damaged stretch, and the reader ends. */
export const aplec: FuzzParser = {
  name: 'aplec',
  share: 6,
  samples: () => [
    encodeBundle(ROOM, sampleEntries(), PIECES),
    encodeBundle(ROOM, []),
    encodeBundle(ROOM, sampleEntries()),
  ],
  mend: mendRecords,
  async read(bytes) {
    let next = 0
    for await (const item of readRecords(bytesSource(bytes))) {
      hold(item.offset === next, 'records overlap or leave a gap')
      next += item.found === 'record' ? 8 + item.bytes.length : item.length
    }
    hold(next === bytes.length, 'bytes that are in no record')
    const opened = await openBundle(bytesSource(bytes))
    if (!opened.ok) return refusalOf(opened.error, ['E_BUNDLE', 'E_WRONG_PLAN', 'E_NEWER'])
    let [entries, pieces] = [0, 0]
    for await (const one of opened.value.entries()) entries += one.bytes.length > 0 ? 1 : 0
    for await (const piece of opened.value.pieces()) pieces += piece.length >= 0 ? 1 : 0
    const { usable, isWhole, newer } = opened.value.summary()
    hold(usable === entries, 'another count of entries')
    const { purpose } = opened.value.manifest
    return `${purpose}, ${Math.min(entries, 3)} entries, ${Math.min(pieces, 3)} pieces, ${isWhole ? 'whole' : 'part'}${newer === undefined ? '' : ', newer'}`
  },
}

const fileKey = new Uint8Array(32).fill(6)
const small = sealFile(random.bytes(900), fileKey)
/** What is under the seal of a list: version, size, addresses. */
const plainList = concat(Uint8Array.of(1), u32(0), u32(900), random.bytes(32))

/** Spoilt under the seal, as a member can make it; and spoilt as a relay can make it. */
export const fileList: FuzzParser = {
  name: 'fileList',
  share: 3,
  samples: () => [plainList, small.list, concat(Uint8Array.of(1), u32(0), u32(70_000), random.bytes(64))],
  mend: (bytes) =>
    aeadSeal(kdf(fileKey, 'file-list'), new Uint8Array(NONCE_BYTES), bytes, utf8('aplec/v1/file-list\0')),
  read(bytes) {
    const list: FileList | undefined = openList(bytes, fileKey)
    if (list === undefined) return 'refused'
    hold(list.pieces.length <= 400, 'more pieces than a file has')
    for (let number = 0; number < Math.min(3, list.pieces.length); number++) openPiece(list, number, bytes)
    return `${list.pieces.length} pieces`
  },
}

export const filePiece: FuzzParser = {
  name: 'filePiece',
  share: 1,
  samples: () => [small.pieces[0]!.slice(0, 400), small.pieces[0]!],
  read(bytes) {
    const opened = openPiece({ size: 900, pieces: [toHex(random.bytes(32))], key: fileKey }, 0, bytes)
    return opened === undefined ? 'refused' : 'opened'
  },
}

const mendCache = (bytes: Uint8Array): Uint8Array => {
  const body = bytes.subarray(0, Math.max(0, bytes.length - 32)).slice()
  body.set(utf8('APLC').subarray(0, body.length))
  return concat(body, hash('cache', body))
}

/** The file around the sealed cache: whoever can write in the folder can make its hash right. */
export const cacheFile: FuzzParser = {
  name: 'cacheFile',
  share: 3,
  samples: () => [encodeCache(new Map([['plan', random.bytes(60)], ['view', random.bytes(9)]])), encodeCache(new Map())], // prettier-ignore
  mend: mendCache,
  read(bytes) {
    const parts = decodeCache(bytes)
    if (!parts.ok) return refusalOf(parts.error, ['E_CACHE_LOST'])
    const again = decodeCache(encodeCache(parts.value))
    hold(again.ok, 'what was read cannot be written and read again')
    holdSame([...again.value], [...parts.value], 'other parts')
    return `${Math.min(parts.value.size, 3)} parts`
  },
}

const draftKey = new Uint8Array(32).fill(5)

/** Sealed by the device's own key, over a head that is spoilt. */
const mendDraft = (bytes: Uint8Array, chance: Chance): Uint8Array => {
  const head = concat(utf8('APLD'), Uint8Array.of(1, 1 + chance.below(3)), bytes.subarray(6, 38))
  return head.length < 38 ? bytes : concat(head, aeadSeal(draftKey, head.slice(14), bytes.subarray(38), head))
}

export const draftRecord: FuzzParser = {
  name: 'draftRecord',
  share: 3,
  samples: () => [
    encodeDraftRecord({ type: 'draft', number: 7, bytes: random.bytes(50) }, draftKey, random),
    encodeDraftRecord({ type: 'dropped', number: 2 ** 33, bytes: new Uint8Array() }, draftKey, random),
    frameRecord(random.bytes(20)),
  ],
  mend: mendDraft,
  read(bytes) {
    const record = decodeDraftRecord(bytes, draftKey)
    if (record === undefined) return 'refused'
    hold(Number.isSafeInteger(record.number), 'a number that cannot be counted with')
    holdSame(decodeDraftRecord(encodeDraftRecord(record, draftKey, random), draftKey), record, 'another record')
    return record.type
  },
}

/** A line and its checksum made right. */
const mendLine = (bytes: Uint8Array, label: string): Uint8Array => {
  const line = textOf(bytes).split('\n')[0] ?? ''
  return bytesOf(`${line}\n${toHex(hash(label, utf8(line)))}\n`)
}

export const localState: FuzzParser = {
  name: 'localState',
  share: 2,
  samples: () => [encodeLocalState(emptyLocalState('Ana'))],
  mend: (bytes) => mendLine(bytes, 'local'),
  read(bytes) {
    const state = decodeLocalState(bytes)
    if (state === null) return 'refused'
    holdSame(decodeLocalState(encodeLocalState(state)), state, 'another state')
    return 'read'
  },
}

export const keyFile: FuzzParser = {
  name: 'keyFile',
  share: 2,
  samples() {
    const { file, keys } = createKeyFile(seededRandom(3))
    return [bytesOf(encodeKeyFile(addPlainWrap(file, keys)))]
  },
  mend: (bytes) => mendLine(bytes, 'key-file'),
  read(bytes) {
    const file = decodeKeyFile(textOf(bytes))
    if (!file.ok) return refusalOf(file.error, ['E_KEYRING', 'E_NEWER'])
    const unlocked = unlockPlain(file.value)
    return unlocked.ok ? 'unlocked' : refusalOf(unlocked.error, ['E_KEYRING'])
  },
}
