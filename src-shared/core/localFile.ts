/** The local state of a plan, in two files with a generation number and a checksum each (`localState.ts`). */
import type { Disk, DiskError } from '../journal/disk.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type LocalState, decodeLocalState, encodeLocalState } from './localState.ts'
import { readWhole, replaceWhole } from './wholeFile.ts'

export const LOCAL_NAMES = ['local-a.json', 'local-b.json'] as const

export interface LocalFile {
  state(): LocalState
  /** Changes the state in memory at once, then writes both files; an error leaves the change in memory and one to retry. */
  update(change: (state: LocalState) => LocalState): Promise<Result<void, DiskError>>
}

export interface LocalFound {
  readonly file: LocalFile
  /** Files that were missing or not as written; they have been written again. */
  readonly damaged: readonly string[]
}

/** `fallback` is what to go on with when neither copy can be read; `null` then means: there is none. */
export async function openLocalFile(disk: Disk, fallback: () => LocalState): Promise<Result<LocalFound, DiskError>> {
  const copies: (LocalState | null)[] = []
  for (const name of LOCAL_NAMES) {
    const bytes = await readWhole(disk, name)
    if (!bytes.ok) return bytes
    copies.push(bytes.value === undefined ? null : decodeLocalState(bytes.value))
  }
  const best = copies.reduce((a, b) => ((b?.generation ?? -1) > (a?.generation ?? -1) ? b : a))
  const file = makeLocalFile(disk, best ?? fallback())
  const damaged = LOCAL_NAMES.filter((_, i) => copies[i] === null)
  if (damaged.length > 0) {
    const written = await file.update((state) => state)
    if (!written.ok) return written
  }
  return ok({ file, damaged })
}

function makeLocalFile(disk: Disk, initial: LocalState): LocalFile {
  let state = initial
  let writing: Promise<Result<void, DiskError>> = Promise.resolve(ok(undefined))
  const write = async (): Promise<Result<void, DiskError>> => {
    const bytes = encodeLocalState(state)
    for (const name of LOCAL_NAMES) {
      const written = await replaceWhole(disk, name, bytes)
      if (!written.ok) return err(written.error)
    }
    return ok(undefined)
  }
  return {
    state: () => state,
    update(change) {
      state = { ...change(state), generation: state.generation + 1 }
      writing = writing.then(write)
      return writing
    },
  }
}
