/** Judges what no later entry can change: the place a control entry stands in and the signatures inside its body. */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { roomIdOf, verify } from '../base/crypto.ts'
import { type Entry, KIND } from '../journal/entry.ts'
import { joinMessage } from './controlActs.ts'
import type { GenesisBody, InviteGrantBody, JoinBody } from './controlBodies.ts'
import { genesisSignedPart } from './controlCodec.ts'
import { type ControlGraph, type ControlNode, hasBit } from './controlGraph.ts'
import { ZERO_HASH, genesisMessage } from './foundRoom.ts'
import { isRecoveryProved } from './keys.ts'
import { ROLE } from './roles.ts'

export type FormVerdict = 'fine' | 'unknown' | 'E_SIG' | 'E_CONTEXT'

/** The GENESIS of the room: signed by the key the roomId is made of. Should the root have signed two, the first in order. */
export function findGenesis(graph: ControlGraph, roomId: Hex): ControlNode | undefined {
  return graph.nodes.find((node) => node.body.kind === KIND.GENESIS && isGenesisOf(node, node.body, roomId))
}

function isGenesisOf({ entry }: ControlNode, body: GenesisBody, roomId: Hex): boolean {
  const { seq, prev, epochId, device } = entry.header
  const rootSign = fromHex(body.rootSign)
  if (seq !== 0 || prev !== ZERO_HASH || epochId !== ZERO_HASH || body.parents.length > 0) return false
  if (body.device !== device || toHex(roomIdOf(rootSign, body.salt)) !== roomId) return false
  const signed = genesisSignedPart(entry.payload)
  if (signed === undefined) return false
  return remembered(entry, () => {
    const isProved = body.recovery === undefined || isRecoveryProved(body.recovery, roomId, device)
    return isProved && verify(rootSign, 'genesis', genesisMessage(roomId, signed), body.rootSignature)
  })
}

/** In the order of `graph.nodes`. */
export function judgeForms(graph: ControlGraph, genesis: ControlNode): readonly FormVerdict[] {
  return graph.nodes.map((node) => judgeForm(graph, genesis, node))
}

function judgeForm(graph: ControlGraph, genesis: ControlNode, node: ControlNode): FormVerdict {
  const { body, entry } = node
  if (node === genesis) return 'fine'
  if (body.kind === 'unknown') return 'unknown'
  if (!hasBit(node.past, genesis.index)) return 'E_CONTEXT'
  if (!isFirstEpoch(genesis, node) && !isInPast(graph, node, entry.header.epochId, KIND.EPOCH)) return 'E_CONTEXT'
  if (!startsRight(graph, genesis, node)) return 'E_CONTEXT'
  switch (body.kind) {
    case KIND.GENESIS:
      return 'E_CONTEXT'
    case KIND.STEWARD:
      return subjectDevice(graph, genesis, node, body.subject) === undefined ? 'E_CONTEXT' : 'fine'
    case KIND.ROLE: {
      // Stewards are appointed by STEWARD alone, which can be withdrawn by itself.
      const isKnown = subjectDevice(graph, genesis, node, body.subject) !== undefined
      return isKnown && body.role !== ROLE.steward ? 'fine' : 'E_CONTEXT'
    }
    case KIND.INVITE_VOID:
      return isInPast(graph, node, body.grant, KIND.INVITE_GRANT) ? 'fine' : 'E_CONTEXT'
    case KIND.JOIN:
      return judgeJoin(graph, node, body)
    case KIND.EPOCH:
      return hasRightNumber(graph, genesis, node) ? 'fine' : 'E_CONTEXT'
    case KIND.INVITE_GRANT:
      return 'fine'
  }
}

