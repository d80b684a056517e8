/**
 * Drafts: changes that are durable here and in no entry yet. The same sealed records stand in two files, so that any one
 * of them may be lost (CR1, CR9). A record is u32 length, then the sealed CBOR map {1: number, 2: [change, …]}.
 *
 * Numbers grow by one; the copies of a record are equal. A record leaves the log when its entry is durable and a cache
 * that holds its changes is on disk (CR4).
 */
import { concat, equalBytes, u32, utf8 } from '../base/bytes.ts'
import { decodeCbor, encodeCbor } from '../base/cbor.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Disk, DiskError } from '../journal/disk.ts'
import type { Vault } from './sealed.ts'
import { readWhole, replaceWhole } from './wholeFile.ts'

export const DRAFT_NAMES = ['drafts-a.alog', 'drafts-b.alog'] as const

const HEADER = utf8('APLEDRA1')

export interface DraftRecord {
  readonly number: number
  readonly changes: readonly Uint8Array[]
}

export interface DraftLog {
  records(): readonly DraftRecord[]
  /** Durable in both files when resolved; gives the record's number. After an error the same changes may be given again. */
  append(changes: readonly Uint8Array[]): Promise<Result<number, DiskError>>
  /** Drops all records up to this number. */
  dropThrough(number: number): Promise<Result<void, DiskError>>
}

export interface DraftsFound {
  readonly log: DraftLog
  /** Files that were missing or not as written; they have been written again. */
  readonly damaged: readonly string[]
}

interface Stored extends DraftRecord {
  readonly bytes: Uint8Array
}

/** Reads both files, takes what either has, and makes them equal again. One caller at a time; see `turn.ts`. */
export async function openDraftLog(disk: Disk, vault: Vault): Promise<Result<DraftsFound, DiskError>> {
  const byNumber = new Map<number, Stored>()
  const whole: Uint8Array[] = []
  for (const name of DRAFT_NAMES) {
    const found = await readWhole(disk, name)
    if (!found.ok) return found
    whole.push(found.value ?? new Uint8Array())
    for (const record of readRecords(whole.at(-1) as Uint8Array, vault)) byNumber.set(record.number, record)
  }
  const records = [...byNumber.values()].sort((a, b) => a.number - b.number)
  const bytes = encodeFile(records)
  const damaged = DRAFT_NAMES.filter((_, i) => !equalBytes(whole[i] as Uint8Array, bytes))
  for (const name of damaged) {
    const written = await replaceWhole(disk, name, bytes)
    if (!written.ok) return written
  }
  return ok({ log: makeDraftLog(disk, vault, records), damaged })
}

function makeDraftLog(disk: Disk, vault: Vault, initial: readonly Stored[]): DraftLog {
  let records = initial
  let size = encodeFile(records).length
  let next = (records.at(-1)?.number ?? 0) + 1
  /** After a failed write a file may hold half a record: it is replaced whole before anything is appended. */
  let torn = false

  const rewrite = async (kept: readonly Stored[]): Promise<Result<void, DiskError>> => {
    const bytes = encodeFile(kept)
    torn = true
    for (const name of DRAFT_NAMES) {
      const written = await replaceWhole(disk, name, bytes)
      if (!written.ok) return written
    }
    records = kept
    size = bytes.length
    torn = false
    return ok(undefined)
  }

  const appendBytes = async (name: string, bytes: Uint8Array): Promise<Result<void, DiskError>> => {
    const written = await disk.write(name, size, bytes)
    return written.ok ? disk.sync(name) : written
  }

  return {
    records: () => records,
    async append(changes) {
      const record = encodeRecord({ number: next, changes }, vault)
      if (torn) {
        const whole = await rewrite([...records, record])
        if (!whole.ok) return err(whole.error)
      } else {
        const both = await Promise.all(DRAFT_NAMES.map((name) => appendBytes(name, record.bytes)))
        const failed = both.find((one) => !one.ok)
        if (failed !== undefined && !failed.ok) {
          torn = true
          return err(failed.error)
        }
        records = [...records, record]
        size += record.bytes.length
      }
      next += 1
      return ok(record.number)
    },
    async dropThrough(number) {
      const kept = records.filter((record) => record.number > number)
      return kept.length === records.length ? ok(undefined) : rewrite(kept)
    },
  }
}

function encodeRecord(record: DraftRecord, vault: Vault): Stored {
  const sealed = vault.seal(
    'draft',
    encodeCbor(
      new Map<number, number | readonly Uint8Array[]>([
        [1, record.number],
        [2, record.changes],
      ]),
    ),
  )
  return { ...record, bytes: concat(u32(sealed.length), sealed) }
}

const encodeFile = (records: readonly Stored[]): Uint8Array => concat(HEADER, ...records.map((record) => record.bytes))

/** Records up to the first that is not as written: what follows a wrong length cannot be told apart. */
function readRecords(file: Uint8Array, vault: Vault): readonly Stored[] {
  const out: Stored[] = []
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  let at = HEADER.length
  while (at + 4 <= file.length) {
    const end = at + 4 + view.getUint32(at)
    if (end > file.length) break
    const record = openRecord(file.subarray(at + 4, end), vault)
    // One damaged record is passed over: its length may be right, and if it is not, nothing after it opens.
    if (record !== undefined) out.push({ ...record, bytes: file.slice(at, end) })
    at = end
  }
  return out
}

function openRecord(sealed: Uint8Array, vault: Vault): DraftRecord | undefined {
  const plain = vault.open('draft', sealed)
  const map = plain === undefined ? undefined : decodeCbor(plain)
  if (map?.ok !== true) return undefined
  const number = map.value.get(1)
  const changes = map.value.get(2)
  if (typeof number !== 'number' || !Array.isArray(changes)) return undefined
  return { number, changes: changes.filter((change) => change instanceof Uint8Array) }
}
