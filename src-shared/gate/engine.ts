import type { Hex } from '#shared/base/bytes.ts'
import type { Result } from '#shared/base/result.ts'
import type { DocCommands, EntryToApply, GatedChange, LateContent } from './executor.ts'
import type { EngineFailure, GateRefusal } from './refusal.ts'

/** What became of an entry inside the engine; what has to wait is kept outside of it. */
export type EngineOutcome =
  | { readonly at: 'applied'; readonly entryHash: Hex; readonly changes: readonly GatedChange[] }
  | { readonly at: 'parked'; readonly entryHash: Hex; readonly missing: readonly Hex[] }
  | { readonly at: 'refused'; readonly entryHash: Hex; readonly refusal: GateRefusal }
  | ({ readonly at: 'late'; readonly entryHash: Hex } & LateContent)

/** The commands that cross into the worker. Like `DocCommands`, but the engine forgets everything when it dies. */
export type EngineCommands = Omit<DocCommands, 'reset' | 'applyEntries' | 'save' | 'stats'> & {
  applyEntries: {
    input: { entries: readonly EntryToApply[] }
    output: { entries: readonly EngineOutcome[]; heads: readonly Hex[] }
  }
  /** Changes that passed the gate in an engine that has died since: applied without being judged again. */
  replay: { input: { changes: readonly Uint8Array[] }; output: null }
  /** Save, load, compare. */
  save: { input: null; output: { bytes: Uint8Array; heads: readonly Hex[] } }
  stats: { input: null; output: { changes: number; ops: number; actors: number } }
}
export type EngineCommand = keyof EngineCommands

/** One disposable holder of a document: the worker, or the same code in this process. */
export interface Engine {
  call<C extends EngineCommand>(
    command: C,
    input: EngineCommands[C]['input'],
  ): Promise<Result<EngineCommands[C]['output'], EngineFailure>>
  /** Ends it at once, whatever it is doing; answers still owed are `died`. */
  kill(): Promise<void>
  /** Bytes of memory; 0 where nobody measures. */
  memoryBytes(): number
}

/** Starts a fresh engine. */
export type StartEngine = () => Promise<Engine>
