/** Files of one folder kept open between calls: opening and closing costs more than most reads and writes. */
import type { FileHandle } from 'node:fs/promises'

/** Kept open beyond the calls that use them; a plan writes to two or three files and reads from as many. */
const MAX_IDLE_FILES = 4

interface OpenFile {
  readonly handle: Promise<FileHandle>
  /** Calls using it now: a file in use is not closed. */
  users: number
}

export interface FilePool {
  withFile<T>(name: string, run: (handle: FileHandle) => Promise<T>): Promise<T>
  /** Closes one file; what still uses it finishes first. */
  letGo(name: string): Promise<void>
  close(): Promise<void>
}

export function makeFilePool(openFile: (name: string) => Promise<FileHandle>): FilePool {
  // The one used longest ago first.
  const files = new Map<string, OpenFile>()

  async function letGo(name: string): Promise<void> {
    const held = files.get(name)
    files.delete(name)
    if (held !== undefined) await closeQuietly(held)
  }

  async function closeIdle(): Promise<void> {
    const idle = [...files].filter(([, file]) => file.users === 0)
    for (const [name] of idle.slice(0, Math.max(0, files.size - MAX_IDLE_FILES))) await letGo(name)
  }

  return {
    async withFile(name, run) {
      const file = files.get(name) ?? { handle: openFile(name), users: 0 }
      files.delete(name)
      files.set(name, file)
      file.users += 1
      try {
        return await run(await file.handle)
      } catch (cause) {
        // A handle that failed, or could not be had, is not used again.
        if (files.get(name) === file) files.delete(name)
        await closeQuietly(file)
        throw cause
      } finally {
        file.users -= 1
        await closeIdle()
      }
    },
    letGo,
    async close() {
      for (const name of files.keys()) await letGo(name)
    },
  }
}

const closeQuietly = async (file: OpenFile): Promise<void> =>
  file.handle.then((handle) => handle.close()).catch(() => undefined)
