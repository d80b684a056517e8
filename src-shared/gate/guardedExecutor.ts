import type { Hex } from '#shared/base/bytes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { Engine, EngineCommand, EngineCommands, EngineOutcome, StartEngine } from './engine.ts'
import type {
  ApplyOutcome,
  DocCommand,
  DocCommands,
  DocExecutor,
  EntryOutcome,
  EntryToApply,
  ExecutorFailure,
  GatedChange,
  SavedDocument,
} from './executor.ts'
import { type GateLimits, gateLimits } from './limits.ts'
import type { EngineFailure, GateRefusal } from './refusal.ts'
import { WaitingRoom } from './waitingRoom.ts'

/** What was put into the document since the last state that is known to reload; `entry` is null for own changes. */
type Step = { readonly entry: EntryToApply | null; readonly changes: readonly GatedChange[] }

type Answer<C extends DocCommand> = Result<DocCommands[C]['output'], ExecutorFailure>
type Withdrawn = EntryOutcome & { readonly at: 'refused' }

/** Most entries, and bytes of bundles, that cross into the engine at once: one turn stays far below the watchdog. */
const BATCH_ENTRIES = 256
const BATCH_BYTES = 64 * 1024

/**
 * A `DocExecutor` over engines that may die. Its first engine starts behind it: the first command waits for that. It keeps the last bytes that were proven to reload and what was accepted
 * since, so that a dead engine is replaced by one that holds the same; a batch that killed it is tried again entry by
 * entry, and exactly the entry that kills is refused. Commands run one after the other.
 */
export async function openExecutor(start: StartEngine, limits: GateLimits = gateLimits): Promise<DocExecutor> {
  return new GuardedExecutor(start, limits).asExecutor()
}

class EngineLost extends Error {}

const NO_ENGINE: Engine = {
  call: async () => err({ code: 'E_ENGINE', reason: 'died' }),
  kill: async () => undefined,
  memoryBytes: () => 0,
}

class GuardedExecutor {
  readonly #start: StartEngine
  readonly #room: WaitingRoom
  #engine: Engine = NO_ENGINE
  #proven: Uint8Array | null = null
  #since: Step[] = []
  #restarts = 0
  #isClosed = false
  /** The engine does not hold what it should. */
  #isLost = false
  #queue: Promise<unknown>

  constructor(start: StartEngine, limits: GateLimits) {
    this.#start = start
    this.#room = new WaitingRoom(limits)
    this.#queue = this.#begin()
  }

