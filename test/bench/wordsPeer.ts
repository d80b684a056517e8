/** A member in a process of its own who says when it is shown words of the other. Argument: { folder, planId }. */
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'

await sodium.ready
const { folder, planId } = JSON.parse(process.argv[2] ?? '{}') as { folder: string; planId: string }
const device = await openMemberFolder(folder)
if (!device.ok) throw new Error(device.error.code)
const opened = await device.value.open(planId)
if (!opened.ok) throw new Error(opened.error.code)
const session = opened.value
session.onWords(({ changes }) => {
  const last = changes.at(-1)
  if (last !== undefined) process.stdout.write(`${JSON.stringify({ hash: last.hash, count: changes.length })}\n`)
})
session.setPresence({ screen: 'board', project: null, field: null, cursor: null })
session.connect()
process.on('SIGTERM', () => void device.value.close().then(() => process.exit(0)))
