import { Counter, Gauge, Registry } from 'prom-client'
import type { RelayCore } from '../rooms/relayCore.ts'

/**
 * Prometheus text. The numbers are read when asked for; counting itself is a plain addition in the rooms. The library's
 * default metrics stay off: their event loop probe wakes an idle relay a hundred times a second.
 */
export function relayMetrics(core: RelayCore): () => Promise<string> {
  const registry = new Registry()
  const counter = (name: string, help: string, read: () => number): void => {
    const metric: Counter = new Counter({
      name: `aplec_relay_${name}`,
      help,
      registers: [registry],
      collect: () => {
        metric.reset()
        metric.inc(read())
      },
    })
  }
  const gauge = (name: string, help: string, read: () => number): void => {
    const metric: Gauge = new Gauge({
      name: `aplec_relay_${name}`,
      help,
      registers: [registry],
      collect: () => metric.set(read()),
    })
  }
  const { counters } = core
  counter('connections_total', 'Connections upgraded.', () => counters.connections)
  counter('frames_in_total', 'Frames received.', () => counters.framesIn)
  counter('bytes_in_total', 'Bytes of frames received.', () => counters.bytesIn)
  counter('frames_out_total', 'Frames sent.', () => counters.framesOut)
  counter('bytes_out_total', 'Bytes of frames sent.', () => counters.bytesOut)
  counter('entries_stored_total', 'Entries accepted.', () => counters.entriesStored)
  counter('entries_known_total', 'Entries handed in again.', () => counters.entriesKnown)
  counter('entries_delivered_total', 'Entries sent to clients.', () => counters.delivered)
  counter('commits_total', 'Rounds of group commit.', () => core.commitRounds)
  counter('bad_frames_total', 'Connections closed for bytes that are no frame.', () => counters.badFrames)
  counter('stalled_total', 'Connections closed for being too slow.', () => counters.stalled)
  counter('cpu_seconds_total', 'Processor time of the process.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  gauge('resident_bytes', 'Memory of the process.', () => process.memoryUsage.rss())
  gauge('clients', 'Clients in a room now.', () => core.guests.authenticated)
  gauge('guests', 'Connections that have not opened a room yet.', () => core.guests.unauthenticated)
  gauge('rooms', 'Rooms in memory.', () => core.roomCount)
  const refusals: Counter<'code'> = new Counter({
    name: 'aplec_relay_refusals_total',
    help: 'Refusals by code.',
    labelNames: ['code'],
    registers: [registry],
    collect: () => {
      refusals.reset()
      for (const [code, count] of counters.refusals) refusals.inc({ code }, count)
    },
  })
  return () => registry.metrics()
}
