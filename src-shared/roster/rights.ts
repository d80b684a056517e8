/**
 * Who may do what, as a function of the set of control entries (docs/specs/roster.md, RO5-RO11).
 *
 * A *gain* gives a device a right (GENESIS, JOIN, STEWARD, ROLE), a *loss* takes one away (STEWARD withdrawn, EPOCH that
 * removes, INVITE_VOID that names cut-offs, ROLE: all that is above it). Whoever holds a set of entries that is closed under `parents`, a *universe*, judges with it and nothing
 * else. An entry is first judged in the universe of its own past, for ever: that decides whether it is kept and passed on.
 * It is then judged again in the universe at hand: there a loss that neither saw the other may leave it out.
 */
import type { Hex } from '../base/bytes.ts'
import { KIND } from '../journal/entry.ts'
import type { ControlBody, CutOff } from './controlBodies.ts'
import { type FormVerdict, recoveryOfNode, rootOf, subjectDevice } from './controlForm.ts'
import { type Bits, type ControlGraph, type ControlNode, hasBit, pastOf } from './controlGraph.ts'
import { type RosterRole, largerRole, roleOfNumber, smallerRole } from './roles.ts'
import type { RefusedCode } from './roster.ts'

export interface Gain {
  readonly node: ControlNode
  /** A role, or the steward's right alone. */
  readonly gives: RosterRole | 'stewardship'
  /** GENESIS and JOIN make a member; the others change what a member may do. */
  readonly isMembership: boolean
  /** A loss that this node has seen does not undo the gain: for a JOIN its grant, otherwise the entry itself. */
  readonly seenBy: ControlNode
}

export interface Loss {
  readonly node: ControlNode
  /** Membership, the steward's right alone, or all above a role. */
  readonly takes: 'membership' | 'stewardship' | { readonly above: RosterRole }
  readonly cutOffs: readonly CutOff[]
}

export type Verdict = 'counts' | 'unknown' | RefusedCode

export interface Standing {
  /** `undefined`: no member at that point. */
  readonly role: RosterRole | undefined
  /** The earliest entry that makes it a steward. */
  readonly stewardBy: ControlNode | undefined
  /** What the role rests on. */
  readonly gains: readonly Gain[]
}

export interface Rights {
  /** In the universe of everything held. */
  verdictOf(node: ControlNode): Verdict
  /** In the universe of its own past. */
  ownVerdictOf(node: ControlNode): Verdict
  /** Whether the node is kept and passed on: it and all in its past are in order by their own past. */
  isKept(node: ControlNode): boolean
  standingOf(device: Hex): Standing
  /** `undefined` when one of the heads is not held. */
  standingAt(device: Hex, heads: readonly Hex[]): Standing | undefined
  gainsOf(device: Hex): readonly Gain[]
  /** Those too that count by their own past alone. */
  gainsEverOf(device: Hex): readonly Gain[]
  lossesOf(device: Hex): readonly Loss[]
}

/** Whether entry (stream, seq, hash) is among what a list of cut-offs leaves standing. */
function isWithin(cutOffs: readonly CutOff[], stream: Hex, seq: number, hash: Hex): boolean {
  return cutOffs.some((cut) => cut.stream === stream && (seq < cut.seq || (seq === cut.seq && hash === cut.hash)))
}

/** Judges every node of the graph. `forms` has judged places and signatures already. */
export function decideRights(graph: ControlGraph, genesis: ControlNode, forms: readonly FormVerdict[]): Rights {
  const facts = gatherFacts(graph, genesis, forms)
  for (const node of graph.nodes) judgeByOwnPast(facts, node)
  const all = new Universe(facts, undefined)
  const universes = new Map<string, Universe>()
  return {
    verdictOf: (node) => all.verdict(node),
    ownVerdictOf: (node) => facts.own[node.index] as Verdict,
    isKept: (node) => facts.isKept[node.index] === true,
    standingOf: (device) => all.standing(device),
    standingAt: (device, heads) => {
      const key = heads.join()
      const known = universes.get(key)
      if (known !== undefined) return known.standing(device)
      const bits = pastOf(graph, heads)
      if (bits === undefined) return undefined
      const universe = new Universe(facts, bits)
      universes.set(key, universe)
      return universe.standing(device)
    },
    gainsOf: (device) => (facts.gains.get(device) ?? []).filter(({ node }) => all.verdict(node) === 'counts'),
    gainsEverOf: (device) => (facts.gains.get(device) ?? []).filter(({ node }) => facts.own[node.index] === 'counts'),
    lossesOf: (device) => (facts.losses.get(device) ?? []).filter(({ node }) => all.verdict(node) === 'counts'),
  }
}