  async #begin(): Promise<void> {
    try {
      this.#engine = await this.#start()
    } catch {
      this.#isLost = true
    }
  }

  asExecutor(): DocExecutor {
    return {
      load: (input) => this.#inTurn(() => this.#load(input.cache)),
      reset: () => this.#inTurn(() => this.#reset()),
      applyEntries: (input) => this.#inTurn(() => this.#applyEntries(input.entries)),
      applyLocal: (input) => this.#inTurn(() => this.#applyLocal(input)),
      save: () => this.#inTurn(() => this.#save()),
      stats: () => this.#inTurn(() => this.#stats()),
      judge: (input) => this.#ask('judge', input),
      saveBundles: (input) => this.#ask('saveBundles', input),
      heads: (input) => this.#ask('heads', input),
      has: (input) => this.#ask('has', input),
      changesSince: (input) => this.#ask('changesSince', input),
      changesOf: (input) => this.#ask('changesOf', input),
      history: (input) => this.#ask('history', input),
      agreedChangesSince: (input) => this.#ask('agreedChangesSince', input),
      view: (input) => this.#ask('view', input),
      look: (input) => this.#ask('look', input),
      canonical: (input) => this.#ask('canonical', input),
      contentHash: (input) => this.#ask('contentHash', input),
      mergeReport: (input) => this.#ask('mergeReport', input),
      projectHistory: (input) => this.#ask('projectHistory', input),
      close: () => this.#close(),
    }
  }

  #inTurn<C extends DocCommand>(run: () => Promise<Answer<C>>): Promise<Answer<C>> {
    const turn = this.#queue.then(async (): Promise<Answer<C>> => {
      if (this.#isClosed) return err({ code: 'E_CLOSED' })
      try {
        if (this.#isLost) await this.#restart()
        return await run()
      } catch (cause) {
        if (!(cause instanceof EngineLost)) throw cause
        return err({ code: 'E_WORKER', reason: 'died' })
      }
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  /** A question: nothing changes, so an engine that died over it is replaced and the question is answered with the reason. */
  #ask<C extends DocCommand & EngineCommand>(
    command: C,
    input: DocCommands[C]['input'] & EngineCommands[C]['input'],
  ): Promise<Result<EngineCommands[C]['output'] & DocCommands[C]['output'], ExecutorFailure>> {
    return this.#inTurn<C>(async () => {
      const answer = await this.#engine.call(command, input)
      return answer.ok ? (answer as Answer<C>) : err(await this.#afterFailure(answer.error))
    }) as Promise<Result<EngineCommands[C]['output'] & DocCommands[C]['output'], ExecutorFailure>>
  }

  async #afterFailure(failure: EngineFailure): Promise<ExecutorFailure> {
    if (failure.code !== 'E_ENGINE') return failure.code === 'E_CHANGE_RELOAD' ? { code: 'E_CHANGE_RELOAD' } : failure
    await this.#restart()
    return { code: 'E_WORKER', reason: failure.reason === 'broken' ? 'died' : failure.reason }
  }

  async #load(cache: Uint8Array | null): Promise<Answer<'load'>> {
    const answer = await this.#engine.call('load', { cache })
    this.#proven = answer.ok ? cache : null
    this.#since = []
    this.#room.clear()
    if (answer.ok) return answer
    // A cache that kills is as lost as one that does not load; the journal has everything.
    await this.#restart()
    return err({ code: 'E_CACHE_LOST' })
  }

  async #reset(): Promise<Answer<'reset'>> {
    const answer = await this.#load(null)
    return answer.ok ? ok(null) : answer
  }

  async #applyEntries(entries: readonly EntryToApply[]): Promise<Answer<'applyEntries'>> {
    const outcomes: EntryOutcome[] = []
    let todo = entries
    while (todo.length > 0) {
      const released: EntryToApply[] = []
      for (const batch of batches(todo)) {
        for (const outcome of await this.#applyBatch(batch)) {
          outcomes.push(this.#settle(outcome, batch))
          if (outcome.at === 'applied') released.push(...this.#room.release(outcome.changes.map(({ hash }) => hash)))
        }
      }
      todo = released
    }
    const heads = await this.#engine.call('heads', null)
    if (!heads.ok) return err(await this.#afterFailure(heads.error))
    return ok({ entries: lastWord(outcomes), heads: heads.value.heads } satisfies ApplyOutcome)
  }

  /** What has to wait is kept here, not in the engine, which may die. */
  #settle(outcome: EngineOutcome, batch: readonly EntryToApply[]): EntryOutcome {
    const entry = entryOf(outcome, batch)
    this.#room.drop(outcome.entryHash)
    return outcome.at === 'parked' ? { ...outcome, held: this.#room.put(entry, outcome.missing) } : outcome
  }

  async #applyBatch(batch: readonly EntryToApply[]): Promise<readonly EngineOutcome[]> {
    const answer = await this.#engine.call('applyEntries', { entries: batch })
    if (answer.ok) {
      for (const outcome of answer.value.entries) this.#remember(outcome, batch)
      return answer.value.entries
    }
    await this.#restart()
    if (batch.length === 1) {
      return [{ at: 'refused', entryHash: batch[0]!.entryHash, refusal: refusalOf(answer.error) }]
    }
    const outcomes: EngineOutcome[] = []
    for (const entry of batch) outcomes.push(...(await this.#applyBatch([entry])))
    return outcomes
  }

  /** Until the next proven save: a fresh engine is given the same changes. */
  #remember(outcome: EngineOutcome, batch: readonly EntryToApply[]): void {
    if (outcome.at !== 'applied' || outcome.changes.length === 0) return
    this.#since.push({ entry: entryOf(outcome, batch), changes: outcome.changes })
  }

  async #applyLocal(input: DocCommands['applyLocal']['input']): Promise<Answer<'applyLocal'>> {
    const answer = await this.#engine.call('applyLocal', input)
    if (!answer.ok) return err(await this.#afterFailure(answer.error))
    if (answer.value.changes.length > 0) this.#since.push({ entry: null, changes: answer.value.changes })
    return answer
  }

  async #save(): Promise<Answer<'save'>> {
    const out: Step[] = []
    const parkedAgain: Hex[] = []
    for (;;) {
      const answer = await this.#engine.call('save', null)
      if (answer.ok) {
        this.#proven = answer.value.bytes
        this.#since = []
        return ok({ ...answer.value, ...namesOf(out), parkedAgain })
      }
      const culprit = await this.#findCulprit()
      if (culprit === null) {
        await this.#restart()
        return err(await this.#afterFailure(answer.error))
      }
      out.push(this.#since[culprit]!)
      for (const outcome of await this.#withdraw(culprit, out)) {
        if (outcome.at === 'parked') parkedAgain.push(outcome.entryHash)
      }
    }
  }

  /**
   * Index of the first step with which the document does not reload, or dies over it; by halving. Null when it fails with
   * none of them: then nobody's change is at fault.
   */
  async #findCulprit(): Promise<number | null> {
    if (!(await this.#reloadsWith(0))) return null
    let good = 0
    let bad = this.#since.length
    while (bad - good > 1) {
      const middle = (good + bad) >> 1
      if (await this.#reloadsWith(middle)) good = middle
      else bad = middle
    }
    return good < this.#since.length ? good : null
  }

  async #reloadsWith(steps: number): Promise<boolean> {
    await this.#restart(this.#since.slice(0, steps))
    return (await this.#engine.call('save', null)).ok
  }

  /**
   * Takes one step out, and judges again those that came after it: they may build on it. Own changes that do are added to
   * `out`. What is said of entries is returned.
   */
  async #withdraw(culprit: number, out: Step[]): Promise<readonly EntryOutcome[]> {
    const after = this.#since.slice(culprit + 1)
    this.#since = this.#since.slice(0, culprit)
    await this.#restart()
    const said: EntryOutcome[] = []
    for (const step of after) {
      if (step.entry !== null) {
        for (const outcome of await this.#applyBatch([step.entry])) said.push(this.#settle(outcome, [step.entry]))
      } else if (await this.#takesAgain(step)) {
        this.#since.push(step)
      } else {
        out.push(step)
        await this.#restart()
      }
    }
    return said
  }

  /** The library keeps a change whose causes are missing without a word: only looking tells whether it was taken. */
  async #takesAgain({ changes }: Step): Promise<boolean> {
    const replayed = await this.#engine.call('replay', { changes: changes.map(({ bytes }) => bytes) })
    const known = await this.#engine.call('has', { hashes: changes.map(({ hash }) => hash) })
    return replayed.ok && known.ok && known.value.known.every(Boolean)
  }

  async #stats(): Promise<Answer<'stats'>> {
    const answer = await this.#engine.call('stats', null)
    if (!answer.ok) return err(await this.#afterFailure(answer.error))
    const { entries: parkedEntries, bytes: parkedBytes } = this.#room
    return ok({
      ...answer.value,
      parkedEntries,
      parkedBytes,
      memoryBytes: this.#engine.memoryBytes(),
      restarts: this.#restarts,
    })
  }

  /**
   * A fresh engine with the proven state and these steps; what is waiting is not in any engine. Throws `EngineLost` when it
   * cannot be had (no memory, no thread): the next command tries again, and none ever sees an engine that holds less.
   */
  async #restart(steps: readonly Step[] = this.#since): Promise<void> {
    this.#restarts++
    this.#isLost = true
    await this.#engine.kill()
    const engine = await this.#start().catch((cause: unknown) => {
      throw new EngineLost('no engine could be started', { cause })
    })
    this.#engine = engine
    const loaded = await engine.call('load', { cache: this.#proven })
    const changes = steps.flatMap((step) => step.changes.map(({ bytes }) => bytes))
    const replayed = changes.length === 0 || (await engine.call('replay', { changes })).ok
    if (!loaded.ok || !replayed) throw new EngineLost('a fresh engine did not take the state of the last one')
    this.#isLost = false
  }

  #close(): Promise<void> {
    const done = this.#queue.then(async () => {
      this.#isClosed = true
      await this.#engine.kill()
    })
    this.#queue = done
    return done
  }
}

