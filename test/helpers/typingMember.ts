/** A member that edits without end and says each edit once it is durable, to be killed in the middle. Argument: options. */
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import * as A from '@automerge/automerge'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { systemRandom } from '#node/system/ports.ts'
import { newId } from '#shared/base/id.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planAdd } from '#shared/plan/operations.ts'

await sodium.ready
const { folder, planId } = JSON.parse(process.argv[2] ?? '{}') as { folder: string; planId: string }
const device = await openMemberFolder(folder, { startExecutor: inlineExecutor })
if (!device.ok) throw new Error(device.error.code)
const session = await device.value.open(planId)
if (!session.ok) throw new Error(session.error.code)
const lease = await session.value.lease()
const bytes = await session.value.documentBytes()
if (!lease.ok || !bytes.ok) throw new Error('no lease')
const opened = openForEditing(lease.value, bytes.value)
if (!opened.ok) throw new Error(opened.error.kind)
let doc = opened.value
for (let number = 0; ; number++) {
  const id = newId(systemRandom)
  const planned = planAdd(doc, { type: 'Project', id }, { title: `card ${number}` }, systemRandom)
  if (!planned.ok) throw new Error(planned.error.kind)
  const before = A.getHeads(doc)
  doc = changePlan(doc, planned.value, 0)
  const submitted = session.value.submitChanges(lease.value.leaseId, A.getChangesSince(doc, before))
  void submitted.then((answer) => process.stdout.write(answer.ok ? `SAVED ${id}\n` : `${answer.error.code}\n`))
  if (number % 40 === 39) void session.value.flush()
  await new Promise((resolve) => setTimeout(resolve, 4))
}
