import type { Log, LogFields } from '#shared/base/ports.ts'

/** One JSON line an event, to stderr: ids, codes and sizes; never content, names, links or keys. */
export function makeLog(part: string): Log {
  const write = (level: string, event: string, fields: LogFields = {}): void => {
    process.stderr.write(`${JSON.stringify({ level, part, event, ...fields })}\n`)
  }
  return {
    error: (event, fields) => write('error', event, fields),
    info: (event, fields) => write('info', event, fields),
    debug: () => {},
  }
}
