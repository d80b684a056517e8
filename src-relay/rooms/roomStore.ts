/** Rooms on disk: one folder each, its journal in the format of every journal, and the name of its log. */
import { type Hex, fromHex, toHex, utf8 } from '#shared/base/bytes.ts'
import { type KeyPair, hash } from '#shared/base/crypto.ts'
import type { Log, Random } from '#shared/base/ports.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { Disk, DiskError } from '#shared/journal/disk.ts'
import { type Entry, isControlKind } from '#shared/journal/entry.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import type { EntryPlace, Journal } from '#shared/journal/journal.ts'
import { computeRoster } from '#shared/roster/computeRoster.ts'
import { PieceStore } from './pieceStore.ts'
import { Room } from './room.ts'

export interface RoomStoreDeps {
  /** The relay's data folder. */
  readonly disk: Disk
  readonly random: Random
  readonly log: Log
  readonly relayKeys: KeyPair
}

const LOG_ID_FILE = 'log-id'
const CHECK_BYTES = 8

const folderOf = ({ disk }: RoomStoreDeps, roomId: Hex): Disk => disk.folder('rooms').folder(roomId)

/** Whether this relay has the room. */
export async function hasRoom(deps: RoomStoreDeps, roomId: Hex): Promise<Result<boolean, DiskError>> {
  const files = await folderOf(deps, roomId).list()
  return files.ok ? ok(files.value.some(({ name }) => name.endsWith('.alog'))) : files
}

/** Opens a room that exists, or makes its folder. Roots and roster are computed from the journal, never trusted from a file. */
export async function openRoom(deps: RoomStoreDeps, roomId: Hex): Promise<Result<Room, DiskError>> {
  const disk = folderOf(deps, roomId)
  const journal = await openFileJournal({ disk, roomId, log: deps.log })
  if (!journal.ok) return journal
  const logId = await readOrMakeLogId(deps, disk)
  if (!logId.ok) {
    await journal.value.close()
    return logId
  }
  const { control, owners } = await readEnvelopes(journal.value)
  const roster = computeRoster(roomId, control)
  const pieces = new PieceStore(disk.folder('pieces'), deps.log)
  const { relayKeys } = deps
  return ok(new Room({ roomId, logId: logId.value, journal: journal.value, pieces, roster, owners, relayKeys }))
}

/** The control log, and whose each stream is: every entry of a stream was admitted for the device of its first. */
async function readEnvelopes(journal: Journal): Promise<{ control: readonly Entry[]; owners: ReadonlyMap<Hex, Hex> }> {
  const firsts = new Map<Hex, EntryPlace>()
  const wanted: EntryPlace[] = []
  for (const place of journal.places()) {
    const isFirst = !firsts.has(place.stream)
    if (isFirst) firsts.set(place.stream, place)
    if (isFirst || isControlKind(place.kind)) wanted.push(place)
  }
  const control: Entry[] = []
  const owners = new Map<Hex, Hex>()
  for await (const entry of journal.read(wanted)) {
    if (!owners.has(entry.header.stream)) owners.set(entry.header.stream, entry.header.device)
    if (isControlKind(entry.header.kind)) control.push(entry)
  }
  return { control, owners }
}

/**
 * 16 random bytes that name this log for as long as its folder lives, with a check. Lost or damaged, the log gets a new
 * name: clients then see that it is not the one they knew, and send again what it lacks (RL11).
 */
async function readOrMakeLogId({ random, log }: RoomStoreDeps, disk: Disk): Promise<Result<Uint8Array, DiskError>> {
  const stored = await disk.read(LOG_ID_FILE, 0, 64)
  if (stored.ok) {
    const logId = parseLogId(stored.value)
    if (logId !== undefined) return ok(logId)
    log.error('relay.logIdDamaged')
  } else if (stored.error.code !== 'E_DISK_MISSING') return err(stored.error)
  const logId = random.bytes(16)
  const temporary = `${LOG_ID_FILE}.tmp`
  const bytes = utf8(toHex(logId) + toHex(checkOf(logId)))
  await disk.remove(temporary)
  for (const step of [
    () => disk.write(temporary, 0, bytes),
    () => disk.sync(temporary),
    () => disk.rename(temporary, LOG_ID_FILE),
    () => disk.syncFolder(),
  ]) {
    const done = await step()
    if (!done.ok) return done
  }
  return ok(logId)
}

const checkOf = (logId: Uint8Array): Uint8Array => hash('log-id', logId).subarray(0, CHECK_BYTES)

function parseLogId(stored: Uint8Array): Uint8Array | undefined {
  const text = String.fromCharCode(...stored)
  if (!/^[0-9a-f]{48}$/.test(text)) return undefined
  const logId = fromHex(text.slice(0, 32))
  return toHex(checkOf(logId)) === text.slice(32) ? logId : undefined
}
