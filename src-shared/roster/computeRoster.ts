import type { Hex } from '../base/bytes.ts'
import { KIND, type Entry } from '../journal/entry.ts'
import type { CutOff, GenesisBody, JoinBody } from './controlBodies.ts'
import { findGenesis, judgeForms, rootOf } from './controlForm.ts'
import { type ControlGraph, type ControlNode, buildGraph, hasBit, headsOf, pastOf } from './controlGraph.ts'
import { ZERO_HASH } from './foundRoom.ts'
import { type Loss, type Rights, decideRights } from './rights.ts'
import { type RosterRole, largerRole, mayWriteContent, roleOfNumber } from './roles.ts'
import type { Epoch, Grant, Member, MemberId, RefusedCode, Roster, RosterDevice } from './roster.ts'

/**
 * The roster of a room: a pure function of the *set* of entries, in any order, doubled or not (RO1). Entries that are not
 * control entries of this room, or not truly signed, change nothing (RO2).
 */
export function computeRoster(roomId: Hex, entries: Iterable<Entry>): Roster {
  const graph = buildGraph(roomId, entries)
  const genesis = findGenesis(graph, roomId)
  const common = { roomId, missing: graph.missing, graph }
  if (genesis === undefined) return { ...common, ...NOTHING_KNOWN }
  const rights = decideRights(graph, genesis, judgeForms(graph, genesis))
  const members = membersOf(genesis, graph, rights)
  const epochs = epochsOf(graph, rights)
  const kept = graph.nodes.filter((node) => rights.isKept(node))
  return {
    ...common,
    heads: headsOf(kept),
    unknown: kept.filter(({ body }) => body.kind === 'unknown').length,
    genesis: genesis.hash,
    policy: (genesis.body as GenesisBody).policy,
    members,
    devices: devicesOf(genesis, members),
    grants: grantsOf(graph, rights),
    epochs,
    // The smallest: all who hold the same entries write in the same one (RO14).
    sendingEpoch: latestEpochs(epochs)[0],
    refused: refusedOf(graph, rights),
    rights,
  }
}

/** The roster with more entries; what is known of the signatures of the old ones is not computed again. */
export function extendRoster(roster: Roster, entries: Iterable<Entry>): Roster {
  return computeRoster(roster.roomId, [...roster.graph.entries, ...entries])
}

/**
 * The role of a device for whoever knows exactly the control heads `heads`; what they have not seen is left aside.
 * `null`: no member there; `undefined`: one of the heads is not held yet.
 */
export function roleAt(roster: Roster, device: Hex, heads: readonly Hex[]): RosterRole | null | undefined {
  if (roster.rights === undefined) return pastOf(roster.graph, heads) === undefined ? undefined : null
  const standing = roster.rights.standingAt(device, heads)
  return standing === undefined ? undefined : (standing.role ?? null)
}

const NOTHING_KNOWN = {
  heads: [],
  unknown: 0,
  genesis: undefined,
  policy: undefined,
  members: new Map(),
  devices: new Map(),
  grants: new Map(),
  epochs: new Map(),
  sendingEpoch: undefined,
  refused: new Map(),
  rights: undefined,
} as const

function membersOf(genesis: ControlNode, graph: ControlGraph, rights: Rights): ReadonlyMap<MemberId, Member> {
  const origins = new Map<Hex, ControlNode[]>([[genesis.device, [genesis]]])
  for (const node of graph.nodes) {
    // One that fell with its grant makes somebody who is gone, and of whom nothing is kept by name (RO23).
    if (node.body.kind !== KIND.JOIN || rights.ownVerdictOf(node) !== 'counts') continue
    const known = origins.get(node.device)
    if (known === undefined) origins.set(node.device, [node])
    else known.push(node)
  }
  const members = [...origins.values()].map((nodes) => memberOf(nodes, genesis, graph, rights))
  return new Map(members.map((member) => [member.id, member]))
}

/** `origins`: GENESIS and JOINs of one device, in order. The first names the member, the last says its keys and name. */
function memberOf(origins: readonly ControlNode[], genesis: ControlNode, graph: ControlGraph, rights: Rights): Member {
  const [first, last] = [origins[0] as ControlNode, origins.at(-1) as ControlNode]
  const isFounder = first === genesis
  const body = last.body as GenesisBody | JoinBody
  const { role, stewardBy } = rights.standingOf(first.device)
  const gains = rights.gainsEverOf(first.device)
  const lastRole = gains.reduce<RosterRole>(
    (most, { gives }) => (gives === 'stewardship' ? most : largerRole(most, gives === 'steward' ? 'writer' : gives)),
    'reader',
  )
  const id = isFounder ? genesis.entry.header.roomId : first.hash
  return {
    id,
    role: role ?? lastRole,
    standing: role !== undefined,
    isFounder,
    device: first.device,
    box: body.box,
    recovery: body.recovery === undefined ? undefined : { sign: body.recovery.sign, box: body.recovery.box },
    name: body.name,
    nameEpoch: last === genesis ? ZERO_HASH : last.entry.header.epochId,
    grant: isFounder ? undefined : first.entry.header.prev,
    origins: origins.map(({ hash }) => hash),
    hasWritten: gains.some(({ gives }) => gives === 'stewardship' || mayWriteContent(gives)),
    cutOffs: cutOffsOf(id, first.device, graph, rights, role),
    appointedBy: stewardBy?.hash,
  }
}

