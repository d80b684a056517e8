/** `node test/simulation/replay.ts SEED`: runs one world and prints all that happened. */
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import { optionsOf } from './options.ts'
import { stepsOf } from './steps.ts'
import { runWorld } from './world.ts'

await sodium.ready
const options = optionsOf(Number(process.argv[2]))
const started = performance.now()
const result = await runWorld(options, stepsOf(options))
const { notes, canonical, failure, ...numbers } = result
const lines = [
  JSON.stringify(options),
  ...notes,
  JSON.stringify({ ...numbers, canonicalBytes: canonical.length, realMs: Math.round(performance.now() - started) }),
  failure === null ? 'nothing failed' : `${failure.invariant}: ${failure.text}`,
]
process.stdout.write(`${lines.join('\n')}\n`)
process.exitCode = failure === null ? 0 : 1
