/**
 * Who may do what, as a function of the set of control entries (docs/specs/roster.md, RO3-RO11).
 *
 * A *gain* gives a device a right (GENESIS, JOIN, STEWARD), a *loss* takes one away (STEWARD withdrawn, EPOCH that removes,
 * INVITE_VOID). An entry counts when its author had the right in the entry's own past, and no loss known now that has not
 * seen the entry cuts it off. Losses are decided first, in the order of their authors' seniority.
 */
import type { Hex } from '../base/bytes.ts'
import { KIND } from '../journal/entry.ts'
import type { CutOff } from './controlBodies.ts'
import { type FormVerdict, rootOf, subjectDevice } from './controlForm.ts'
import { type Bits, type ControlGraph, type ControlNode, hasBit } from './controlGraph.ts'
import { type RosterRole, largerRole, roleOfNumber } from './roles.ts'
import type { RefusedCode } from './roster.ts'

interface Gain {
  readonly node: ControlNode
  /** A role, or the steward's right alone. */
  readonly gives: RosterRole | 'stewardship'
  /** A loss that this node has seen does not undo the gain: for a JOIN its grant, otherwise the entry itself. */
  readonly seenBy: ControlNode
}

export interface Loss {
  readonly node: ControlNode
  readonly takes: 'membership' | 'stewardship'
  readonly cutOffs: readonly CutOff[]
}

type Verdict = 'counts' | 'unknown' | RefusedCode

export interface Rights {
  /** By node hash. */
  readonly verdicts: ReadonlyMap<Hex, Verdict>
  /** By device, in the order of the graph; only those that count. */
  readonly gains: ReadonlyMap<Hex, readonly Gain[]>
  readonly losses: ReadonlyMap<Hex, readonly Loss[]>
}

export interface Standing {
  /** `undefined`: no member at that point. */
  readonly role: RosterRole | undefined
  /** The earliest entry that makes it a steward. */
  readonly stewardBy: ControlNode | undefined
}

/** What `device` may do for whoever holds exactly the nodes in `within` (all of them, when left out). */
export function standingOf(rights: Rights, device: Hex, within?: Bits): Standing {
  const isIn = (node: ControlNode) => within === undefined || hasBit(within, node.index)
  const losses = (rights.losses.get(device) ?? []).filter(({ node }) => isIn(node))
  let role: RosterRole | undefined
  let stewardBy: ControlNode | undefined
  for (const { node, gives, seenBy } of rights.gains.get(device) ?? []) {
    if (!isIn(node)) continue
    const isLost = (takes: Loss['takes']) =>
      losses.some((loss) => loss.takes === takes && !hasBit(seenBy.past, loss.node.index))
    if (isLost('membership')) continue
    const isSteward = gives === 'steward' || gives === 'stewardship'
    if (isSteward && !isLost('stewardship')) stewardBy ??= node
    if (gives !== 'stewardship') role = largerRole(role ?? 'reader', gives === 'steward' ? 'writer' : gives)
  }
  if (role === undefined) return { role, stewardBy: undefined }
  return { role: stewardBy === undefined ? role : 'steward', stewardBy }
}

/** Decides every node of the graph. `forms` has judged places and signatures already. */
export function decideRights(graph: ControlGraph, genesis: ControlNode, forms: readonly FormVerdict[]): Rights {
  const judge = new Judge(graph, genesis, forms)
  // Each entry by its own past alone: which losses there may be, and who of their authors is senior.
  const byOwnPast = judge.pass(undefined, undefined)
  const candidates = graph.nodes
    .filter((node) => isLossNode(node) && byOwnPast.verdicts.get(node.hash) === 'counts')
    .map((node) => ({ node, seniority: judge.seniority(node, byOwnPast) }))
    .sort((a, b) => a.seniority - b.seniority || a.node.index - b.node.index)
  // Losses one by one: each must survive those already counting, which are by authors at least as senior.
  const counting = new Set<ControlNode>()
  const refused = new Map<ControlNode, Verdict>()
  let rights = candidates.length === 0 ? byOwnPast : judge.pass(counting, undefined)
  for (const { node } of candidates) {
    const verdict = rights.verdicts.get(node.hash) ?? 'E_CONTEXT'
    if (verdict !== 'counts') refused.set(node, verdict)
    else {
      counting.add(node)
      rights = judge.pass(counting, undefined)
    }
  }
  return candidates.length === 0 ? byOwnPast : judge.pass(counting, refused)
}

const isLossNode = ({ body }: ControlNode): boolean =>
  body.kind === KIND.INVITE_VOID ||
  (body.kind === KIND.STEWARD && body.withdrawn) ||
  (body.kind === KIND.EPOCH && body.removed.length > 0)

/** Whether entry (stream, seq, hash) is kept by a list of cut-offs. */
export function isKept(cutOffs: readonly CutOff[], stream: Hex, seq: number, hash: Hex): boolean {
  return cutOffs.some((cut) => cut.stream === stream && (seq < cut.seq || (seq === cut.seq && hash === cut.hash)))
}

class Judge {
  readonly #graph: ControlGraph
  readonly #genesis: ControlNode
  readonly #forms: readonly FormVerdict[]
  readonly #root: Hex | undefined

  constructor(graph: ControlGraph, genesis: ControlNode, forms: readonly FormVerdict[]) {
    this.#graph = graph
    this.#genesis = genesis
    this.#forms = forms
    this.#root = rootOf(genesis)
  }

