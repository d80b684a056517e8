/** Runs one session machine over its ports; the programs and the simulator use the same driver. */
import { unreachable } from '../base/assert.ts'
import { toHex } from '../base/bytes.ts'
import type { Log, Random, Timer } from '../base/ports.ts'
import { type WorkTask, tryWork } from '../protocol/work.ts'
import { MAX_BATCH_BYTES } from '../protocol/limits.ts'
import type { EntryStore, Socket, SocketPort } from './port.ts'
import { newSession, selectStatus, stepSession } from './session.ts'
import type {
  FileFrame,
  SessionConfig,
  SessionEffect,
  SessionEvent,
  SessionNotice,
  SessionStatus,
  SessionTimer,
  StoreView,
} from './sessionState.ts'

export interface SessionPorts {
  readonly socket: SocketPort
  readonly timer: Timer
  readonly random: Random
  readonly store: EntryStore
  readonly log: Log
}

export interface SessionListeners {
  /** After every step that changed something a person may see. */
  readonly onStatus?: (status: SessionStatus) => void
  readonly onNotice?: (notice: SessionNotice) => void
  /** First meeting with this relay: keep the key for the next `SessionConfig`. */
  readonly onRelayKey?: (relayKey: string) => void
  /** At each meeting: the relay's clock, UTC seconds. */
  readonly onRelayTime?: (seconds: number) => void
  readonly onEphemeral?: (body: Uint8Array) => void
  readonly onFile?: (frame: FileFrame) => void
}

export interface Session {
  status(): SessionStatus
  /** The journal has grown by other means than this session: local edits, a stick, another relay. */
  stored(): void
  configure(config: SessionConfig): void
  sendEphemeral(body: Uint8Array): void
  /** A frame about files; it is not sent unless `status().files`. */
  sendFile(frame: Uint8Array): void
  /** Closes the connection for good; resolves when it is gone and nothing handed over is still being written. */
  stop(): Promise<void>
}

/** Above this many bytes waiting to be journaled the socket is paused. */
const HAND_OVER_HIGH_BYTES = 4 * 1024 * 1024
const WORK_SLICE = 4_096

/** Starts at once. Whoever starts it also stops it. */
export function runSession(config: SessionConfig, ports: SessionPorts, listeners: SessionListeners = {}): Session {
  return new SessionDriver(config, ports, listeners)
}

class SessionDriver implements Session {
  private machine
  private readonly ports: SessionPorts
  private readonly listeners: SessionListeners
  private readonly timers = new Map<SessionTimer, () => void>()
  private readonly events: SessionEvent[] = []
  private readonly stopped: (() => void)[] = []
  private stepping = false
  private socket: Socket | null = null
  /** Grows with each connection: events of an older one are not ours any more. */
  private connection = 0
  private readonly delivered: Delivery[] = []
  private isHanding = false
  private handOver: Promise<void> = Promise.resolve()
  private handOverBytes = 0
  private paused = false
  private shown = ''

  constructor(config: SessionConfig, ports: SessionPorts, listeners: SessionListeners) {
    this.machine = newSession(config)
    this.ports = ports
    this.listeners = listeners
    this.take({ on: 'start' })
  }

  status(): SessionStatus {
    return selectStatus(this.machine, this.view())
  }

  stored(): void {
    this.take({ on: 'stored' })
  }

  configure(config: SessionConfig): void {
    this.take({ on: 'configure', config })
  }

  sendEphemeral(body: Uint8Array): void {
    this.take({ on: 'ephemeral', body })
  }

  sendFile(frame: Uint8Array): void {
    this.take({ on: 'file', frame })
  }

  async stop(): Promise<void> {
    if (this.machine.state.at !== 'stopped') {
      await new Promise<void>((resolve) => {
        this.stopped.push(resolve)
        this.take({ on: 'stop' })
      })
    }
    await this.handOver
  }

  private view(): StoreView {
    return { vector: this.ports.store.vector(), lastRoot: this.ports.store.lastRoot() }
  }

  /** One event at a time: an effect that answers at once (a synchronous socket) waits for its turn. */
  private take(event: SessionEvent): void {
    this.events.push(event)
    if (this.stepping) return
    this.stepping = true
    try {
      for (let next = this.events.shift(); next !== undefined; next = this.events.shift()) {
        const [machine, effects] = stepSession(this.machine, next, this.view())
        this.machine = machine
        for (const effect of effects) this.perform(effect)
      }
    } finally {
      this.stepping = false
    }
    this.show()
  }

  private show(): void {
    if (this.machine.state.at === 'stopped') for (const resolve of this.stopped.splice(0)) resolve()
    if (this.listeners.onStatus === undefined) return
    const status = this.status()
    const { relay: _, ...plain } = status
    const shown = JSON.stringify(plain)
    if (shown === this.shown) return
    this.shown = shown
    this.listeners.onStatus(status)
  }

