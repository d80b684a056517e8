/**
 * A member's own device, with its real keys, that writes what no honest program would: entries are sealed and signed
 * properly, and what is inside them is up to the test.
 */
import * as A from '@automerge/automerge/slim'
import { systemRandom } from '#node/system/ports.ts'
import { type Hex, fromHex, toHex } from '#shared/base/bytes.ts'
import { epochKey, subscribeKeys } from '#shared/base/crypto.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { actorOfStream } from '#shared/core/ownStreams.ts'
import { selfOf } from '#shared/core/self.ts'
import { encodeContentBody } from '#shared/journal/contentBody.ts'
import { type Entry, KIND, sealContentEntry } from '#shared/journal/entry.ts'
import { webSocketPort } from '#node/net/webSocketPort.ts'
import { mustBe } from './memberFolder.ts'
import { coreOf } from './memoryMember.ts'
import { type RawClient, rawClient } from './rawClient.ts'
import { waitFor } from './waitFor.ts'

/** A document as loose keys: what a hostile or broken program sees. */
export type LooseDoc = A.Doc<Record<string, unknown>>

export interface Place {
  readonly stream: Hex
  readonly seq: number
  readonly prev: Hex
}

/** The beginning of a stream nobody has seen. */
export function freshPlace(session: PlanSession): Place {
  const origin = selfOf(coreOf(session))?.origins[0]
  if (origin === undefined) throw new Error('a member has joined')
  return { stream: toHex(systemRandom.bytes(16)), seq: 0, prev: origin }
}

export const actorAt = (session: PlanSession, { stream }: Place): Hex => actorOfStream(coreOf(session).device, stream)

export interface Sealing {
  readonly kind?: number
  readonly minReader?: number
  readonly n?: number
  /** Claimed UTC ms. */
  readonly t?: number
}

/** One entry of this member at this place, with any bytes where its bundle should be. */
export function sealEntry(session: PlanSession, bundle: Uint8Array, place: Place, sealing: Sealing = {}): Entry {
  const { planId, state, keys, device } = coreOf(session)
  const epochId = state.roster.sendingEpoch as Hex
  const body = encodeContentBody({
    v: 1,
    minReader: sealing.minReader ?? 1,
    n: sealing.n ?? 0,
    bundle,
    seen: [],
    ctrl: state.roster.heads,
    t: sealing.t ?? 0,
  })
  const key = epochKey(state.epochs.get(epochId) as Uint8Array, 'content', fromHex(planId))
  const header = { kind: sealing.kind ?? KIND.CONTENT, roomId: planId, epochId, device, ...place }
  return sealContentEntry(header, body, key, keys.sign.privateKey, systemRandom)
}

/** The plan as this member holds it, to be edited by any actor. */
export const documentFor = async (session: PlanSession, actor: Hex): Promise<LooseDoc> =>
  A.load<Record<string, unknown>>(mustBe(await session.documentBytes()), { actor })

export const write = (doc: LooseDoc, change: (draft: Record<string, unknown>) => void): LooseDoc =>
  A.change(doc, { time: 0 }, (draft) => change(draft))

/** The last change of a document as what an entry carries. */
export function bundleOfLast(doc: LooseDoc): Uint8Array {
  const change = A.getLastLocalChange(doc)
  if (change === undefined) throw new Error('something was written')
  return A.saveBundle(doc, [A.decodeChange(change).hash])
}

/** The last change of `doc`, altered, with a right checksum; `base` is the document it was made on. */
export function bundleOfAltered(
  base: LooseDoc,
  doc: LooseDoc,
  alter: (change: A.DecodedChange) => Partial<A.DecodedChange>,
): Uint8Array {
  const decoded = A.decodeChange(A.getLastLocalChange(doc) as Uint8Array)
  const altered = A.encodeChange({ ...decoded, ...alter(decoded), hash: undefined } as unknown as A.DecodedChange)
  const [held] = A.applyChanges(A.clone(base, { actor: toHex(systemRandom.bytes(16)) }), [altered])
  return A.saveBundle(held, [A.decodeChange(altered).hash])
}

/** This member's connection to a relay, on which any bytes may be said once `write` is open. */
export async function connection(session: PlanSession, url: string): Promise<RawClient> {
  const { planId, state, keys } = coreOf(session)
  const epochId = state.roster.sendingEpoch as Hex
  const subscribe = subscribeKeys(state.epochs.get(epochId) as Uint8Array, fromHex(planId))
  const client = rawClient(webSocketPort, url, { roomId: planId, mode: 'write', epochId, device: keys.sign, subscribe })
  await waitFor('the relay opens the room', () => client.of('OPENED').length > 0)
  return client
}

/** Hands entries to a relay as this member, and waits until it has taken them. */
export async function handIn(client: RawClient, entries: readonly Entry[]): Promise<void> {
  const wanted = entries.map((entry) => entry.hash)
  client.send('PUT', { entries: entries.map((entry) => entry.bytes) })
  await waitFor('the relay has taken the entries', () => {
    const acked = client.of('ACK').map((frame) => toHex(frame.body.hashes))
    return wanted.every((hash) => acked.some((hashes) => hashes.includes(hash)))
  })
}
