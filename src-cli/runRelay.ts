import { jsonLog, startRelay } from '#relay/index.ts'
import type { RelayOptions } from './commands/relay.ts'
import { UsageError } from './answer.ts'

/** Runs a relay until it is asked to stop. Prints its address, so that scripts can wait for it; logs go to stderr. */
export async function runRelay({ data, ...options }: RelayOptions): Promise<void> {
  const relay = await startRelay({
    ...options,
    dataDir: data,
    log: jsonLog((line) => process.stderr.write(line), Date.now),
  })
  if (!relay.ok)
    throw new UsageError(`The relay cannot start: ${'cause' in relay.error ? relay.error.cause : relay.error.code}.`)
  process.stdout.write(`${relay.value.url}\n`)
  await new Promise<void>((stop) => {
    process.once('SIGINT', () => stop())
    process.once('SIGTERM', () => stop())
  })
  await relay.value.close()
}
