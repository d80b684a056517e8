/**
 * Whether one entry may enter a room (docs/specs/relay.md, RL1–RL6). Reads the envelope only: a relay holds no key that
 * opens an entry. Cheap checks come first: context → known already → rate → place → signature → membership → quota.
 */
import type { Hex } from '#shared/base/bytes.ts'
import { type Entry, isControlKind, verifyEntry } from '#shared/journal/entry.ts'
import { type Vector, vectorHas } from '#shared/journal/vector.ts'
import type { OpenMode } from '#shared/protocol/frames.ts'
import { type Refusal, type RefusalCode, isRefusalCode, refusal } from '#shared/protocol/refusals.ts'
import { type AuthoriseError, authorise, roleOf } from '#shared/roster/authorise.ts'
import type { Roster } from '#shared/roster/roster.ts'
import type { RelayLimits } from '../limits.ts'
import { type Bucket, takeToken } from './bucket.ts'

/** What the checks ask of a room. */
export interface RoomFacts {
  readonly roomId: Hex
  readonly roster: Roster
  has(hash: Hex): boolean
  at(stream: Hex, seq: number): readonly Hex[]
  /** The device whose stream this is, once it has an entry. */
  ownerOf(stream: Hex): Hex | undefined
  readonly usedBytes: number
  readonly usedToday: number
  readonly isDiskLow: boolean
  bucketOf(device: Hex): Bucket
}

/** Who hands it in. */
export interface Submitter {
  readonly mode: OpenMode
  readonly device: Hex | undefined
  readonly invite: Hex | undefined
  /** The epoch whose key was proved at OPEN. */
  readonly epochId: Hex
  /** What this client said it held: sending that is catching up, not a flood. */
  readonly announced: Vector
}

export type Admission =
  | { readonly do: 'store'; readonly entry: Entry }
  | { readonly do: 'known'; readonly entry: Entry }
  | { readonly do: 'refuse'; readonly entry: Entry; readonly refusal: Refusal; readonly isStrike: boolean }

export interface Moment {
  /** UTC ms. */
  readonly now: number
  readonly limits: RelayLimits
}

export function admit(facts: RoomFacts, submitter: Submitter, entry: Entry, moment: Moment): Admission {
  const { header } = entry
  const refuse = (why: Refusal, isStrike = false): Admission => ({ do: 'refuse', entry, refusal: why, isStrike })
  if (header.roomId !== facts.roomId) return refuse(refusal('E_CONTEXT'), true)
  if (facts.has(entry.hash)) return { do: 'known', entry }
  const mode = checkMode(submitter, entry)
  if (mode !== undefined) return refuse(mode)
  if (!isCatchUp(submitter, entry) && !takeLive(facts, submitter, moment)) return refuse(refusal('E_RATE'))
  const place = checkPlace(facts, entry, moment.limits)
  if (place !== undefined) return refuse(place)
  if (!verifyEntry(entry)) return refuse(refusal('E_SIG'), true)
  const rights = checkRights(facts, submitter, entry, moment.now)
  if (rights !== undefined) return refuse(rights, rights.code === 'E_NOT_MEMBER')
  const quota = checkQuota(facts, entry, moment.limits)
  return quota === undefined ? { do: 'store', entry } : refuse(quota)
}

/** Readers hand in nothing; who came by an invite hands in control entries only. */
function checkMode({ mode }: Submitter, { header }: Entry): Refusal | undefined {
  if (mode === 'read') return refusal('E_ROLE')
  return mode === 'join' && !isControlKind(header.kind) ? refusal('E_ROLE') : undefined
}

const isCatchUp = ({ announced }: Submitter, { header }: Entry): boolean =>
  vectorHas(announced, header.stream, header.seq)

function takeLive(facts: RoomFacts, submitter: Submitter, { now, limits }: Moment): boolean {
  const bucket = facts.bucketOf(submitter.device ?? submitter.invite ?? '')
  return takeToken(bucket, limits.entriesPerSecond, limits.entriesBurst, now)
}

/** A stream belongs to one device and each entry follows from one that stands before it, where that is known here. */
function checkPlace(facts: RoomFacts, { header }: Entry, limits: RelayLimits): Refusal | undefined {
  const owner = facts.ownerOf(header.stream)
  if (owner !== undefined && owner !== header.device) return refusal('E_CONTEXT')
  if (!isControlKind(header.kind) && !facts.roster.epochs.has(header.epochId)) return refusal('E_EPOCH')
  const before = header.seq === 0 ? [] : facts.at(header.stream, header.seq - 1)
  if (before.length > 0 && !before.includes(header.prev)) return refusal('E_CHAIN')
  const here = facts.at(header.stream, header.seq).length
  return here >= limits.forksPerPlace ? refusal('E_FORK') : undefined
}

/**
 * The same roster, from the same clear control entries, by the same code as every member's. End and uses of an invite are
 * held against whoever comes by it, by the relay's clock; a JOIN that a member hands in has been judged by that member.
 */
function checkRights(facts: RoomFacts, submitter: Submitter, entry: Entry, now: number): Refusal | undefined {
  const allowed = authorise(facts.roster, entry, isAtDoor(facts, submitter) ? { nowInSeconds: now / 1000 } : {})
  return allowed.ok ? undefined : refusal(toRefusalCode(allowed.error))
}

/** With nothing but a link; somebody whose membership ended comes back like that too. */
const isAtDoor = ({ roster }: RoomFacts, { mode, device }: Submitter): boolean =>
  mode === 'join' || device === undefined || roleOf(roster, device) === undefined

/** What it waits for may be handed in next: `E_CONTROL` may be tried again. */
export const toRefusalCode = ({ code }: AuthoriseError): RefusalCode =>
  code === 'W_GAP' || !isRefusalCode(code) ? 'E_CONTROL' : code

function checkQuota(facts: RoomFacts, entry: Entry, limits: RelayLimits): Refusal | undefined {
  const size = entry.bytes.length
  if (facts.isDiskLow) return refusal('E_RELAY_DISK')
  if (facts.usedBytes + size > limits.roomBytes) {
    return refusal('E_RELAY_FULL', { used: facts.usedBytes, limit: limits.roomBytes })
  }
  if (facts.usedToday + size > limits.roomBytesPerDay) {
    return refusal('E_RELAY_DAY', { used: facts.usedToday, limit: limits.roomBytesPerDay })
  }
  return undefined
}
