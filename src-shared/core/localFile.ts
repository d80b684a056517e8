/** The local state of a plan in memory, and in its two files. */
import { type Result, ok } from '../base/result.ts'
import type { Disk, DiskError } from '../journal/disk.ts'
import { type TwinFormat, readTwins, writeTwins } from '../journal/twinFiles.ts'
import { type LocalState, decodeLocalState, encodeLocalState } from './localState.ts'

const FORMAT: TwinFormat<LocalState> = {
  names: ['local-a.json', 'local-b.json'],
  encode: encodeLocalState,
  decode: decodeLocalState,
  generation: (state) => state.generation,
}

export interface LocalFile {
  state(): LocalState
  /** Changes the state in memory at once, then both files; after an error the change is in memory and in the next write. */
  update(change: (state: LocalState) => LocalState): Promise<Result<void, DiskError>>
  /** Writes what an earlier update could not; nothing when there is nothing. */
  catchUp(): Promise<Result<void, DiskError>>
}

export interface LocalFound {
  readonly file: LocalFile
  /** Files that were missing or not as written; they have been written again. */
  readonly damaged: readonly string[]
  /** Neither file could be read: `fallback` was taken. */
  readonly isNew: boolean
}

export async function openLocalFile(disk: Disk, fallback: LocalState): Promise<Result<LocalFound, DiskError>> {
  const read = await readTwins(disk, FORMAT)
  if (!read.ok) return read
  const { value, damaged } = read.value
  return ok({ file: makeLocalFile(disk, value ?? fallback), damaged, isNew: value === undefined })
}

function makeLocalFile(disk: Disk, initial: LocalState): LocalFile {
  let state = initial
  let writing: Promise<Result<void, DiskError>> = Promise.resolve(ok(undefined))
  const update = (change: (state: LocalState) => LocalState): Promise<Result<void, DiskError>> => {
    state = { ...change(state), generation: state.generation + 1 }
    writing = writing.then(() => writeTwins(disk, FORMAT, state))
    return writing
  }
  return {
    state: () => state,
    update,
    async catchUp() {
      const last = await writing
      return last.ok ? last : update((same) => same)
    },
  }
}