function judgeJoin(graph: ControlGraph, node: ControlNode, body: JoinBody): FormVerdict {
  const { header } = node.entry
  const grant = grantOf(graph, node)
  if (grant === undefined) return 'E_CONTEXT'
  const isGood = remembered(node.entry, () => {
    const { roomId, device, prev } = header
    const message = joinMessage(roomId, device, body.box, prev)
    const isInvited = verify(fromHex(grant.inviteSign), 'join', message, body.inviteSignature)
    return isInvited && (body.recovery === undefined || isRecoveryProved(body.recovery, roomId, device))
  })
  return isGood ? 'fine' : 'E_SIG'
}

/** The grant a JOIN stands on: its `prev`, in its past. */
export function grantOf(graph: ControlGraph, join: ControlNode): InviteGrantBody | undefined {
  const grant = graph.byHash.get(join.entry.header.prev)
  if (grant === undefined || !hasBit(join.past, grant.index)) return undefined
  return grant.body.kind === KIND.INVITE_GRANT ? grant.body : undefined
}

/** The device of a member id, as far as the entry at `from` can know it. */
export function subjectDevice(
  graph: ControlGraph,
  genesis: ControlNode,
  from: ControlNode,
  subject: Hex,
): Hex | undefined {
  if (subject === genesis.entry.header.roomId) return genesis.device
  return isInPast(graph, from, subject, KIND.JOIN) ? graph.byHash.get(subject)?.device : undefined
}

/** Seq 0: a JOIN follows its grant, any other stream its device's JOIN, or GENESIS for founder and root. */
function startsRight(graph: ControlGraph, genesis: ControlNode, node: ControlNode): boolean {
  const { kind, seq, prev } = node.entry.header
  if (kind === KIND.JOIN) return seq === 0
  if (seq > 0) return true
  if (prev === genesis.hash) return node.device === genesis.device || node.device === rootOf(genesis)
  return isInPast(graph, node, prev, KIND.JOIN) && graph.byHash.get(prev)?.device === node.device
}

/** The founder's second entry; it is in no epoch, as there is none before it. */
function isFirstEpoch(genesis: ControlNode, { entry: { header } }: ControlNode): boolean {
  const { kind, seq, prev, epochId, stream, device } = header
  const isNext = seq === 1 && prev === genesis.hash && stream === genesis.entry.header.stream
  return kind === KIND.EPOCH && isNext && epochId === ZERO_HASH && device === genesis.device
}

function hasRightNumber(graph: ControlGraph, genesis: ControlNode, node: ControlNode): boolean {
  if (node.body.kind !== KIND.EPOCH) return false
  const { number, parentEpochs } = node.body
  if (isFirstEpoch(genesis, node)) return number === 1 && parentEpochs.length === 0
  if (parentEpochs.length === 0 || !parentEpochs.every((id) => isInPast(graph, node, id, KIND.EPOCH))) return false
  const numbers = parentEpochs.map((id) => {
    const body = graph.byHash.get(id)?.body
    return body?.kind === KIND.EPOCH ? body.number : 0
  })
  return number === 1 + Math.max(...numbers)
}

function isInPast(graph: ControlGraph, node: ControlNode, hash: Hex, kind: number): boolean {
  const other = graph.byHash.get(hash)
  return other !== undefined && other.body.kind === kind && hasBit(node.past, other.index)
}

export const rootOf = (genesis: ControlNode): Hex | undefined =>
  genesis.body.kind === KIND.GENESIS ? genesis.body.rootSign : undefined

/** The sign key of the recovery code a GENESIS or JOIN names. */
export const recoveryOfNode = ({ body }: ControlNode): Hex | undefined =>
  body.kind === KIND.GENESIS || body.kind === KIND.JOIN ? body.recovery?.sign : undefined

/** Signatures in a body are judged once for each entry object: room, grant and keys are fixed by its hash. */
const judged = new WeakMap<Entry, boolean>()

function remembered(entry: Entry, judge: () => boolean): boolean {
  const known = judged.get(entry)
  if (known !== undefined) return known
  const isGood = judge()
  judged.set(entry, isGood)
  return isGood
}
