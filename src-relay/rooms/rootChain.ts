import { firstRoot, nextRoot } from '#shared/protocol/handshake.ts'

/**
 * The running roots of one log: root_0 from the logId, root_i = H("root", root_{i-1}‖entryHash_i). All of them are kept
 * (32 bytes each), so that a client that comes back can be told the root at the place it knew.
 */
export class RootChain {
  private roots: Uint8Array
  private count = 0

  constructor(logId: Uint8Array) {
    this.roots = new Uint8Array(32 * 8)
    this.roots.set(firstRoot(logId), 0)
  }

  /** Entries in the log. */
  get pos(): number {
    return this.count
  }

  get root(): Uint8Array {
    return this.at(this.count) as Uint8Array
  }

  /** The root after `pos` entries, or `undefined` beyond the log. */
  at(pos: number): Uint8Array | undefined {
    return pos > this.count ? undefined : this.roots.subarray(32 * pos, 32 * pos + 32)
  }

  append(entryHash: Uint8Array): void {
    const next = nextRoot(this.root, entryHash)
    this.count += 1
    if (32 * (this.count + 1) > this.roots.length) {
      const larger = new Uint8Array(this.roots.length * 2)
      larger.set(this.roots)
      this.roots = larger
    }
    this.roots.set(next, 32 * this.count)
  }
}
