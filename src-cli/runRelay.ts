import { jsonLog, type RelayStartError, saveMemory, startRelay } from '#relay/index.ts'
import { ok, type Result } from '#shared/base/result.ts'
import type { RelayOptions } from './commands/relay.ts'
import { fail, failNotice, type Failure } from './answer.ts'

/** Runs a relay until it is asked to stop. Prints its address, so that scripts can wait for it; logs go to stderr. */
export async function runRelay({ data, ...options }: RelayOptions): Promise<Result<null, Failure>> {
  saveMemory()
  const relay = await startRelay({
    ...options,
    dataDir: data,
    log: jsonLog((line) => process.stderr.write(line), Date.now),
  })
  if (!relay.ok) return startFailure(relay.error)
  process.stdout.write(`${relay.value.url}\n`)
  await new Promise<void>((stop) => {
    process.once('SIGINT', () => stop())
    process.once('SIGTERM', () => stop())
  })
  await relay.value.close()
  return ok(null)
}

function startFailure(error: RelayStartError): Result<never, Failure> {
  switch (error.code) {
    case 'E_PORT':
      return fail('E_PORT', `The relay cannot listen on port ${error.port} (${error.cause}); try another with --port.`)
    case 'E_KEYRING':
      return fail('E_KEYRING', `The key of this relay cannot be read: ${error.file}. It was not replaced.`)
    case 'E_DISK':
      return failNotice('E_DISK', { file: error.file })
  }
}
