import type { Log, LogFields } from '#shared/base/ports.ts'

/** One JSON object a line. Callers give ids, codes and sizes; never content, keys or addresses. */
export function jsonLog(write: (line: string) => void, now: () => number): Log {
  const line = (level: string, event: string, fields: LogFields = {}): void =>
    write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...fields })}\n`)
  return {
    error: (event, fields) => line('error', event, fields),
    info: (event, fields) => line('info', event, fields),
    debug() {},
  }
}
