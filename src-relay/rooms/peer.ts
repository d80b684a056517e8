/** What the rooms ask of a connection; `transport/` gives real ones, the simulator its own. */
export interface Peer {
  /** For limits only; never logged, never stored. */
  readonly address: string
  /** Nothing but this machine or TLS lies between: frames need no sealing of ours. */
  readonly isShielded: boolean
  /** On this machine: asks no work of those who create rooms. */
  readonly isLocal: boolean
  /** The same array given to several peers is framed once. It must not change afterwards. */
  send(bytes: Uint8Array): void
  close(code: number): void
  /** Bytes accepted by `send` and not yet taken by the network. */
  buffered(): number
  /** Resolves when little is left to send, and when the connection is gone. */
  drained(): Promise<void>
}

/** Counted for `/metrics`; plain numbers, because they are on the hottest path. */
export interface RelayCounters {
  connections: number
  framesIn: number
  bytesIn: number
  framesOut: number
  bytesOut: number
  entriesStored: number
  entriesKnown: number
  delivered: number
  badFrames: number
  stalled: number
  readonly refusals: Map<string, number>
}

export const newCounters = (): RelayCounters => ({
  connections: 0,
  framesIn: 0,
  bytesIn: 0,
  framesOut: 0,
  bytesOut: 0,
  entriesStored: 0,
  entriesKnown: 0,
  delivered: 0,
  badFrames: 0,
  stalled: 0,
  refusals: new Map(),
})
