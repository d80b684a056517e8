/** What must hold when the faults have stopped. */
import type { Stage } from './actions.ts'
import { cardsOf } from './edits.ts'
import type { PeerHost } from './peerHost.ts'

type Member = PeerHost & { readonly session: NonNullable<PeerHost['session']> }

export const membersOf = ({ peers }: Stage): readonly Member[] =>
  peers.filter((peer): peer is Member => peer.session !== null)

/** All entries everywhere, nothing waiting, nobody busy. */
export function isTogether(stage: Stage): boolean {
  const members = membersOf(stage)
  if (stage.peers.some((peer) => peer.isBusy || (peer.planId !== null && peer.session === null))) return false
  const states = members.map(({ session }) => session.core)
  if (states.some(({ state }) => state.pending.length + state.unwritten.length > 0)) return false
  const counts = new Set(states.map(({ journal }) => journal.count()))
  if (counts.size > 1) return false
  const lists = new Set(members.map(entryList))
  return lists.size <= 1 && members.every(({ session }) => session.status().relays.every(({ caughtUp }) => caughtUp))
}

const entryList = ({ session }: Member): string =>
  [...session.core.journal.places()]
    .map(({ hash }) => hash)
    .sort()
    .join()

/** `wait` lets time pass until a promise is done. Answers with the plan, the same for all. */
export async function checkEnd(stage: Stage, wait: <T>(work: Promise<T>) => Promise<T | null>): Promise<string> {
  const { ports } = stage
  const first = await wait(checkEqual(stage))
  for (const relay of stage.relays) await wait(relay.checkAcknowledged())
  for (const peer of membersOf(stage)) {
    await wait(peer.checkPromised())
    await wait(peer.stop())
    await wait(peer.start())
  }
  const again = await wait(checkEqual(stage))
  if (first !== again) ports.fail('I12', 'the plan is another after everyone has started again')
  return first ?? ''
}

/** I3, and that whatever was saved by anyone is in the plan of everyone. */
async function checkEqual(stage: Stage): Promise<string | null> {
  const { ports } = stage
  const seen: { readonly name: string; readonly json: string; readonly heads: string; readonly roster: string }[] = []
  for (const { name, session } of membersOf(stage)) {
    const json = await session.canonicalJson('draft')
    if (!json.ok) {
      ports.fail('I12', `${name} cannot show its plan: ${json.error.code}`)
      return null
    }
    const roster = session
      .roster()
      .members.map(({ memberId, role, name: shown }) => `${memberId} ${role} ${shown}`)
      .sort()
      .join()
    seen.push({ name, json: json.value, heads: (await session.heads()).join(), roster })
    const { parked } = session.status().entries
    if (parked > 0) ports.fail('I3', `${name} still waits with ${parked} entries though nothing is missing`)
  }
  const [one] = seen
  if (one === undefined) return ''
  for (const other of seen) {
    if (other.heads !== one.heads) ports.fail('I3', `${one.name} and ${other.name} hold the same entries, other heads`)
    if (other.json !== one.json) ports.fail('I3', `${one.name} and ${other.name} show different plans`)
    if (other.roster !== one.roster) ports.fail('I3', `${one.name} and ${other.name} know different members`)
  }
  const cards = cardsOf(one.json)
  for (const { name, promised } of stage.peers) {
    const lost = [...promised.cards].filter((id) => !cards.has(id))
    if (lost.length > 0) ports.fail('I1', `${lost.length} cards that ${name} had saved are in nobody's plan`)
  }
  return one.json
}
