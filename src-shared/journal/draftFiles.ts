/** Reading the two draft files: what each holds, what both together hold, and what is wrong with either. */
import { type Result, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'
import { type DraftRecord, decodeDraftRecord } from './draftRecord.ts'
import type { Draft, DraftDamage } from './draftStore.ts'
import { MAX_RECORD_BYTES, RECORD_HEAD_BYTES, fileSource, readRecords } from './records.ts'
import { setAside } from './setAside.ts'

export const DRAFT_FILES = ['drafts-a.alog', 'drafts-b.alog'] as const
/** A record less its head, nonce and tag. */
export const MAX_DRAFT_BYTES = MAX_RECORD_BYTES - 64

export interface DraftFile {
  readonly name: string
  /** Where the next record goes. */
  size: number
  readonly exists: boolean
  readonly records: readonly DraftRecord[]
  /** A stretch that holds no readable record. */
  readonly isHit: boolean
  /** Half a record at the end, as a crash leaves it. */
  readonly isTorn: boolean
}

export async function openDraftFiles(disk: Disk, key: Uint8Array): Promise<Result<readonly DraftFile[], DiskError>> {
  const listed = await disk.list()
  if (!listed.ok) return listed
  const out: DraftFile[] = []
  for (const name of DRAFT_FILES) {
    const size = listed.value.find((file) => file.name === name)?.size
    out.push(await readDraftFile(disk, name, size, key))
  }
  return ok(out)
}

async function readDraftFile(disk: Disk, name: string, size: number | undefined, key: Uint8Array): Promise<DraftFile> {
  const records: DraftRecord[] = []
  let isHit = false
  let isTorn = false
  if (size === undefined) return { name, size: 0, exists: false, records, isHit, isTorn }
  for await (const item of readRecords(fileSource(disk, name, size))) {
    const record = item.found === 'record' ? decodeDraftRecord(new Uint8Array(item.bytes), key) : undefined
    if (record !== undefined) {
      records.push(record)
      continue
    }
    const length = item.found === 'record' ? RECORD_HEAD_BYTES + item.bytes.length : item.length
    if (item.found === 'tail') isTorn = true
    else isHit = true
    await setAside(disk, name, item.offset, length, item.found === 'tail' ? 'torn' : 'bad')
  }
  return { name, size, exists: true, records, isHit, isTorn }
}

export interface MergedDrafts {
  readonly drafts: readonly Draft[]
  readonly lastNumber: number
  readonly damage: readonly DraftDamage[]
  /** The files do not hold the same, or not only whole records. */
  readonly mustRewrite: boolean
}

/** A draft counts when either file holds it: it may have been acknowledged. */
export function mergeDraftFiles(files: readonly DraftFile[]): MergedDrafts {
  const drafts = new Map<number, Draft>()
  let dropped = 0
  let lastNumber = 0
  for (const { type, number, bytes } of files.flatMap((file) => file.records)) {
    lastNumber = Math.max(lastNumber, number)
    if (type === 'dropped') dropped = Math.max(dropped, number)
    else drafts.set(number, { number, bytes })
  }
  const held = [...drafts.values()].filter((draft) => draft.number > dropped).sort((a, b) => a.number - b.number)
  const isLost = held.some((draft, i) => draft.number !== (held[i - 1]?.number ?? dropped) + 1)
  return { drafts: held, lastNumber, damage: damageOf(files, isLost), mustRewrite: needsRewrite(files) }
}

function damageOf(files: readonly DraftFile[], isLost: boolean): readonly DraftDamage[] {
  return files.flatMap((file): readonly DraftDamage[] => {
    const reason = reasonOf(file, files)
    return reason === undefined ? [] : [{ code: 'E_DRAFTS_DAMAGED', file: file.name, reason, isLost }]
  })
}

function reasonOf(file: DraftFile, files: readonly DraftFile[]): DraftDamage['reason'] | undefined {
  if (file.isHit) return 'damaged'
  if (!file.exists) return files.some((other) => other.exists) ? 'missing' : undefined
  const held = recordNames(file)
  return files.some((other) => [...recordNames(other)].some((name) => !held.has(name))) ? 'cut' : undefined
}

const recordNames = (file: DraftFile): ReadonlySet<string> =>
  new Set(file.records.map(({ type, number }) => `${type}${number}`))

const needsRewrite = (files: readonly DraftFile[]): boolean =>
  files.some((file) => file.isTorn || reasonOf(file, files) !== undefined)