interface Facts {
  readonly graph: ControlGraph
  readonly genesis: ControlNode
  readonly root: Hex | undefined
  readonly forms: readonly FormVerdict[]
  readonly gains: ReadonlyMap<Hex, readonly Gain[]>
  readonly losses: ReadonlyMap<Hex, readonly Loss[]>
  readonly voids: ReadonlyMap<Hex, readonly ControlNode[]>
  /** Devices that recovery codes are, by the node that names them. */
  readonly recoveries: ReadonlyMap<Hex, readonly ControlNode[]>
  /** By index, filled parents first. */
  readonly own: Verdict[]
  readonly isKept: boolean[]
  readonly basis: (readonly Gain[])[]
  /** Of losses: place of the author among stewards, then of the loss itself. Smaller is decided first. */
  readonly order: number[]
}

function gatherFacts(graph: ControlGraph, genesis: ControlNode, forms: readonly FormVerdict[]): Facts {
  const [gains, losses] = [new Map<Hex, Gain[]>(), new Map<Hex, Loss[]>()]
  const [voids, recoveries] = [new Map<Hex, ControlNode[]>(), new Map<Hex, ControlNode[]>()]
  for (const node of graph.nodes) {
    if (forms[node.index] !== 'fine') continue
    const gain = gainOf(graph, genesis, node)
    if (gain !== undefined) push(gains, gain[0], gain[1])
    for (const [device, loss] of lossesBy(graph, genesis, node)) push(losses, device, loss)
    if (node.body.kind === KIND.INVITE_VOID) push(voids, node.body.grant, node)
    const recovery = recoveryOfNode(node)
    if (recovery !== undefined) push(recoveries, recovery, node)
  }
  const empty = { own: [], isKept: [], basis: [], order: [] }
  return { graph, genesis, root: rootOf(genesis), forms, gains, losses, voids, recoveries, ...empty }
}

function gainOf(graph: ControlGraph, genesis: ControlNode, node: ControlNode): readonly [Hex, Gain] | undefined {
  const { body } = node
  if (node === genesis) return [node.device, { node, gives: 'steward', isMembership: true, seenBy: node }]
  if (body.kind === KIND.JOIN) {
    const grant = graph.byHash.get(node.entry.header.prev)
    if (grant?.body.kind !== KIND.INVITE_GRANT) return undefined
    return [node.device, { node, gives: roleOfNumber(grant.body.role), isMembership: true, seenBy: grant }]
  }
  const gives = givenBy(body)
  if (gives === undefined) return undefined
  const device = subjectDevice(graph, genesis, node, subjectOf(body))
  return device === undefined ? undefined : [device, { node, gives, isMembership: false, seenBy: node }]
}

/** What an act of a steward gives its subject. */
function givenBy(body: ControlBody): Gain['gives'] | undefined {
  if (body.kind === KIND.STEWARD) return body.withdrawn ? undefined : 'stewardship'
  return body.kind === KIND.ROLE && body.role !== undefined ? roleOfNumber(body.role) : undefined
}

function takenBy(body: ControlBody): Loss['takes'] | undefined {
  if (body.kind === KIND.STEWARD) return body.withdrawn ? 'stewardship' : undefined
  if (body.kind === KIND.EPOCH) return 'membership'
  return body.kind === KIND.ROLE && body.role !== undefined ? { above: roleOfNumber(body.role) } : undefined
}

const subjectOf = (body: ControlBody): Hex => ('subject' in body ? body.subject : '')

