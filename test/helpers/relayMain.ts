/** Entry point of a relay process for tests: options as JSON in the first argument, `READY {…}` when it listens. */
import { type RelayOptions, jsonLog, saveMemory, startRelay } from '#relay/index.ts'

saveMemory()
const options = JSON.parse(process.argv[2] ?? '{}') as RelayOptions
const log = jsonLog((line) => process.stdout.write(line), Date.now)
const started = await startRelay({ ...options, log })
if (!started.ok) {
  process.stderr.write(`${started.error.code}\n`)
  process.exit(1)
}
const { url, port, publicKey } = started.value
process.stdout.write(`READY ${JSON.stringify({ url, port, publicKey })}\n`)
process.once('SIGTERM', () => void started.value.close().then(() => process.exit(0)))
