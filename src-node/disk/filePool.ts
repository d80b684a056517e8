/** Files of one folder kept open between calls: opening and closing costs more than most reads and writes. */
import type { FileHandle } from 'node:fs/promises'

/** Kept open beyond the calls that use them; a plan writes to two or three files and reads from as many. */
const MAX_IDLE_FILES = 4

interface OpenFile {
  readonly handle: Promise<FileHandle>
  /** Calls using it now: a file in use is not closed. */
  users: number
  /** Called when the last of them is done. */
  readonly whenUnused: (() => void)[]
}

export interface FilePool {
  withFile<T>(name: string, run: (handle: FileHandle) => Promise<T>): Promise<T>
  /** Closes one file; what still uses it finishes first. */
  letGo(name: string): Promise<void>
  close(): Promise<void>
}

export function makeFilePool(openFile: (name: string) => Promise<FileHandle>): FilePool {
  // The one used longest ago first. A file is taken out before it is closed: whoever comes meanwhile opens it anew.
  const files = new Map<string, OpenFile>()

  async function retire(name: string, file: OpenFile): Promise<void> {
    if (files.get(name) === file) files.delete(name)
    if (file.users > 0) await new Promise<void>((resolve) => file.whenUnused.push(resolve))
    await file.handle.then((handle) => handle.close()).catch(() => undefined)
  }

  async function retireIdle(): Promise<void> {
    const idle = [...files].filter(([, file]) => file.users === 0)
    const tooMany = idle.slice(0, Math.max(0, files.size - MAX_IDLE_FILES))
    await Promise.all(tooMany.map(([name, file]) => retire(name, file)))
  }

  async function letGo(name: string): Promise<void> {
    const held = files.get(name)
    if (held !== undefined) await retire(name, held)
  }

  return {
    async withFile(name, run) {
      const file = files.get(name) ?? { handle: openFile(name), users: 0, whenUnused: [] }
      files.delete(name)
      files.set(name, file)
      file.users += 1
      try {
        return await run(await file.handle)
      } catch (cause) {
        // A handle that failed, or could not be had, is not used again; who uses it now may finish.
        if (files.get(name) === file) void retire(name, file)
        throw cause
      } finally {
        file.users -= 1
        if (file.users === 0) for (const resolve of file.whenUnused.splice(0)) resolve()
        await retireIdle()
      }
    },
    letGo,
    async close() {
      await Promise.all([...files.keys()].map(letGo))
    },
  }
}
