/** Links between the people of a world: made, given away, used at once or much later, voided used or unused. */
import type { Chance } from './chance.ts'
import type { PeerHost } from './peerHost.ts'
import type { RelayHost } from './relayHost.ts'
import { SYNC, type Stage, addressOf, told } from './stage.ts'

type Role = 'steward' | 'writer' | 'reader'

/** A link somebody was given, with the file as it was then. */
export interface GivenLink {
  readonly link: string
  readonly role: Role
  readonly file: Uint8Array
}

/** Nobody has been asked in by it yet; a latecomer may come by it, also when it has been voided meanwhile. */
export async function giveLink(stage: Stage, by: PeerHost, role: Role, maxUses: number): Promise<string> {
  const made = await makeLink(stage, by, role, maxUses)
  return typeof made === 'string' ? made : 'ok'
}

async function makeLink(
  { links }: Stage,
  { session }: PeerHost,
  role: Role,
  maxUses: number,
): Promise<GivenLink | string> {
  const invited = await session?.invite({ role, maxUses })
  if (invited?.ok !== true) return told(invited)
  const file = await session?.bundle()
  if (file?.ok !== true) return told(file)
  const given = { link: invited.value.link, role, file: file.value }
  links.push(given)
  return given
}

/** Any link this device knows of, used or not. */
export async function voidLink({ session }: PeerHost, chance: Chance): Promise<string> {
  const open = session?.roster().invites.filter(({ voided }) => !voided) ?? []
  if (session === null || open.length === 0) return 'none'
  return told(await session.voidInvite(chance.pick(open).grant))
}

/** What a colleague does who sits beside: makes a link, and sees that it can be used. */
export async function inviteAndJoin(
  stage: Stage,
  by: PeerHost,
  peer: PeerHost,
  relay: RelayHost,
  byStick: boolean,
): Promise<string> {
  if (by.session === null || by === peer || peer.planId !== null) return 'not possible'
  const link = await makeLink(stage, by, stage.ports.options.roles[peer.number]!, 3)
  if (typeof link === 'string') return link
  if (!byStick) {
    const met = await by.session.syncOnce(addressOf(relay), SYNC)
    if (!met.ok) return told(met)
  }
  peer.ask('join', () => joinBy(peer, link, byStick ? null : relay))
  return 'ok'
}

/** Somebody comes by a link of some time ago, with the file of then or at a relay. */
export async function joinLate(
  { links, ports }: Stage,
  peer: PeerHost,
  relay: RelayHost | null,
  chance: Chance,
): Promise<string> {
  const fitting = links.filter(({ role }) => role === ports.options.roles[peer.number])
  return fitting.length === 0 ? 'no link' : joinBy(peer, chance.pick(fitting), relay)
}

async function joinBy(peer: PeerHost, { link, file }: GivenLink, relay: RelayHost | null): Promise<string> {
  if (peer.planId !== null || peer.device === null) return 'not possible'
  const by = relay === null ? { bundle: file } : { relay: addressOf(relay) }
  const joined = await peer.device.join({ link, name: peer.name, ...by })
  if (!joined.ok) return told(joined)
  peer.planId = joined.value.planId
  await peer.openPlan()
  return 'ok'
}

/** Whether a relay that knows all there is refuses newcomers by the link this device joined by. */
export function isShutOut({ peers, ports }: Stage, peer: PeerHost): boolean {
  const grant = peer.session?.roster().members.find(({ isSelf }) => isSelf)?.grant ?? null
  if (grant === null) return false
  const views = peers.flatMap(({ session }) => session?.roster().invites.filter((one) => one.grant === grant) ?? [])
  const users = new Set(views.flatMap(({ usedBy }) => usedBy))
  return views.some(
    ({ voided, maxUses, notAfter }) =>
      voided || users.size > (maxUses ?? Infinity) || ports.utc() > (notAfter ?? Infinity) * 1_000,
  )
}
