/** `node test/simulation/checkMutations.ts [WORLDS]`: whether each fault put in on purpose is caught within so many worlds. */
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import { MUTATIONS, catchMutation } from './mutations.ts'

await sodium.ready
const most = Number(process.argv[2] ?? 200)
let missed = 0
for (const mutation of MUTATIONS) {
  const { tries, failure } = await catchMutation(mutation, most)
  if (failure === null) missed += 1
  const outcome =
    failure === null ? `NOT CAUGHT in ${tries} worlds` : `caught by ${failure.invariant} in world ${tries}`
  process.stdout.write(`${mutation.name}: ${outcome}\n`)
}
process.stdout.write(`${MUTATIONS.length - missed} of ${MUTATIONS.length} caught\n`)
process.exitCode = missed === 0 ? 0 : 1
