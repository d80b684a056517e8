import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import * as v from 'valibot'
import { notice, type Notice } from '#shared/base/codes.ts'
import type { Log } from '#shared/base/ports.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import {
  hostAnswer,
  hostChannels,
  keyringAsk,
  type HostChannel,
  type HostInput,
  type HostOutput,
  type KeyringAnswer,
  type KeyringAsk,
} from '#shared/ipc/hostMessages.ts'

export interface CoreHostSettings {
  /** The built `coreProcess.js`. */
  readonly file: string
  readonly startInput: HostInput<'start'>
  /** What the core asks of the system's keyring; rejects when it refuses. */
  readonly keyring: (ask: KeyringAsk) => Promise<Uint8Array>
  /** `up` after each start, `down` when it ended by itself; a notice says why it cannot open its plans. */
  readonly onState: (state: 'up' | 'down' | Notice) => void
  readonly onStarted: (started: HostOutput<'start'>) => void
  readonly log: Log
}

/** A core that ends again and again is started more and more slowly. */
const RESTART_AFTER_MS = [0, 250, 1000, 5000] as const
/** After this long without an end, the next one counts as the first. */
const STEADY_AFTER_MS = 30_000
/** What keeps the plans shut (another program has them, a disk that does not answer) may pass by itself. */
const TRY_AGAIN_AFTER_MS = 1000
/** After a crash the core of before may take seconds to end, and holds the folder until then. */
const LOCK_PATIENCE_MS = 5000
/** Sealing what is pending takes well under a second; a stuck core must not keep the app from closing. */
const STOP_LIMIT_IN_MS = 5000

/** Owns the utility process in which the core runs, and starts it again whenever it ends. */
export class CoreHost {
  readonly #settings: CoreHostSettings
  #child: UtilityProcess | null = null
  #ready = false
  #stopping = false
  /** Why the plans cannot be opened, as long as they cannot. */
  #refused: Notice | null = null
  readonly #hopeful = new Set<(ready: Result<null, Notice>) => void>()
  #ends = 0
  #startedAt = 0
  #nextId = 0
  readonly #waiting = new Map<number, (result: Result<unknown, Notice>) => void>()

  constructor(settings: CoreHostSettings) {
    this.#settings = settings
  }

  /** Resolves when the core is ready, and with the reason while it cannot be: `E_KEYRING` until a code opens it. */
  whenReady(): Promise<Result<null, Notice>> {
    if (this.#ready) return Promise.resolve(ok(null))
    if (this.#refused !== null) return Promise.resolve(err(this.#refused))
    return new Promise((resolve) => this.#hopeful.add(resolve))
  }

  /** Starts the process. */
  async start(): Promise<void> {
    this.#refused = null
    const child = utilityProcess.fork(this.#settings.file, [String(process.pid)], {
      serviceName: 'Aplec core',
      stdio: 'inherit',
    })
    this.#child = child
    this.#startedAt = Date.now()
    child.on('message', (message: unknown) => this.#take(child, message))
    child.once('exit', (code) => this.#ended(child, code))
    await this.#openFolder(child)
  }

  /** Opens a locked core by a recovery code. */
  async recover(code: string): Promise<Result<null, Notice>> {
    const recovered = await this.ask('recover', { code })
    if (!recovered.ok) return recovered
    this.#opened(recovered.value)
    return ok(null)
  }

  async #openFolder(child: UtilityProcess): Promise<void> {
    const started = await this.ask('start', this.#settings.startInput)
    // It ended while starting, and is being started again.
    if (this.#child !== child) return
    if (started.ok) return this.#opened(started.value)
    const { error } = started
    const isFresh = error.code === 'E_FOLDER_LOCKED' && Date.now() - this.#startedAt < LOCK_PATIENCE_MS
    if (!isFresh && this.#refused?.code !== error.code) {
      this.#settings.log.error('core.start', { code: error.code })
      this.#settle(error)
      this.#settings.onState(error)
    }
    if (error.code !== 'E_KEYRING') setTimeout(() => this.#stopping || void this.#openFolder(child), TRY_AGAIN_AFTER_MS)
  }

  #opened(started: HostOutput<'start'>): void {
    this.#settle(null)
    this.#settings.onStarted(started)
    this.#settings.onState('up')
  }

  #settle(refused: Notice | null): void {
    this.#ready = refused === null
    this.#refused = refused
    for (const tell of this.#hopeful) tell(refused === null ? ok(null) : err(refused))
    this.#hopeful.clear()
  }

  /** Resolves with `E_CORE` when the process ends before it answers. */
  ask<C extends HostChannel>(
    channel: C,
    input: HostInput<C>,
    ports: MessagePortMain[] = [],
  ): Promise<Result<HostOutput<C>, Notice>> {
    const child = this.#child
    if (child === null) return Promise.resolve(err(notice('E_CORE')))
    const id = this.#nextId++
    return new Promise((resolve) => {
      this.#waiting.set(id, (result) => resolve(checkOutput(channel, result)))
      child.postMessage({ id, channel, input }, ports)
    })
  }

  /** Lets the core seal what is pending and end; ends it when it does not. */
  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child === null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    void this.ask('stop', {})
    const limit = setTimeout(() => child.kill(), STOP_LIMIT_IN_MS)
    await gone
    clearTimeout(limit)
  }

  #take(child: UtilityProcess, message: unknown): void {
    const asked = v.safeParse(keyringAsk, message)
    if (asked.success) return void this.#answerKeyring(child, asked.output)
    const answer = v.safeParse(hostAnswer, message)
    if (!answer.success) return this.#settings.log.error('core.message', {})
    const settle = this.#waiting.get(answer.output.id)
    this.#waiting.delete(answer.output.id)
    settle?.(answer.output.result)
  }

  async #answerKeyring(child: UtilityProcess, ask: KeyringAsk): Promise<void> {
    const secret = await this.#settings.keyring(ask).catch(() => null)
    child.postMessage({ keyring: 'answer', id: ask.id, secret } satisfies KeyringAnswer)
    // The copy here is wiped once it has been sent.
    secret?.fill(0)
    ask.secret.fill(0)
  }

  #ended(child: UtilityProcess, code: number): void {
    if (this.#child !== child) return
    this.#child = null
    this.#ready = false
    for (const settle of this.#waiting.values()) settle(err(notice('E_CORE')))
    this.#waiting.clear()
    if (this.#stopping) return
    this.#ends = Date.now() - this.#startedAt > STEADY_AFTER_MS ? 1 : this.#ends + 1
    this.#settings.log.error('core.ended', { exitCode: code, times: this.#ends })
    this.#settings.onState('down')
    const wait = RESTART_AFTER_MS[Math.min(this.#ends, RESTART_AFTER_MS.length) - 1] ?? 0
    setTimeout(() => {
      if (!this.#stopping) void this.start()
    }, wait)
  }
}

function checkOutput<C extends HostChannel>(
  channel: C,
  result: Result<unknown, Notice>,
): Result<HostOutput<C>, Notice> {
  if (!result.ok) return result
  const output = v.safeParse(hostChannels[channel].output, result.value)
  return output.success ? ok(output.output as HostOutput<C>) : err(notice('E_CORE'))
}