  /** Place of the author's right among all: root first, then the order in which stewards were appointed. */
  seniority(node: ControlNode, rights: Rights): number {
    if (node.device === this.#root) return -1
    return standingOf(rights, node.device, node.past).stewardBy?.index ?? Number.MAX_SAFE_INTEGER
  }

  /**
   * One walk over the graph, parents first. `counting`: the losses to believe (left out: those that count by their own
   * past, and only there). `refused`: the losses decided against; with it the losses in `counting` are not judged again.
   */
  pass(counting: ReadonlySet<ControlNode> | undefined, refused: ReadonlyMap<ControlNode, Verdict> | undefined): Rights {
    const verdicts = new Map<Hex, Verdict>()
    const gains = new Map<Hex, Gain[]>()
    const losses = new Map<Hex, Loss[]>()
    const voids = new Map<Hex, ControlNode[]>()
    for (const node of counting ?? []) this.#takeLoss(node, losses, voids)
    const rights = { verdicts, gains, losses }
    for (const node of this.#graph.nodes) {
      const isDecided = refused !== undefined && (counting?.has(node) === true || refused.has(node))
      const verdict = isDecided ? (refused.get(node) ?? 'counts') : this.#verdict(node, rights, voids, counting)
      verdicts.set(node.hash, verdict)
      if (verdict !== 'counts') continue
      const gain = this.#gainOf(node)
      if (gain !== undefined) push(gains, gain[0], gain[1])
      if (counting === undefined && isLossNode(node)) this.#takeLoss(node, losses, voids)
    }
    return rights
  }

  #verdict(
    node: ControlNode,
    rights: Rights,
    voids: ReadonlyMap<Hex, readonly ControlNode[]>,
    counting: ReadonlySet<ControlNode> | undefined,
  ): Verdict {
    const form = this.#forms[node.index]
    if (form !== 'fine') return form ?? 'E_CONTEXT'
    if (node === this.#genesis || node.device === this.#root) return 'counts'
    if (node.body.kind === KIND.JOIN) return this.#verdictOfJoin(node, rights, voids, counting)
    const { role } = standingOf(rights, node.device, node.past)
    if (role === undefined) return 'E_NOT_MEMBER'
    if (role !== 'steward') return 'E_ROLE'
    return counting !== undefined && isCutOff(node, rights.losses.get(node.device) ?? []) ? 'E_CUTOFF' : 'counts'
  }

  #verdictOfJoin(
    node: ControlNode,
    { verdicts }: Rights,
    voids: ReadonlyMap<Hex, readonly ControlNode[]>,
    counting: ReadonlySet<ControlNode> | undefined,
  ): Verdict {
    const { prev, stream, seq } = node.entry.header
    if (verdicts.get(prev) !== 'counts') return 'E_INVITE_UNKNOWN'
    const isVoid = (voids.get(prev) ?? []).some((by) => {
      if (counting === undefined) return hasBit(node.past, by.index)
      const cutOffs = by.body.kind === KIND.INVITE_VOID ? by.body.cutOffs : []
      return !hasBit(by.past, node.index) && !isKept(cutOffs, stream, seq, node.hash)
    })
    return isVoid ? 'E_INVITE_VOID' : 'counts'
  }

  #gainOf(node: ControlNode): readonly [device: Hex, gain: Gain] | undefined {
    const { body } = node
    if (node === this.#genesis) return [node.device, { node, gives: 'steward', seenBy: node }]
    if (body.kind === KIND.JOIN) {
      const grant = this.#graph.byHash.get(node.entry.header.prev)
      if (grant?.body.kind !== KIND.INVITE_GRANT) return undefined
      return [node.device, { node, gives: roleOfNumber(grant.body.role), seenBy: grant }]
    }
    if (body.kind !== KIND.STEWARD || body.withdrawn) return undefined
    const device = subjectDevice(this.#graph, this.#genesis, node, body.subject)
    return device === undefined ? undefined : [device, { node, gives: 'stewardship', seenBy: node }]
  }

  #takeLoss(node: ControlNode, losses: Map<Hex, Loss[]>, voids: Map<Hex, ControlNode[]>): void {
    const { body } = node
    if (body.kind === KIND.INVITE_VOID) {
      push(voids, body.grant, node)
      for (const device of this.#joinedBy(body.grant, body.cutOffs)) {
        push(losses, device, { node, takes: 'membership', cutOffs: body.cutOffs })
      }
    } else if (body.kind === KIND.STEWARD || body.kind === KIND.EPOCH) {
      const subjects = body.kind === KIND.STEWARD ? [body.subject] : body.removed
      const takes = body.kind === KIND.STEWARD ? 'stewardship' : 'membership'
      for (const subject of subjects) {
        const device = subjectDevice(this.#graph, this.#genesis, node, subject)
        if (device !== undefined) push(losses, device, { node, takes, cutOffs: body.cutOffs })
      }
    }
  }

  /** Devices whose JOIN under `grant` began one of the streams of `cutOffs`. */
  #joinedBy(grant: Hex, cutOffs: readonly CutOff[]): ReadonlySet<Hex> {
    const streams = new Set(cutOffs.map(({ stream }) => stream))
    const joins = this.#graph.nodes.filter(({ body, entry }) => {
      return body.kind === KIND.JOIN && entry.header.prev === grant && streams.has(entry.header.stream)
    })
    return new Set(joins.map(({ device }) => device))
  }
}

/** Whether a loss of its author, which neither saw the other, leaves this entry out. */
function isCutOff(node: ControlNode, losses: readonly Loss[]): boolean {
  const { stream, seq } = node.entry.header
  return losses.some(
    (loss) =>
      loss.node !== node &&
      !hasBit(node.past, loss.node.index) &&
      !hasBit(loss.node.past, node.index) &&
      !isKept(loss.cutOffs, stream, seq, node.hash),
  )
}

function push<T>(map: Map<Hex, T[]>, key: Hex, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
