/** Copies of damaged bytes, in the folder `quarantine` beside the file. Nothing is ever deleted because it is damaged. */
import { type Result, err, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'

const PIECE_BYTES = 4 * 1024 * 1024

/**
 * Copies a stretch of `file` and returns the name of the copy. The same stretch is copied once: a damaged record stays
 * where it is, and is met again at every start.
 */
export async function setAside(
  disk: Disk,
  file: string,
  offset: number,
  length: number,
  suffix: 'bad' | 'torn',
): Promise<Result<string, DiskError>> {
  const quarantine = disk.folder('quarantine')
  const listed = await quarantine.list()
  if (!listed.ok) return listed
  const base = `${file}-${offset}`
  const name = freeName(listed.value, base, suffix, suffix === 'bad' ? length : undefined)
  if (name.taken) return ok(`quarantine/${name.name}`)
  const copied = await copy(disk, file, offset, length, quarantine, name.name)
  if (!copied.ok) await quarantine.remove(name.name)
  await quarantine.close()
  return copied.ok ? ok(`quarantine/${name.name}`) : copied
}

async function copy(
  disk: Disk,
  file: string,
  offset: number,
  length: number,
  quarantine: Disk,
  name: string,
): Promise<Result<void, DiskError>> {
  for (let at = 0; at < length; at += PIECE_BYTES) {
    const piece = await disk.read(file, offset + at, Math.min(PIECE_BYTES, length - at))
    if (!piece.ok) return err(piece.error)
    const written = await quarantine.write(name, at, piece.value)
    if (!written.ok) return written
  }
  const synced = await quarantine.sync(name)
  return synced.ok ? quarantine.syncFolder() : synced
}

/** Each torn tail is another; the same damaged stretch (by place and size) is the same. */
function freeName(
  files: readonly { readonly name: string; readonly size: number }[],
  base: string,
  suffix: string,
  sameSize: number | undefined,
): { readonly name: string; readonly taken: boolean } {
  for (let n = 0; ; n++) {
    const name = n === 0 ? `${base}.${suffix}` : `${base}-${n}.${suffix}`
    const held = files.find((file) => file.name === name)
    if (held === undefined) return { name, taken: false }
    if (held.size === sameSize) return { name, taken: true }
  }
}
