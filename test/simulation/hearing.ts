/** I7: what a device must have said by now, found out from its entries alone, without asking its own ledger. */
import { fromHex } from '#shared/base/bytes.ts'
import { epochKey } from '#shared/base/crypto.ts'
import { decodeContentBody } from '#shared/journal/contentBody.ts'
import { type Entry, KIND, openContentEntry } from '#shared/journal/entry.ts'
import { vectorHas } from '#shared/journal/vector.ts'
import type { PlanCore } from '#shared/core/planCore.ts'
import type { PeerHost } from './peerHost.ts'
import type { WorldPorts } from './worldPorts.ts'

/** Whoever holds an entry that names another which is not here says that something is missing, at once. */
export async function checkGaps(ports: WorldPorts, peer: PeerHost): Promise<void> {
  const { session, starts, name } = peer
  if (session === null || ports.options.hasRollbacks) return
  const { core } = session
  await core.turn.run(async () => {
    const lacks = await namedAndLacking(core, peer)
    if (starts !== peer.starts || peer.session !== session || lacks.length === 0) return
    const isTold = session.status().notices.some(({ code }) => code === 'W_GAP')
    if (isTold) ports.note(`${name} lacks ${lacks.join()} and says so`)
    else ports.fail('I7', `${name} lacks ${lacks.join()} that others have seen, and does not say so`)
  })
}

async function namedAndLacking(core: PlanCore, { seen }: PeerHost): Promise<readonly string[]> {
  const { journal, state } = core
  const fresh = [...journal.places()].filter(({ hash, kind }) => kind === KIND.CONTENT && !seen.has(hash))
  for await (const entry of journal.read(fresh)) seen.set(entry.hash, seenIn(core, entry))
  const held = journal.vector()
  const judged = [...journal.places()].filter(({ hash }) => !state.waiting.has(hash) && !state.quarantined.has(hash))
  const named = judged.flatMap(({ hash }) => seen.get(hash) ?? [])
  // A hole is named by what stands after it.
  const after = [...held].flatMap(([stream, { length, ranges }]) =>
    ranges.length > 0 ? [{ stream, seq: length }] : [],
  )
  return [...named, ...after]
    .filter(({ stream, seq }) => !vectorHas(held, stream, seq))
    .map(({ stream, seq }) => `${stream.slice(0, 6)}/${seq}`)
}

function seenIn(core: PlanCore, entry: Entry): readonly { readonly stream: string; readonly seq: number }[] {
  const secret = core.state.epochs.get(entry.header.epochId)
  if (secret === undefined) return []
  const clear = openContentEntry(entry, epochKey(secret, 'content', fromHex(core.planId)))
  const body = clear.ok ? decodeContentBody(clear.value) : clear
  return body.ok ? body.value.seen : []
}

/** Two entries at one place of a stream: whoever holds both has said so. */
export function checkForks(ports: WorldPorts, { name, session, told }: PeerHost, forged: ReadonlySet<string>): void {
  const forks = (session?.core.journal.forks() ?? []).filter(({ hashes }) => !hashes.some((hash) => forged.has(hash)))
  if (forks.length === 0 || told.has('E_FORK') || told.has('E_FORK_OTHER')) return
  const [{ stream, seq }] = forks as [(typeof forks)[number]]
  ports.fail('I7', `${name} holds two entries at ${stream.slice(0, 6)}/${seq} and does not say so`)
}