  private perform(effect: SessionEffect): void {
    const { store, log } = this.ports
    switch (effect.run) {
      case 'connect':
        return this.connect(effect.url)
      case 'disconnect':
        return this.socket?.close(effect.code)
      case 'send':
        return this.socket?.send(effect.bytes)
      case 'setTimer':
        return this.setTimer(effect.timer, effect.ms)
      case 'clearTimer':
        return this.clearTimer(effect.timer)
      case 'readControl':
        return this.whenRead(store.control(), (entries) => ({ on: 'control', entries }))
      case 'read':
        return this.whenRead(
          store.readLacking(effect.except, effect.limits, { controlOnly: effect.controlOnly }),
          (entries) => ({ on: 'read', entries }),
        )
      case 'work':
        return this.work(effect, 0)
      case 'handOver':
        return this.hand(effect.entries)
      case 'saveRoot':
        return store.saveLastRoot(effect.root)
      case 'learnKey':
        return this.listeners.onRelayKey?.(effect.relayKey)
      case 'learnTime':
        return this.listeners.onRelayTime?.(effect.seconds)
      case 'ephemeral':
        return this.listeners.onEphemeral?.(effect.body)
      case 'file':
        return this.listeners.onFile?.(effect.frame)
      case 'tell':
        if (effect.notice.code !== 'acknowledged') log.info('sync.notice', { code: effect.notice.code })
        return this.listeners.onNotice?.(effect.notice)
      default:
        return unreachable(effect)
    }
  }

  private connect(url: string): void {
    const connection = ++this.connection
    const ifCurrent = (run: () => void): void => {
      if (connection === this.connection) run()
    }
    this.paused = false
    this.socket = this.ports.socket.connect(url, {
      opened: () => ifCurrent(() => this.take({ on: 'opened', seed: this.ports.random.bytes(32) })),
      message: (bytes) => ifCurrent(() => this.take({ on: 'message', bytes })),
      closed: () => ifCurrent(() => this.onClosed()),
    })
  }

  private onClosed(): void {
    this.connection += 1
    this.socket = null
    this.take({ on: 'closed', chance: (this.ports.random.bytes(1)[0] ?? 0) / 255 })
  }

  private setTimer(timer: SessionTimer, ms: number): void {
    this.clearTimer(timer)
    const cancel = this.ports.timer.after(ms, () => {
      this.timers.delete(timer)
      this.take({ on: 'timer', timer })
    })
    this.timers.set(timer, cancel)
  }

  private clearTimer(timer: SessionTimer): void {
    this.timers.get(timer)?.()
    this.timers.delete(timer)
  }

  /** Reading belongs to the connection that asked; a journal that cannot be read ends it, and it is tried again. */
  private whenRead<T>(reading: Promise<T>, toEvent: (value: T) => SessionEvent): void {
    const { connection } = this
    reading.then(
      (value) => {
        if (connection === this.connection) this.take(toEvent(value))
      },
      (cause: unknown) => this.fail('sync.readFailed', cause, connection),
    )
  }

  /** In the order of the relay, one batch after the other; what comes while one is being written goes with the next. */
  private hand(entries: readonly Uint8Array[]): void {
    this.delivered.push({ connection: this.connection, entries })
    this.handOverBytes += sizeOf(entries)
    this.pauseOrResume()
    if (this.isHanding) return
    this.isHanding = true
    this.handOver = this.handAll()
  }

  private async handAll(): Promise<void> {
    for (let batch = takeBatch(this.delivered); batch !== null; batch = takeBatch(this.delivered)) {
      const { connection, entries } = batch
      try {
        await this.ports.store.receive(entries)
        if (connection === this.connection) this.take({ on: 'received', count: entries.length })
      } catch (cause) {
        this.fail('sync.receiveFailed', cause, connection)
      }
      this.handOverBytes -= sizeOf(entries)
      this.pauseOrResume()
    }
    this.isHanding = false
  }

  private pauseOrResume(): void {
    const shouldPause = this.handOverBytes > HAND_OVER_HIGH_BYTES
    if (shouldPause === this.paused) return
    this.paused = shouldPause
    if (shouldPause) this.socket?.pause()
    else this.socket?.resume()
  }

  private fail(event: string, cause: unknown, connection: number): void {
    this.ports.log.error(event, { cause: cause instanceof Error ? cause.message : String(cause) })
    if (connection === this.connection) this.socket?.close(1001)
  }

  /** In slices, so that a window or an event loop goes on breathing. */
  private work(task: WorkTask, from: number): void {
    const nonce = tryWork(task, from, WORK_SLICE)
    if (nonce !== undefined) {
      return this.take({ on: 'worked', relayKey: toHex(task.relayKey), day: task.day, nonce })
    }
    const { at } = this.machine.state
    if (at === 'stopped' || at === 'refused') return
    this.ports.timer.after(0, () => this.work(task, from + WORK_SLICE))
  }
}

/** What one DELIVER brought, and the connection it came by. */
interface Delivery {
  readonly connection: number
  readonly entries: readonly Uint8Array[]
}

/** Takes the first of these out, with those after it that came by the same connection, up to what one frame may bring. */
function takeBatch(delivered: Delivery[]): Delivery | null {
  const [first] = delivered
  if (first === undefined) return null
  let bytes = 0
  const end = delivered.findIndex(({ connection, entries }, at) => {
    bytes += sizeOf(entries)
    return at > 0 && (connection !== first.connection || bytes > MAX_BATCH_BYTES)
  })
  const taken = delivered.splice(0, end === -1 ? delivered.length : end)
  return { connection: first.connection, entries: taken.flatMap(({ entries }) => entries) }
}

const sizeOf = (entries: readonly Uint8Array[]): number => entries.reduce((sum, { length }) => sum + length, 0)
