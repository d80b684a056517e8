/** A member's device in a process of its own, told by lines what to do; for networks that only exist inside a namespace. */
import '@automerge/automerge'
import { createInterface } from 'node:readline'
import sodium from 'libsodium-wrappers'
import { editDocument } from '#node/core/editDocument.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { systemRandom } from '#node/system/ports.ts'
import { openLocalNetwork } from '#relay/near/localNetwork.ts'
import { newId } from '#shared/base/id.ts'
import { planAdd } from '#shared/plan/operations.ts'

await sodium.ready
const [folder = ''] = process.argv.slice(2)
const device = must(await openMemberFolder(folder, { openNear: openLocalNetwork }))
const plan = async () => {
  const { planId } = device.where().plans[0] ?? { planId: '' }
  return must(await device.open(planId))
}

const acts: Readonly<Record<string, (given: string) => Promise<unknown>>> = {
  new: async (name) => must(await device.create({ title: 'Pla', language: 'ca', template: 'blank', name })).planId,
  invite: async () => must(await (await plan()).invite({})).link,
  join: async (link) => must(await device.join({ link, name: 'Pau' })).planId,
  connect: async () => (await plan()).connect(),
  share: async (isOn) => must(await (await plan()).share(isOn === 'true')),
  relay: async (url) => must(await (await plan()).addRelay({ url })),
  relays: async () => (await plan()).relays(),
  add: async (title) =>
    must(
      await editDocument(await plan(), (doc) =>
        must(planAdd(doc, { type: 'Project', id: newId(systemRandom) }, { title }, systemRandom)),
      ),
    ),
  heads: async () => (await plan()).heads(),
  status: async () => (await plan()).status(),
  flush: async () => must(await (await plan()).flush()),
  ask: async (address) => (await plan()).askNear(address),
  meet: async (relay) => (await plan()).meetNear(JSON.parse(relay)),
}

for await (const line of createInterface(process.stdin)) {
  const space = line.indexOf(' ')
  const act = acts[space < 0 ? line : line.slice(0, space)]
  const answer = await act?.(space < 0 ? '' : line.slice(space + 1)).then(
    (value) => ({ value: value ?? null }),
    (cause: unknown) => ({ error: String(cause) }),
  )
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
await device.close()

function must<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
