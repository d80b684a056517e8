/** The file port on a real disk. Every `sync` is an fsync; folders are synced too, or a new file may vanish in a crash. */
import type { Stats } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { assert } from '#shared/base/assert.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { Disk, DiskError } from '#shared/journal/disk.ts'
import { takeLock } from './lockFile.ts'

/** Files kept open for writing at once; a plan writes to two or three. */
const MAX_OPEN_FILES = 4

export function nodeDisk(folder: string): Disk {
  const root = resolve(folder)
  // Opened for reading and writing, oldest first.
  const handles = new Map<string, Promise<FileHandle>>()
  let isMade = false

  const pathOf = (name: string): string => {
    assert(/^[^/\\\0]+$/.test(name) && name !== '.' && name !== '..', 'A file of the port is named without a path.')
    return join(root, name)
  }

  async function openToWrite(name: string): Promise<FileHandle> {
    const held = handles.get(name)
    if (held !== undefined) return held
    if (!isMade) {
      await makeFolder(root)
      isMade = true
    }
    const made = open(pathOf(name), 'r+').catch((cause: unknown) => {
      if (codeOf(cause) !== 'ENOENT') throw cause
      return open(pathOf(name), 'wx+')
    })
    handles.set(name, made)
    made.catch(() => handles.delete(name))
    if (handles.size > MAX_OPEN_FILES) await letGo([...handles.keys()][0] as string)
    return made
  }

  async function letGo(name: string): Promise<void> {
    const held = handles.get(name)
    handles.delete(name)
    await (await held)?.close()
  }

  const attempt = <T>(file: string, run: () => Promise<T>): Promise<Result<T, DiskError>> =>
    run().then(ok, (cause: unknown) => err(toDiskError(file, cause)))

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
      attempt(name, async () => {
        const handle = await open(pathOf(name), 'r')
        try {
          return await readFully(handle, offset, length)
        } finally {
          await handle.close()
        }
      }),
    write: (name, offset, bytes) => attempt(name, async () => writeFully(await openToWrite(name), offset, bytes)),
    sync: (name) => attempt(name, async () => (await openToWrite(name)).sync()),
    truncate: (name, length) =>
      attempt(name, async () => {
        const { size }: Stats = await stat(pathOf(name))
        if (size > length) await (await openToWrite(name)).truncate(length)
      }),
    rename: (from, to) =>
      attempt(from, async () => {
        await letGo(from)
        await letGo(to)
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
    folder: (name) => nodeDisk(pathOf(name)),
    async close() {
      for (const name of handles.keys()) await letGo(name).catch(() => undefined)
    },
  }
}

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

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : String(cause)

export function toDiskError(file: string, cause: unknown): DiskError {
  const system = codeOf(cause)
  if (system === 'ENOSPC' || system === 'EDQUOT') return { code: 'E_DISK_FULL', file, cause: system }
  return { code: system === 'ENOENT' ? 'E_DISK_MISSING' : 'E_DISK', file, cause: system }
}
