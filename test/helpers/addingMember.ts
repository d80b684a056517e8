/** A member that adds one file after the other and says each once it is kept, to be killed in the middle. Argument: options. */
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { systemRandom } from '#node/system/ports.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'

await sodium.ready
const { folder, planId } = JSON.parse(process.argv[2] ?? '{}') as { folder: string; planId: string }
const device = await openMemberFolder(folder, { startExecutor: inlineExecutor })
if (!device.ok) throw new Error(device.error.code)
const session = await device.value.open(planId)
if (!session.ok) throw new Error(session.error.code)
for (;;) {
  const added = await session.value.addFile(systemRandom.bytes(3_000_000))
  if (!added.ok) throw new Error(added.error.code)
  process.stdout.write(`KEPT ${JSON.stringify(added.value)}\n`)
}
