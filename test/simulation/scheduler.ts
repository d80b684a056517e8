/** The only time there is: one list of what is due, for all timers, deliveries and disks of a world. */
interface Due {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

export class Scheduler {
  /** Milliseconds since the world began. */
  now = 0
  /** Things that have happened so far. */
  events = 0
  private order = 0
  private readonly due = new Set<Due>()

  after(ms: number, run: () => void): () => void {
    const item = { at: this.now + Math.max(0, ms), order: this.order++, run }
    this.due.add(item)
    return () => void this.due.delete(item)
  }

  /** Runs what is due until `isDone`, or until `ms` have passed: then false. */
  async run(ms: number, isDone: () => boolean = () => false): Promise<boolean> {
    const end = this.now + ms
    for (;;) {
      await settle()
      if (isDone()) return true
      const next = this.next()
      if (next === undefined || next.at > end) {
        this.now = end
        return isDone()
      }
      this.due.delete(next)
      this.now = next.at
      this.events += 1
      next.run()
    }
  }

  private next(): Due | undefined {
    let first: Due | undefined
    for (const item of this.due) {
      if (first === undefined || item.at < first.at || (item.at === first.at && item.order < first.order)) first = item
    }
    return first
  }
}

/** Nothing in a world waits for anything but promises and this scheduler: after one turn of the loop all have gone on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
