import type { Clock, Timer } from '#shared/base/ports.ts'
import type { Room } from './room.ts'

/**
 * Group commit across rooms: everything that arrives while a round is under way goes into the next. A round starts at
 * most every `everyMs`, so that people who type together share their rounds; after a pause the first entry waits for
 * nothing, and neither does a pile of them (someone is catching up).
 */
const PILE = 32

export class Committer {
  private readonly clock: Clock
  private readonly timer: Timer
  private readonly everyMs: number
  private dirty = new Set<Room>()
  private running: Promise<void> | undefined
  private cancel: (() => void) | undefined
  private waiting = 0
  private lastStart = Number.NEGATIVE_INFINITY
  rounds = 0

  constructor(clock: Clock, timer: Timer, everyMs: number) {
    this.clock = clock
    this.timer = timer
    this.everyMs = everyMs
  }

  add(room: Room): void {
    this.dirty.add(room)
    this.waiting += 1
    if (this.waiting === PILE) {
      this.cancel?.()
      this.cancel = undefined
    }
    this.schedule()
  }

  private schedule(): void {
    if (this.running !== undefined || this.cancel !== undefined || this.dirty.size === 0) return
    const passed = this.clock.now() - this.lastStart
    // A clock that jumped back must not hold anything up.
    const wait = passed >= 0 && this.waiting < PILE ? Math.max(0, this.everyMs - passed) : 0
    this.cancel = this.timer.after(wait, () => {
      this.cancel = undefined
      this.start()
    })
  }

  private start(): void {
    this.lastStart = this.clock.now()
    this.rounds += 1
    this.waiting = 0
    const rooms = [...this.dirty]
    this.dirty = new Set()
    this.running = Promise.all(rooms.map((room) => room.commit())).then(() => {
      this.running = undefined
      for (const room of rooms) if (room.hasPending) this.dirty.add(room)
      this.schedule()
    })
  }

  /** Writes everything taken so far. */
  async flush(): Promise<void> {
    while (this.running !== undefined || this.dirty.size > 0) {
      this.cancel?.()
      this.cancel = undefined
      if (this.running === undefined) this.start()
      await this.running
    }
  }
}