function lossesBy(graph: ControlGraph, genesis: ControlNode, node: ControlNode): readonly (readonly [Hex, Loss])[] {
  const { body } = node
  if (body.kind === KIND.INVITE_VOID) {
    const loss = { node, takes: 'membership', cutOffs: body.cutOffs } as const
    return joinedBy(graph, body.grant, body.cutOffs).map((device) => [device, loss] as const)
  }
  const takes = takenBy(body)
  if (takes === undefined || !('cutOffs' in body)) return []
  const subjects = body.kind === KIND.EPOCH ? body.removed : [subjectOf(body)]
  return subjects.flatMap((subject) => {
    const device = subjectDevice(graph, genesis, node, subject)
    return device === undefined ? [] : [[device, { node, takes, cutOffs: body.cutOffs }] as const]
  })
}

/** Devices whose JOIN under `grant` began one of the streams of `cutOffs`. */
function joinedBy(graph: ControlGraph, grant: Hex, cutOffs: readonly CutOff[]): readonly Hex[] {
  if (cutOffs.length === 0) return []
  const streams = new Set(cutOffs.map(({ stream }) => stream))
  const joins = graph.nodes.filter(({ body, entry }) => {
    return body.kind === KIND.JOIN && entry.header.prev === grant && streams.has(entry.header.stream)
  })
  return [...new Set(joins.map(({ device }) => device))]
}

/** Fills `own`, `isKept`, `basis` and `order` of a node whose past is judged. */
function judgeByOwnPast(facts: Facts, node: ControlNode): void {
  const { graph, root, own, isKept, basis, order } = facts
  const past = new Universe(facts, node.past)
  const rests = node.body.parents.every((parent) => isKept[graph.byHash.get(parent)?.index ?? -1])
  const standing = past.standing(node.device)
  const verdict = rests ? ownVerdict(facts, node, past, standing) : 'E_CONTEXT'
  own[node.index] = verdict
  isKept[node.index] = verdict === 'counts' || (verdict === 'unknown' && rests && isKnownAuthor(facts, node))
  basis[node.index] = standing.gains
  const seniority = node.device === root ? 0 : 1 + (standing.stewardBy?.index ?? graph.nodes.length)
  order[node.index] = seniority * (graph.nodes.length + 1) + node.index
}

function ownVerdict(facts: Facts, node: ControlNode, past: Universe, { role }: Standing): Verdict {
  const form = facts.forms[node.index]
  if (form !== 'fine') return form ?? 'E_CONTEXT'
  if (node === facts.genesis || node.device === facts.root) return 'counts'
  if (node.body.kind !== KIND.JOIN)
    return role === undefined ? 'E_NOT_MEMBER' : role === 'steward' ? 'counts' : 'E_ROLE'
  const { prev } = node.entry.header
  const grant = facts.graph.byHash.get(prev) as ControlNode
  if (past.verdict(grant) !== 'counts') return 'E_INVITE_UNKNOWN'
  const isVoid = (facts.voids.get(prev) ?? []).some((by) => past.has(by) && past.verdict(by) === 'counts')
  return isVoid ? 'E_INVITE_VOID' : 'counts'
}

/** Kinds to come are passed on for everyone who has ever belonged to the room, codes included. */
function isKnownAuthor({ root, gains, recoveries }: Facts, { device, past }: ControlNode): boolean {
  if (device === root) return true
  const nodes = [...(gains.get(device) ?? []).map(({ node }) => node), ...(recoveries.get(device) ?? [])]
  return nodes.some(({ index }) => hasBit(past, index))
}

const NO_LIMIT = Number.POSITIVE_INFINITY

class Universe {
  readonly #facts: Facts
  readonly #bits: Bits | undefined
  readonly #verdicts = new Map<string, Verdict>()

  /** `bits` left out: everything held. */
  constructor(facts: Facts, bits: Bits | undefined) {
    this.#facts = facts
    this.#bits = bits
  }

  has({ index }: ControlNode): boolean {
    return this.#bits === undefined || hasBit(this.#bits, index)
  }

  /**
   * Whether a node of this universe counts in it. Of losses only those ordered below `limit` are heard; a loss is itself
   * judged by those below it alone, so that no two can each be the reason against the other (RO11).
   */
  verdict(node: ControlNode, limit: number = NO_LIMIT): Verdict {
    const { own, genesis, root } = this.#facts
    const before = own[node.index] as Verdict
    if (before !== 'counts' || node === genesis || node.device === root) return before
    const key = `${node.index} ${limit}`
    const known = this.#verdicts.get(key)
    if (known !== undefined) return known
    const verdict = node.body.kind === KIND.JOIN ? this.#join(node, limit) : this.#act(node, limit)
    this.#verdicts.set(key, verdict)
    return verdict
  }

