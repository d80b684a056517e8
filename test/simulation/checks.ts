/** What must hold when the faults have stopped. */
import type { Stage } from './stage.ts'
import { cardsOf } from './edits.ts'
import { FORGED_TITLE, NEVER_STORED } from './forger.ts'
import { selfOf } from '#shared/core/self.ts'
import { checkForks } from './hearing.ts'
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
  // A forgery may be kept by one and refused by another: it is in nobody's plan (I4).
  const forged = new Set(stage.forgeries.map(({ hash }) => hash))
  // Of two entries at one place one may hold both and another one alone: what both say is in the plan of each (CR11).
  const aside = new Set([
    ...forged,
    ...states.flatMap(({ journal }) => journal.forks().flatMap(({ hashes }) => hashes)),
  ])
  const lists = new Set(members.map((member) => entryList(member, aside)))
  return lists.size <= 1 && members.every(({ session }) => session.status().relays.every(({ caughtUp }) => caughtUp))
}

const entryList = ({ session }: Member, forged: ReadonlySet<string>): string =>
  [...session.core.journal.places()]
    .map(({ hash }) => hash)
    .filter((hash) => !forged.has(hash))
    .sort()
    .join()

/** `wait` lets time pass until a promise is done. Answers with the plan, the same for all. */
export async function checkEnd(stage: Stage, wait: <T>(work: Promise<T>) => Promise<T | null>): Promise<string> {
  const { ports } = stage
  const isTorn = stage.rollbacks.length > 0 && isTornApart(stage)
  if (isTorn) ports.note('both sides of a fork have spread')
  const first = isTorn ? null : await wait(checkEqual(stage))
  checkForgeries(stage)
  await wait(checkRollbacks(stage))
  const forged = new Set(stage.forgeries.map(({ hash }) => hash))
  for (const peer of membersOf(stage)) checkForks(ports, peer, forged)
  checkWork(stage)
  for (const relay of stage.relays) await wait(relay.checkAcknowledged())
  for (const peer of membersOf(stage)) await wait(peer.checkPromised())
  if (isTorn || ports.options.seed % RESTARTED_EVERY !== 0) return first ?? ''
  for (const peer of membersOf(stage)) {
    await wait(peer.stop())
    // Of every second device the cache is gone: the journal alone makes the same plan.
    if (peer.number % 2 === 1) peer.machine.loseFiles(/^cache/)
    await wait(peer.start())
  }
  const again = await wait(checkEqual(stage))
  if (first !== again) ports.fail('I12', 'the plan is another after everyone has started again')
  return first ?? ''
}

/** I3, and that whatever was saved by anyone is in the plan of everyone. */
async function checkEqual(stage: Stage): Promise<string | null> {
  const { ports } = stage
  const seen: { readonly name: string; readonly shown: Shown }[] = []
  for (const { name, session } of membersOf(stage)) {
    const shown = await showAll(session)
    if (typeof shown === 'string') {
      ports.fail('I12', `${name} cannot show its plan: ${shown}`)
      return null
    }
    seen.push({ name, shown })
    const { parked } = session.status().entries
    if (parked > 0) ports.fail('I3', `${name} still waits with ${parked} entries though nothing is missing`)
  }
  const [one] = seen
  if (one === undefined) return ''
  for (const { name, shown } of seen) {
    const differing = (Object.keys(shown) as (keyof Shown)[]).filter((part) => shown[part] !== one.shown[part])
    if (differing.length > 0)
      ports.fail('I3', `${one.name} and ${name} hold the same entries, other ${differing.join()}`)
  }
  checkJoined(stage)
  await checkPromises(stage, one.shown)
  if (one.shown.plan.includes(FORGED_TITLE)) ports.fail('I4', 'a forged card is in the plan')
  return one.shown.plan
}

/** All that two people who hold the same must be shown alike. */
interface Shown {
  readonly heads: string
  readonly plan: string
  readonly agreements: string
  readonly members: string
  readonly links: string
  readonly control: string
}

async function showAll(session: Member['session']): Promise<Shown | string> {
  const plan = await session.canonicalJson('draft')
  if (!plan.ok) return plan.error.code
  const agreements = await session.agreements()
  if (!agreements.ok) return agreements.error.code
  const { members, invites } = session.roster()
  const { heads, sendingEpoch } = session.core.state.roster
  const lines = (list: readonly object[]): string =>
    list
      .map((item) => JSON.stringify(item))
      .sort()
      .join('\n')
  return {
    heads: (await session.heads()).join(),
    plan: plan.value,
    agreements: lines(agreements.value.map((one) => ({ ...one, by: one.by.memberId }))),
    members: lines(members.map((member) => ({ ...member, isSelf: null }))),
    links: lines(invites),
    control: `${heads.join()} ${sendingEpoch ?? ''}`,
  }
}

/** I1 for all: what anybody had saved is in everybody's plan, and nothing honest has been set aside. */
async function checkPromises(stage: Stage, { plan, agreements }: Shown): Promise<void> {
  const { ports, peers, rollbacks } = stage
  const cards = cardsOf(plan)
  const forged = new Set(stage.forgeries.map(({ hash }) => hash))
  for (const { name, promised } of peers) {
    const lost = [...promised.cards].filter((id) => !cards.has(id))
    if (lost.length > 0) ports.fail('I1', `${lost.length} cards that ${name} had saved are in nobody's plan`)
    const gone = [...promised.agreements].filter((id) => !agreements.includes(id))
    if (gone.length > 0) ports.fail('I1', `${gone.length} agreements that ${name} had recorded are in nobody's plan`)
  }
  if (agreements.includes('"valid":false')) ports.fail('I3', 'an honest agreement is shown as not valid')
  // After a rollback a device writes its changes again, under other hashes.
  const hashes = peers.flatMap(({ promised, wasRolledBack }) => (wasRolledBack ? [] : [...promised.changes]))
  for (const { name, session } of membersOf(stage)) {
    const known = await session.core.docs.has({ hashes })
    const lost = known.ok ? known.value.known.filter((isKnown) => !isKnown).length : hashes.length
    if (lost > 0) ports.fail('I1', `${lost} of ${hashes.length} changes that were saved are not in the plan of ${name}`)
    const aside = [...session.core.state.quarantined.values()].filter(({ hash }) => !forged.has(hash))
    if (aside.length > 0 && rollbacks.length === 0) {
      ports.fail('I1', `${name} has set aside what is honest: ${aside.map(({ code }) => code).join()}`)
    }
  }
}

