/** Writing a whole file so that at every moment the old or the new one is there, whole. */
import { equalBytes } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'

const PIECE_BYTES = 4 * 1024 * 1024

/** New bytes under a temporary name, synced, read back and compared, renamed, folder synced. Durable when resolved. */
export async function replaceFile(disk: Disk, name: string, bytes: Uint8Array): Promise<Result<void, DiskError>> {
  const temporary = `${name}.new`
  const removed = await disk.remove(temporary)
  if (!removed.ok) return removed
  const written = await disk.write(temporary, 0, bytes)
  if (!written.ok) return dropTemporary(disk, temporary, written.error)
  const synced = await disk.sync(temporary)
  if (!synced.ok) return dropTemporary(disk, temporary, synced.error)
  const back = await readBack(disk, temporary, bytes)
  if (!back.ok) return dropTemporary(disk, temporary, back.error)
  const renamed = await disk.rename(temporary, name)
  return renamed.ok ? disk.syncFolder() : renamed
}

async function readBack(disk: Disk, name: string, bytes: Uint8Array): Promise<Result<void, DiskError>> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = await disk.read(name, at, PIECE_BYTES)
    if (!piece.ok) return piece
    if (!equalBytes(piece.value, bytes.subarray(at, at + PIECE_BYTES))) {
      return err({ code: 'E_DISK', file: name, cause: 'read back differs' })
    }
  }
  return ok(undefined)
}

/** A full disk gets its room back; the old file was not touched. */
async function dropTemporary(disk: Disk, temporary: string, error: DiskError): Promise<Result<void, DiskError>> {
  await disk.remove(temporary)
  return err(error)
}

/** A whole file; `undefined` when there is none. */
export async function readWhole(disk: Disk, name: string): Promise<Result<Uint8Array | undefined, DiskError>> {
  const listed = await disk.list()
  if (!listed.ok) return listed
  const file = listed.value.find((item) => item.name === name)
  return file === undefined ? ok(undefined) : disk.read(name, 0, file.size)
}