/**
 * Losses are united; where two keep different parts of a stream, what either steward had seen stays, and what one has
 * accepted afterwards too.
 */
function cutOffsOf(
  id: Hex,
  device: Hex,
  graph: ControlGraph,
  rights: Rights,
  role: RosterRole | undefined,
): ReadonlyMap<Hex, CutOff> {
  const isWriter = role !== undefined && mayWriteContent(role)
  const kept = rights.lossesOf(device).filter(({ takes }) => takesWriting(takes, isWriter))
  const accepted = graph.nodes.flatMap((node) => {
    const isAbout = node.body.kind === KIND.ROLE && node.body.subject === id && rights.verdictOf(node) === 'counts'
    return isAbout && node.body.kind === KIND.ROLE ? node.body.accepted : []
  })
  const cutOffs = new Map<Hex, CutOff>()
  for (const cut of [...kept.flatMap((loss) => loss.cutOffs), ...accepted]) {
    const known = cutOffs.get(cut.stream)
    const isLater = known === undefined || cut.seq > known.seq || (cut.seq === known.seq && cut.hash < known.hash)
    if (isLater) cutOffs.set(cut.stream, cut)
  }
  return cutOffs
}

/** Of a reader who was a steward for a while the steward's right was the right to write. */
const takesWriting = (takes: Loss['takes'], isWriter: boolean): boolean =>
  takes === 'membership' || (takes === 'stewardship' ? !isWriter : !mayWriteContent(takes.above))

/** Who joined comes before who is only named as a recovery code: nobody takes over a device by naming its key. */
function devicesOf(genesis: ControlNode, members: ReadonlyMap<MemberId, Member>): ReadonlyMap<Hex, RosterDevice> {
  const devices = new Map<Hex, RosterDevice>()
  const root = rootOf(genesis)
  if (root !== undefined) devices.set(root, { is: 'root' })
  for (const { id, device } of members.values()) {
    if (!devices.has(device)) devices.set(device, { is: 'device', member: id })
  }
  for (const { id, recovery } of members.values()) {
    if (recovery !== undefined && !devices.has(recovery.sign))
      devices.set(recovery.sign, { is: 'recovery', member: id })
  }
  return devices
}

function grantsOf(graph: ControlGraph, rights: Rights): ReadonlyMap<Hex, Grant> {
  const counting = graph.nodes.filter((node) => rights.verdictOf(node) === 'counts')
  const joins = counting.filter(({ body }) => body.kind === KIND.JOIN)
  const grants = counting.flatMap(({ body, hash, entry, device }): readonly Grant[] => {
    if (body.kind !== KIND.INVITE_GRANT) return []
    const voids = counting.filter((node) => node.body.kind === KIND.INVITE_VOID && node.body.grant === hash)
    const used = joins.filter((join) => join.entry.header.prev === hash)
    const isSeen = (join: ControlNode): boolean => voids.some((node) => hasBit(node.past, join.index))
    return [
      {
        hash,
        body,
        epochId: entry.header.epochId,
        by: device,
        role: roleOfNumber(body.role),
        isVoid: voids.length > 0,
        joins: used.map((join) => join.hash),
        besideVoid: voids.length === 0 ? [] : used.filter((join) => !isSeen(join)).map((join) => join.hash),
      },
    ]
  })
  return new Map(grants.map((grant) => [grant.hash, grant]))
}

/** Also those whose author had lost the right: what was sealed with their secret stays readable. */
function epochsOf(graph: ControlGraph, rights: Rights): ReadonlyMap<Hex, Epoch> {
  const epochs = graph.nodes.flatMap((node): readonly Epoch[] => {
    const { body, hash, device } = node
    if (body.kind !== KIND.EPOCH || rights.ownVerdictOf(node) !== 'counts') return []
    return [{ id: hash, body, by: device, counts: rights.verdictOf(node) === 'counts' }]
  })
  return new Map(epochs.map((epoch) => [epoch.id, epoch]))
}

/** Ids of the epochs that none follows, ascending: more than one after two stewards have re-keyed apart. */
export function latestEpochs(epochs: ReadonlyMap<Hex, Epoch>): readonly Hex[] {
  const counting = [...epochs.values()].filter(({ counts }) => counts)
  const followed = new Set(counting.flatMap(({ body }) => body.parentEpochs))
  return counting
    .map(({ id }) => id)
    .filter((id) => !followed.has(id))
    .sort()
}

function refusedOf(graph: ControlGraph, rights: Rights): ReadonlyMap<Hex, RefusedCode> {
  const refused = new Map<Hex, RefusedCode>(graph.unreadable.map((hash) => [hash, 'E_CONTROL']))
  for (const node of graph.nodes) {
    const verdict = rights.verdictOf(node)
    if (verdict !== 'counts' && verdict !== 'unknown') refused.set(node.hash, verdict)
  }
  return refused
}