/** I3: who was told that it had joined is a member for everybody, void link or not (RO10). */
function checkJoined(stage: Stage): void {
  const members = membersOf(stage)
  for (const { name, number, session } of members) {
    const id = selfOf(session.core)?.id
    const role = stage.ports.options.roles[number]
    for (const other of members) {
      const known = other.session.roster().members.find(({ memberId }) => memberId === id)
      if (known === undefined) stage.ports.fail('I3', `${other.name} does not know ${name}, who has joined`)
      else if (known.role !== role) stage.ports.fail('I3', `${name} is ${known.role} for ${other.name}, not ${role}`)
    }
  }
}

/** I4: what is no member's is not even kept; what is kept is set aside; nobody has got a right by it. */
function checkForgeries(stage: Stage): void {
  const { ports, relays, forgeries } = stage
  for (const { how, hash, member } of forgeries) {
    for (const { name, session } of membersOf(stage)) {
      const { journal, state } = session.core
      if (NEVER_STORED.has(how) && journal.has(hash)) ports.fail('I4', `${name} keeps a forgery (${how})`)
      if (how === 'actor' && journal.has(hash) && !state.quarantined.has(hash)) {
        ports.fail('I4', `${name} holds a forgery (${how}) and has not set it aside`)
      }
      const gained = member === null ? undefined : state.roster.members.get(member)
      const stands = gained?.role === 'steward' && !isAppointedHonestly(stage, member)
      if (stands) ports.fail('I4', `${name} takes a member for a steward who appointed itself`)
    }
    for (const { url, acknowledged } of relays) {
      const isHeld = [...acknowledged.values()].some((hashes) => hashes.has(hash))
      if (isHeld && how !== 'actor') ports.fail('I4', `${url} took a forgery (${how})`)
    }
  }
}

/** The role of a link is the role of its grant. */
const isAppointedHonestly = ({ peers, ports }: Stage, member: string | null): boolean =>
  peers.some(
    ({ number, session }) =>
      session?.status().role === 'steward' &&
      ports.options.roles[number] === 'steward' &&
      selfOf(session.core)?.id === member,
  )

/** I7: an old state that was put back, and was written on or met others, has been noticed by somebody. */
async function checkRollbacks(stage: Stage): Promise<void> {
  const { ports, peers, relays, rollbacks } = stage
  const members = membersOf(stage)
  const said = members.flatMap(({ told }) => [...told])
  for (const { of, at, lost, twins, log } of rollbacks) {
    if (lost.size === 0) continue
    const { name, told } = peers[at] ?? { name: '', told: new Set<string>() }
    const isKnownElsewhere = members.some(({ session }) => [...twins].some((hash) => session.core.journal.has(hash)))
    if (of === 'peer' && isKnownElsewhere && !told.has('E_FORK')) {
      ports.fail('I7', `${name} went on from an old state, others have what it wrote since, and it does not say so`)
    }
    const planId = peers[0]?.planId ?? null
    if (of === 'peer' || planId === null) continue
    const relay = relays[at]!
    const now = [...(await relay.heldOnDisk(planId))]
    // Where the same came back in the same order before anybody looked, the log is the one that was known.
    const isHealed = log.every((hash, place) => now[place] === hash)
    if (!isHealed && !said.includes(`W_RELAY_ROLLBACK ${relay.url}`)) {
      ports.fail('I7', `${relay.url} has lost ${lost.size} entries and nobody says so`)
    }
  }
}

/**
 * Both sides of a fork have gone to people who build on them: under one number of one actor a document holds one change
 * only, so these differ until a person decides (decision 0006). Everybody who holds both has said so.
 */
function isTornApart(stage: Stage): boolean {
  const members = membersOf(stage)
  const places = members.flatMap(({ session }) => session.core.journal.forks())
  return places.some(({ stream, seq }) => {
    const applied = members.map(({ session: { core } }) =>
      core.journal.at(stream, seq).filter((hash) => !core.state.quarantined.has(hash)),
    )
    return new Set(applied.map((hashes) => [...hashes].sort().join())).size > 1
  })
}

/** I8, counted: how often an entry is judged, and what a stranger gets out of a relay. */
function checkWork(stage: Stage): void {
  const { ports } = stage
  for (const { name, gated } of stage.peers) {
    const most = Math.max(0, ...gated.values())
    if (most > MOST_JUDGED) ports.fail('I8', `${name} has judged one entry ${most} times`)
  }
  const { mostBytesBefore } = ports.network
  if (mostBytesBefore > MOST_BYTES_BEFORE) ports.fail('I8', `a relay sent ${mostBytesBefore} bytes to a stranger`)
}

/** Every so many seeds everyone starts once more at the end; others have started again on the way. */
const RESTARTED_EVERY = 3
/** In one run of the program: when it comes, and again when the document is built anew after a fork. */
const MOST_JUDGED = 6
/** CHAL, OPENED and a refusal. */
const MOST_BYTES_BEFORE = 4_096