function namesOf(steps: readonly Step[]): Pick<SavedDocument, 'withdrawn' | 'withdrawnLocal'> {
  const withdrawn = steps.flatMap<Withdrawn>(({ entry, changes }) => {
    if (entry === null) return []
    const change = changes[0]!.hash
    return [{ at: 'refused', entryHash: entry.entryHash, refusal: { code: 'E_CHANGE_RELOAD', change } }]
  })
  const withdrawnLocal = steps.flatMap(({ entry, changes }) => (entry === null ? changes.map(({ hash }) => hash) : []))
  return { withdrawn, withdrawnLocal }
}

/** Changes that broke the library are malformed in a way only it could see; the other ends are limits. */
function refusalOf(failure: EngineFailure): GateRefusal {
  return { code: failure.code === 'E_ENGINE' && failure.reason !== 'broken' ? 'E_CHANGE_LIMIT' : 'E_CHANGE_FORM' }
}

const entryOf = (outcome: EngineOutcome, batch: readonly EntryToApply[]): EntryToApply =>
  batch.find(({ entryHash }) => entryHash === outcome.entryHash)!

function batches(entries: readonly EntryToApply[]): readonly (readonly EntryToApply[])[] {
  const all: EntryToApply[][] = []
  let bytes = Infinity
  for (const entry of entries) {
    const last = all.at(-1)
    if (last && last.length < BATCH_ENTRIES && bytes + entry.bundle.length <= BATCH_BYTES) {
      last.push(entry)
      bytes += entry.bundle.length
    } else {
      all.push([entry])
      bytes = entry.bundle.length
    }
  }
  return all
}

/** An entry that was parked and then settled in the same turn is told once, as settled. */
function lastWord(outcomes: readonly EntryOutcome[]): readonly EntryOutcome[] {
  const last = new Map<Hex, number>()
  outcomes.forEach(({ entryHash }, at) => last.set(entryHash, at))
  return outcomes.filter(({ entryHash }, at) => last.get(entryHash) === at)
}