  /** What a device may do for whoever holds this universe. */
  standing(device: Hex): Standing {
    const losses = (this.#facts.losses.get(device) ?? []).filter((loss) => this.#hears(loss.node, NO_LIMIT))
    const gains: Gain[] = []
    let role: RosterRole | undefined
    let stewardBy: ControlNode | undefined
    let isMember = false
    for (const gain of this.#facts.gains.get(device) ?? []) {
      const { node, gives, seenBy } = gain
      if (!this.has(node) || this.verdict(node) !== 'counts') continue
      const unseen = losses.filter((loss) => loss.node !== node && !hasBit(seenBy.past, loss.node.index))
      if (unseen.some(({ takes }) => takes === 'membership')) continue
      isMember ||= gain.isMembership
      const left = unseen.reduce(whatIsLeft, gives)
      if (left === 'none') continue
      if (left === 'steward' || left === 'stewardship') stewardBy ??= node
      if (left !== 'stewardship') role = largerRole(role ?? 'reader', left === 'steward' ? 'writer' : left)
      gains.push(left === gives ? gain : { ...gain, gives: left })
    }
    if (!isMember || role === undefined) return { role: undefined, stewardBy: undefined, gains: [] }
    return { role: stewardBy === undefined ? role : 'steward', stewardBy, gains }
  }

  /** A JOIN falls with its grant alone: a void that it has not seen is for relays and stewards to hold against it (RO10). */
  #join(node: ControlNode, limit: number): Verdict {
    const grant = this.#facts.graph.byHash.get(node.entry.header.prev) as ControlNode
    return this.verdict(grant, limit) === 'counts' ? 'counts' : 'E_INVITE_UNKNOWN'
  }

  /** A steward's act falls by a concurrent loss that does not keep it, and with the gains it rests on (RO7). */
  #act(node: ControlNode, limit: number): Verdict {
    const { losses, basis, order } = this.#facts
    const { stream, seq } = node.entry.header
    const below = isLossNode(node) ? (order[node.index] as number) : limit
    const isCutOff = (losses.get(node.device) ?? []).some(
      (loss) =>
        areConcurrent(loss.node, node) &&
        !isWithin(loss.cutOffs, stream, seq, node.hash) &&
        this.#hears(loss.node, below),
    )
    if (isCutOff) return 'E_CUTOFF'
    const left = (basis[node.index] as readonly Gain[]).filter((gain) => this.verdict(gain.node, below) === 'counts')
    if (!left.some(({ isMembership }) => isMembership)) return 'E_NOT_MEMBER'
    return left.some(({ gives }) => gives === 'steward' || gives === 'stewardship') ? 'counts' : 'E_ROLE'
  }

  #hears(loss: ControlNode, limit: number): boolean {
    return this.has(loss) && (this.#facts.order[loss.index] as number) < limit && this.verdict(loss) === 'counts'
  }
}

const isLossNode = ({ body }: ControlNode): boolean =>
  (body.kind === KIND.INVITE_VOID && body.cutOffs.length > 0) ||
  (body.kind === KIND.STEWARD && body.withdrawn) ||
  (body.kind === KIND.ROLE && body.role !== undefined) ||
  (body.kind === KIND.EPOCH && body.removed.length > 0)

/** A gain, or what earlier losses have left of it, after one more loss that it has not seen. */
function whatIsLeft(left: Gain['gives'] | 'none', { takes }: Loss): Gain['gives'] | 'none' {
  if (left === 'none' || takes === 'membership') return 'none'
  if (takes === 'stewardship') return left === 'steward' ? 'writer' : left === 'stewardship' ? 'none' : left
  return left === 'stewardship' ? 'none' : smallerRole(left, takes.above)
}

const areConcurrent = (a: ControlNode, b: ControlNode): boolean =>
  a !== b && !hasBit(a.past, b.index) && !hasBit(b.past, a.index)

function push<T>(map: Map<Hex, T[]>, key: Hex, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
