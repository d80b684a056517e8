import type { RelayCore } from '../rooms/relayCore.ts'

type Metric = readonly [name: string, help: string, value: number]

/** What `/metrics` answers: Prometheus text. Read when asked for; counting itself is a plain addition in the rooms. */
export function metricsText(core: RelayCore): string {
  const refusals = [...core.counters.refusals].map(
    ([code, count]) => `aplec_relay_refusals_total{code="${code}"} ${count}`,
  )
  const lines = [
    ...countersOf(core).flatMap(([name, help, value]) => [
      ...head(name, help, 'counter'),
      `aplec_relay_${name} ${value}`,
    ]),
    ...gaugesOf(core).flatMap(([name, help, value]) => [...head(name, help, 'gauge'), `aplec_relay_${name} ${value}`]),
    ...head('refusals_total', 'Refusals by code.', 'counter'),
    ...refusals,
  ]
  return `${lines.join('\n')}\n`
}

const head = (name: string, help: string, type: 'counter' | 'gauge'): readonly string[] => [
  `# HELP aplec_relay_${name} ${help}`,
  `# TYPE aplec_relay_${name} ${type}`,
]

function countersOf({ counters, commitRounds }: RelayCore): readonly Metric[] {
  const { user, system } = process.cpuUsage()
  return [
    ['connections_total', 'Connections upgraded.', counters.connections],
    ['frames_in_total', 'Frames received.', counters.framesIn],
    ['bytes_in_total', 'Bytes of frames received.', counters.bytesIn],
    ['frames_out_total', 'Frames sent.', counters.framesOut],
    ['bytes_out_total', 'Bytes of frames sent.', counters.bytesOut],
    ['entries_stored_total', 'Entries accepted.', counters.entriesStored],
    ['entries_known_total', 'Entries handed in again.', counters.entriesKnown],
    ['entries_delivered_total', 'Entries sent to clients.', counters.delivered],
    ['commits_total', 'Rounds of group commit.', commitRounds],
    ['bad_frames_total', 'Connections closed for bytes that are no frame.', counters.badFrames],
    ['stalled_total', 'Connections closed for being too slow.', counters.stalled],
    ['cpu_seconds_total', 'Processor time of the process.', (user + system) / 1e6],
  ]
}

const gaugesOf = ({ guests, roomCount }: RelayCore): readonly Metric[] => [
  ['resident_bytes', 'Memory of the process.', process.memoryUsage.rss()],
  ['clients', 'Clients in a room now.', guests.authenticated],
  ['guests', 'Connections that have not opened a room yet.', guests.unauthenticated],
  ['rooms', 'Rooms in memory.', roomCount],
]
