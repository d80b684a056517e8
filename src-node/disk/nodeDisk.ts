/**
 * The file port on a real disk. Every `sync` waits for the disk: fdatasync, which writes all that is needed to read the
 * bytes back, the size of the file included, and leaves the times out. Folders are synced too, or a new file may vanish
 * in a crash.
 */
import type { Stats } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { assert } from '#shared/base/assert.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { Disk, DiskError } from '#shared/journal/disk.ts'
import { makeFilePool } from './filePool.ts'
import { takeLock } from './lockFile.ts'

export function nodeDisk(folder: string): Disk {
  const root = resolve(folder)
  const readers = makeFilePool((name) => open(pathOf(name), 'r'))
  const writers = makeFilePool((name) => openToWrite(pathOf(name)))
  const folders = new Map<string, Disk>()
  let made: Promise<void> | undefined

  const pathOf = (name: string): string => {
    assert(/^[^/\\\0]+$/.test(name) && name !== '.' && name !== '..', 'A file of the port is named without a path.')
    return join(root, name)
  }

  async function openToWrite(path: string): Promise<FileHandle> {
    made ??= makeFolder(root)
    await made.catch((cause: unknown) => {
      made = undefined
      throw cause
    })
    return open(path, 'r+').catch((cause: unknown) => {
      if (codeOf(cause) !== 'ENOENT') throw cause
      return open(path, 'wx+')
    })
  }

  async function letGo(...names: readonly string[]): Promise<void> {
    for (const name of names) await Promise.all([readers.letGo(name), writers.letGo(name)])
  }

  return {
    list: () =>
      attempt('', async () => {
        const files = []
        for (const entry of await readdir(root, { withFileTypes: true }).catch(noneWhenMissing)) {
          if (entry.isFile()) files.push({ name: entry.name, size: (await stat(join(root, entry.name))).size })
        }
        return files.sort((a, b) => (a.name < b.name ? -1 : 1))
      }),
    read: (name, offset, length) =>
      attempt(name, () => readers.withFile(name, (handle) => readFully(handle, offset, length))),
    write: (name, offset, bytes) =>
      attempt(name, () => writers.withFile(name, (handle) => writeFully(handle, offset, bytes))),
    sync: (name) => attempt(name, () => writers.withFile(name, (handle) => handle.datasync())),
    truncate: (name, length) =>
      attempt(name, async () => {
        const { size }: Stats = await stat(pathOf(name))
        if (size > length) await writers.withFile(name, (handle) => handle.truncate(length))
      }),
    rename: (from, to) =>
      attempt(from, async () => {
        await letGo(from, to)
        await rename(pathOf(from), pathOf(to))
      }),
    remove: (name) =>
      attempt(name, async () => {
        await letGo(name)
        await rm(pathOf(name), { force: true })
      }),
    syncFolder: () => attempt('', () => syncFolder(root)),
    async lock(name) {
      await attempt('', () => makeFolder(root))
      return takeLock(pathOf(name))
    },
    folder(name) {
      const held = folders.get(name) ?? nodeDisk(pathOf(name))
      folders.set(name, held)
      return held
    },
    async close() {
      await Promise.all([readers.close(), writers.close()])
      for (const inner of folders.values()) await inner.close()
    },
  }
}

/** An expected failure of the system becomes a `Result`; a fault of ours stays one. */
const attempt = <T>(file: string, run: () => Promise<T>): Promise<Result<T, DiskError>> =>
  run().then(ok, (cause: unknown) => {
    if (!isSystemError(cause)) throw cause
    return err(toDiskError(file, cause))
  })

async function readFully(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const { size } = await handle.stat()
  const out = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
  let done = 0
  while (done < out.length) {
    const { bytesRead } = await handle.read(out, done, out.length - done, offset + done)
    if (bytesRead === 0) return out.subarray(0, done)
    done += bytesRead
  }
  return out
}

async function writeFully(handle: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done)
    done += bytesWritten
  }
}

/** Makes the folder and those above it, and makes their names durable. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let at = folder; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at))
}

async function syncFolder(folder: string): Promise<void> {
  // Windows gives no handle to a folder; NTFS keeps names in its own log.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function noneWhenMissing(cause: unknown): [] {
  if (codeOf(cause) === 'ENOENT') return []
  throw cause
}

const isSystemError = (cause: unknown): cause is Error & { readonly code: string } =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string'

const codeOf = (cause: unknown): string => (isSystemError(cause) ? cause.code : String(cause))

export function toDiskError(file: string, cause: unknown): DiskError {
  const system = codeOf(cause)
  if (system === 'ENOSPC' || system === 'EDQUOT') return { code: 'E_DISK_FULL', file, cause: system }
  return { code: system === 'ENOENT' ? 'E_DISK_MISSING' : 'E_DISK', file, cause: system }
}
