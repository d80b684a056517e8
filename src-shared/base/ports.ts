/** What the pure rooms may ask of the world. Composition roots pass the real ones, the simulator seeded ones. */
export interface Clock {
  /** UTC milliseconds. For display and for waiting, never for trust. */
  now(): number
}

/** Cryptographic randomness: `length` fresh bytes. */
export interface Random {
  bytes(length: number): Uint8Array
}

/** One-shot timers. `after` returns the function that cancels it. */
export interface Timer {
  after(ms: number, run: () => void): () => void
}

/** One line of a log: ids, codes and sizes; never content, names or keys. */
export interface Log {
  error(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  debug(event: string, fields?: LogFields): void
}
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export const silentLog: Log = { error() {}, info() {}, debug() {} }
