/** Files that are read and replaced whole. */
import type { Disk, DiskError } from '../journal/disk.ts'
import { type Result, err, ok } from '../base/result.ts'

/** `undefined` when there is no such file. */
export async function readWhole(disk: Disk, name: string): Promise<Result<Uint8Array | undefined, DiskError>> {
  const files = await disk.list()
  if (!files.ok) return files
  const file = files.value.find((one) => one.name === name)
  if (file === undefined) return ok(undefined)
  const bytes = await disk.read(name, 0, file.size)
  return bytes.ok || bytes.error.code !== 'E_DISK_MISSING' ? bytes : ok(undefined)
}

/** Under another name, durable, then in place in one step: after a crash the file is the old one or the new one. */
export async function replaceWhole(disk: Disk, name: string, bytes: Uint8Array): Promise<Result<void, DiskError>> {
  const draft = `${name}.new`
  const removed = await disk.remove(draft) // left by a crash, perhaps longer than ours
  if (!removed.ok) return removed
  for (const step of [
    () => disk.write(draft, 0, bytes),
    () => disk.sync(draft),
    () => disk.rename(draft, name),
    () => disk.syncFolder(),
  ]) {
    const done = await step()
    if (!done.ok) return err(done.error)
  }
  return ok(undefined)
}
