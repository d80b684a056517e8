import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { MAX_BUNDLE_FILE_BYTES } from '#shared/ipc/coreChannels.ts'

/** A word of a command line that may be a plan file: a path or a `file:` address, never an option. */
const PLAN_FILE = /^[^-].*\.aplec$/i

/** The plan file among the words of a command line, as an absolute path; what it holds is not looked at. */
export function findPlanFile(words: readonly string[], workingFolder: string): string | undefined {
  const word = words.slice(1).find((one) => PLAN_FILE.test(one) && !one.includes('\0'))
  if (word === undefined) return undefined
  if (!/^[a-z][a-z0-9+.-]+:/i.test(word) || isAbsolute(word)) return resolve(workingFolder, word)
  return word.startsWith('file:') ? pathOf(word) : undefined
}

function pathOf(address: string): string | undefined {
  try {
    return fileURLToPath(address)
  } catch {
    return undefined
  }
}

/** Without waiting: a pipe that nobody writes to would never open. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Reads it as the window reads a file that is dropped on it: by its size first. Only the name goes on, never the path. */
export async function readPlanFile(
  path: string,
): Promise<Result<{ readonly name: string; readonly bytes: Uint8Array }, Notice>> {
  try {
    const file = await open(path, READ)
    try {
      const { size } = await checkFile(file)
      if (size > MAX_BUNDLE_FILE_BYTES) return err(notice('E_BUNDLE'))
      return ok({ name: basename(path), bytes: new Uint8Array(await file.readFile()) })
    } finally {
      await file.close()
    }
  } catch {
    return err(notice('E_FILE'))
  }
}

/** A pipe or a device has no size and would be read for ever. */
async function checkFile(file: Awaited<ReturnType<typeof open>>): Promise<{ readonly size: number }> {
  const found = await file.stat()
  if (!found.isFile()) throw new Error('not a file')
  return found
}
