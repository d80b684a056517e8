import { Worker } from 'node:worker_threads'
import { err, type Result } from '#shared/base/result.ts'
import type { PlanIdentity } from '#shared/gate/documentEngine.ts'
import type { Engine, EngineCommand, EngineCommands } from '#shared/gate/engine.ts'
import type { EntryToApply } from '#shared/gate/executor.ts'
import type { EngineFailure } from '#shared/gate/refusal.ts'
import { type GateSettings, gateSettings } from '#shared/gate/settings.ts'
import type { WorkerAnswer, WorkerCall, WorkerNudge, WorkerStart } from './messages.ts'

/**
 * Times are processor time of the process, so that a machine with other things to do refuses nobody's entry; by the clock
 * `stallMs` are given, or as much where that is more.
 */
export type WorkerLimits = {
  /** For one foreign entry, or one own change. */
  readonly entryMs: number
  /** For a batch, however many it has. */
  readonly batchMs: number
  /** For questions about our own document. */
  readonly questionMs: number
  /** By the clock: for a worker that does nothing at all. */
  readonly stallMs: number
  /** Growth of the process while foreign changes are being judged; WASM memory counts, which V8's own limits do not see. */
  readonly growthBytes: number
  /** The same while a question is answered. */
  readonly questionGrowthBytes: number
  /** V8's heap of the worker. */
  readonly heapBytes: number
}

const MIB = 1024 * 1024

export const workerLimits: WorkerLimits = {
  entryMs: 5_000,
  batchMs: 30_000,
  questionMs: 120_000,
  stallMs: 60_000,
  growthBytes: 512 * MIB,
  questionGrowthBytes: 2_048 * MIB,
  heapBytes: 2_048 * MIB,
}

export type WorkerEngineOptions = {
  readonly identity: PlanIdentity
  readonly settings?: GateSettings
  readonly limits?: WorkerLimits
  /** Where the worker's code is: the source file here, a bundled file in the packaged app. */
  readonly workerUrl?: URL
}

const POLL_MS = 20
/**
 * Sent while a call is under way, and answered likewise: in Electron 33 (libuv of Node 20) either side now and then sleeps
 * through a message; the next one wakes it, and it finds both.
 */
const NUDGE: WorkerNudge = null

type Pending = {
  readonly id: number
  readonly resolve: (result: Result<never, EngineFailure>) => void
  readonly stop: () => void
}
type Reason = Extract<EngineFailure, { code: 'E_ENGINE' }>['reason']

/** Starts a worker thread that holds a document engine; resolves when its WASM is loaded. */
export async function startWorkerEngine(options: WorkerEngineOptions): Promise<Engine> {
  const { identity, settings = gateSettings, limits = workerLimits } = options
  const start: WorkerStart = { identity, settings }
  const worker = new Worker(options.workerUrl ?? new URL('./gateWorker.ts', import.meta.url), {
    workerData: start,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapBytes / MIB },
  })
  await new Promise<void>((resolve, reject) => {
    const onEnd = (cause?: unknown): void => reject(new Error('The gate worker ended while starting.', { cause }))
    worker.once('error', onEnd)
    worker.once('exit', onEnd)
    worker.once('message', () => {
      worker.off('error', onEnd)
      worker.off('exit', onEnd)
      resolve()
    })
  })
  return new WorkerEngine(worker, limits)
}

class WorkerEngine implements Engine {
  readonly #worker: Worker
  readonly #limits: WorkerLimits
  #calls = 0
  #pending: Pending | null = null
  #ended: Reason | null = null
  /** Of the whole process before the worker held anything. */
  readonly #idleBytes: number

  constructor(worker: Worker, limits: WorkerLimits) {
    this.#worker = worker
    this.#limits = limits
    this.#idleBytes = process.memoryUsage.rss()
    worker.on('message', (answer: WorkerAnswer | WorkerNudge) => {
      if (answer !== null) this.#onAnswer(answer)
    })
    worker.on('error', (cause) => this.#onEnd(isOutOfMemory(cause) ? 'memory' : 'died'))
    worker.on('exit', () => this.#onEnd('died'))
  }

  call<C extends EngineCommand>(
    command: C,
    input: EngineCommands[C]['input'],
  ): Promise<Result<EngineCommands[C]['output'], EngineFailure>> {
    if (this.#ended !== null) return Promise.resolve(err({ code: 'E_ENGINE', reason: this.#ended }))
    return new Promise((resolve) => {
      const id = ++this.#calls
      const stop = this.#watch(command, input)
      this.#pending = { id, resolve: resolve as Pending['resolve'], stop }
      this.#worker.postMessage({ id, command, input: compacted(command, input) } satisfies WorkerCall)
    })
  }

  async kill(): Promise<void> {
    this.#onEnd('died')
    await this.#worker.terminate()
  }

  memoryBytes(): number {
    return Math.max(0, process.memoryUsage.rss() - this.#idleBytes)
  }

  /** The watchdog of one call: a timer, and a look at time and memory of the process every few milliseconds. */
  #watch(command: EngineCommand, input: unknown): () => void {
    const isGate = command === 'applyEntries' || command === 'applyLocal' || command === 'judge'
    const growthBytes = isGate ? this.#limits.growthBytes : this.#limits.questionGrowthBytes
    const from = process.memoryUsage.rss()
    const before = process.cpuUsage()
    const since = Date.now()
    const limitMs = this.#timeFor(command, input)
    const timer = setTimeout(() => this.#end('time'), Math.max(limitMs, this.#limits.stallMs))
    const poll = setInterval(() => {
      // Both: other programs take its turns, and the workers of other plans are counted with it.
      const { user, system } = process.cpuUsage(before)
      if ((user + system) / 1_000 > limitMs && Date.now() - since > limitMs) this.#end('time')
      if (process.memoryUsage.rss() - from > growthBytes) this.#end('memory')
      this.#worker.postMessage(NUDGE)
    }, POLL_MS)
    return () => {
      clearTimeout(timer)
      clearInterval(poll)
    }
  }

  #timeFor(command: EngineCommand, input: unknown): number {
    const { entryMs, batchMs, questionMs } = this.#limits
    const within = (items: readonly unknown[]): number => Math.min(batchMs, entryMs * Math.max(1, items.length))
    if (command === 'applyEntries') return within((input as EngineCommands['applyEntries']['input']).entries)
    if (command === 'applyLocal' || command === 'judge') {
      return within((input as EngineCommands['applyLocal' | 'judge']['input']).changes)
    }
    return questionMs
  }

  #onAnswer({ id, result }: WorkerAnswer): void {
    if (this.#pending?.id !== id) return
    const { resolve, stop } = this.#pending
    this.#pending = null
    stop()
    resolve(result as Result<never, EngineFailure>)
  }

  #end(reason: Reason): void {
    this.#onEnd(reason)
    void this.#worker.terminate()
  }

  #onEnd(reason: Reason): void {
    this.#ended ??= reason
    const pending = this.#pending
    this.#pending = null
    pending?.stop()
    pending?.resolve(err({ code: 'E_ENGINE', reason }))
  }
}

const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** A view is sent with the whole buffer behind it, which may be a journal file: send what it shows, no more. */
function compacted(command: EngineCommand, input: unknown): unknown {
  if (command !== 'applyEntries') return input
  const { entries } = input as { readonly entries: readonly EntryToApply[] }
  return { entries: entries.map((entry) => ({ ...entry, bundle: entry.bundle.slice() })) }
}
