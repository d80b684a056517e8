/** Reading the files of a journal when it is opened: what they hold, what is damaged, where writing goes on. */
import { type Hex, toHex } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Disk, DiskError, DiskFile } from './disk.ts'
import { type Entry, parseEntry } from './entry.ts'
import { placeOf } from './entryIndex.ts'
import type { Damage, EntryPlace } from './journal.ts'
import { type JournalManifest, decodeManifest } from './manifest.ts'
import { RECORD, RECORD_HEAD_BYTES, type Found, fileSource, readRecords, recordLetters } from './records.ts'
import { setAside } from './setAside.ts'

/** An entry and where its record begins. */
export interface Located {
  readonly place: EntryPlace
  readonly file: number
  readonly offset: number
}

export interface OpenedFile {
  readonly file: number
  /** Where the next record would go: the end of the file without a torn tail. */
  readonly size: number
  /** A torn tail is still there: it could not be copied (a full disk), and so was not cut. */
  readonly isUncut: boolean
  readonly located: readonly Located[]
  readonly damage: readonly Damage[]
  readonly manifest: JournalManifest | undefined
  /** Highest version of entries of a later Aplec; 0: none. */
  readonly newer: number
}

export const journalFileName = (file: number): string => `journal-${String(file).padStart(3, '0')}.alog`

const fileNumber = (name: string): number | undefined => {
  const match = /^journal-(\d{3,6})\.alog$/.exec(name)
  return match === null ? undefined : Number(match[1])
}

/** All files in their order. Fails only when the disk cannot list. */
export async function openJournalFiles(disk: Disk, roomId: Hex): Promise<Result<readonly OpenedFile[], DiskError>> {
  const listed = await disk.list()
  if (!listed.ok) return listed
  const numbered = listed.value
    .flatMap((file) => {
      const number = fileNumber(file.name)
      return number === undefined ? [] : [{ ...file, number }]
    })
    .sort((a, b) => a.number - b.number)
  const out: OpenedFile[] = []
  for (const [i, file] of numbered.entries()) {
    const opened = await openFile(disk, roomId, file, file.number, i === numbered.length - 1)
    out.push(opened)
  }
  return ok(out.map((file, i) => knowTail(file, out[i + 1])))
}

async function openFile(disk: Disk, roomId: Hex, file: DiskFile, number: number, isLast: boolean): Promise<OpenedFile> {
  const located: Located[] = []
  const damage: Damage[] = []
  let manifest: JournalManifest | undefined
  let size = file.size
  let isUncut = false
  let newer = 0
  for await (const item of readRecords(fileSource(disk, file.name, file.size))) {
    if (item.found === 'record') {
      const known = readKnown(item.bytes, roomId)
      if (known === 'strange') damage.push(await bad(disk, file.name, item, RECORD_HEAD_BYTES + item.bytes.length))
      else if (known === 'other') continue
      else if ('newer' in known) newer = Math.max(newer, known.newer)
      else if ('purpose' in known) manifest = known
      else located.push({ place: placeOf(known), file: number, offset: item.offset })
    } else if (item.found === 'tail' && isLast) {
      const cut = await cutTail(disk, file.name, item.offset, item.length)
      const { found: _, ...tail } = item
      damage.push(cut.ok ? cut.value : { code: 'E_STORE_TAIL', file: file.name, ...tail })
      isUncut = !cut.ok
      size = item.offset
    } else damage.push(await bad(disk, file.name, item, item.length))
  }
  return { file: number, size, isUncut, located, damage, manifest, newer }
}

/** What lies beyond the size its follower tells was never answered for: a tail that was left where it was. */
function knowTail(file: OpenedFile, next: OpenedFile | undefined): OpenedFile {
  const end = next?.file === file.file + 1 ? next.manifest?.sizeBefore : undefined
  if (end === undefined) return file
  const damage = file.damage.map((item) =>
    item.code === 'E_STORE_CRC' && item.offset >= end ? { ...item, code: 'E_STORE_TAIL' as const } : item,
  )
  return { ...file, damage }
}

/**
 * `other`: whole, but not for us to read (a later version of the record): kept, as is an entry of a `newer` version.
 * `strange`: whole by its checksum and yet not what this folder may hold.
 */
function readKnown(
  bytes: Uint8Array,
  roomId: Hex,
): Entry | JournalManifest | { readonly newer: number } | 'other' | 'strange' {
  const letters = recordLetters(bytes)
  if (letters === RECORD.entry) {
    const entry = parseEntry(bytes)
    if (!entry.ok) return entry.error.code === 'E_NEWER' ? { newer: entry.error.version } : 'strange'
    return entry.value.header.roomId === roomId ? entry.value : 'strange'
  }
  if (letters !== RECORD.manifest) return 'other'
  const manifest = decodeManifest(bytes)
  if (!manifest.ok) return manifest.error.code === 'E_NEWER' ? 'other' : 'strange'
  return manifest.value.purpose === 'journal' && manifest.value.roomId === roomId ? manifest.value : 'strange'
}

async function cutTail(disk: Disk, file: string, offset: number, length: number): Promise<Result<Damage, DiskError>> {
  const copy = await setAside(disk, file, offset, length, 'torn')
  if (!copy.ok) return copy
  const cut = await disk.truncate(file, offset)
  if (!cut.ok) return cut
  const synced = await disk.sync(file)
  if (!synced.ok) return err(synced.error)
  return ok({ code: 'E_STORE_TAIL', file, offset, length, copy: copy.value })
}

/** The bytes stay in the journal; when even the copy fails (a full disk), the damage is named all the same. */
async function bad(disk: Disk, file: string, found: Found, length: number): Promise<Damage> {
  const { offset } = found
  const copy = await setAside(disk, file, offset, length, 'bad')
  const likely = await likelyEntry(disk, file, offset, length)
  return {
    code: 'E_STORE_CRC',
    file,
    offset,
    length,
    ...(copy.ok ? { copy: copy.value } : {}),
    ...(likely === undefined ? {} : { likely }),
  }
}

/** Reads what the header of a damaged record still says. */
async function likelyEntry(disk: Disk, file: string, offset: number, length: number): Promise<Damage['likely']> {
  const head = await disk.read(file, offset + RECORD_HEAD_BYTES, Math.min(length - RECORD_HEAD_BYTES, 128))
  if (!head.ok || head.value.length < 128) return undefined
  const view = new DataView(head.value.buffer, head.value.byteOffset)
  const seq = Number(view.getBigUint64(120))
  if (view.getUint32(0) !== RECORD.entry || seq >= Number.MAX_SAFE_INTEGER) return undefined
  return { stream: toHex(head.value.subarray(104, 120)), seq, kind: head.value[5] as number }
}

/** Files, and ends of files, that must have been there: by the numbers in their names and by what the next one says. */
export function missingFiles(files: readonly OpenedFile[]): readonly Damage[] {
  const out: Damage[] = []
  const gone = (file: number, offset: number): void => {
    out.push({ code: 'E_STORE_MISSING', file: journalFileName(file), offset, length: 0 })
  }
  for (const [i, { file, manifest }] of files.entries()) {
    const previous = files[i - 1]
    const sizeBefore = manifest?.sizeBefore
    for (let missing = (previous?.file ?? -1) + 1; missing < file; missing++) {
      // A file that was begun and never held anything may be gone after a crash.
      if (missing < file - 1 || sizeBefore !== 0) gone(missing, 0)
    }
    if (previous?.file === file - 1 && previous.size < (sizeBefore ?? 0)) gone(previous.file, previous.size)
  }
  return out
}
