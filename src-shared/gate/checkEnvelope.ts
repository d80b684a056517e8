import { fromHex, type Hex, toHex } from '#shared/base/bytes.ts'
import { actorOf } from '#shared/base/crypto.ts'
import { type ContentBody, decodeContentBody } from '#shared/journal/contentBody.ts'
import { type Entry, isControlKind, KIND, openContentEntry, verifyEntry } from '#shared/journal/entry.ts'
import type { Result } from '#shared/base/result.ts'
import { authorise, type AuthoriseError, memberOfDevice } from '#shared/roster/authorise.ts'
import { roleAt } from '#shared/roster/computeRoster.ts'
import type { RosterRole } from '#shared/roster/roles.ts'
import type { Roster } from '#shared/roster/roster.ts'
import type { ChangeAuthor, EntryToApply, Role } from './executor.ts'
import { gateLimits } from './limits.ts'
import type { GateCode, GateRefusal } from './refusal.ts'

/** What a member's device knows that an entry is judged by. */
export type EnvelopeContext = {
  readonly roster: Roster
  /** `epochKey(E, 'content', roomId)` of an epoch whose secret this device has. */
  readonly contentKey: (epochId: Hex) => Uint8Array | undefined
  /** Streams of a device as the journal shows them. */
  readonly streamsOf: (device: Hex) => readonly Hex[]
}

export type Envelope =
  | { readonly at: 'open'; readonly entry: EntryToApply; readonly body: ContentBody }
  /** Not a refusal: control entries (hashes) or an epoch's secret are not here yet. Judge again when they are. */
  | { readonly at: 'waits'; readonly for: 'control' | 'epochKey'; readonly hashes: readonly Hex[] }
  /** A kind that carries no changes, or one of a later version: kept, passed on, nothing to apply. */
  | { readonly at: 'otherKind' }
  | { readonly at: 'refused'; readonly refusal: GateRefusal }

/**
 * The first half of the gate: signature, member and role, cut-offs, decryption, schema, in this order. Nothing is opened
 * for a stranger, and no unverified state exists after it. The member is that of the key that signed, not of any claim
 * inside.
 */
export function checkEnvelope(entry: Entry, context: EnvelopeContext): Envelope {
  if (isControlKind(entry.header.kind) || entry.header.kind !== KIND.CONTENT) return { at: 'otherKind' }
  if (!verifyEntry(entry)) return refuse('E_SIG')
  const { roster } = context
  const now = authorise(roster, entry)
  const isLate = isBeyond(now)
  if (!now.ok && !isLate) return fromRoster(now.error)
  const key = context.contentKey(entry.header.epochId)
  if (key === undefined) return { at: 'waits', for: 'epochKey', hashes: [entry.header.epochId] }
  const opened = openContentEntry(entry, key)
  if (!opened.ok) return refuse('E_CONTEXT')
  const body = decodeContentBody(opened.value)
  if (!body.ok) {
    const { error } = body
    return error.code === 'E_NEWER'
      ? { at: 'refused', refusal: { code: error.code, measured: error.version } }
      : refuse(error.code)
  }
  const then = authorise(roster, entry, { ctrl: body.value.ctrl })
  if (!then.ok && !isBeyond(then)) return fromRoster(then.error)
  if (body.value.n >= gateLimits.actorsPerStream) return refuse('E_BODY')
  const author = authorOf(entry, body.value, context)
  if (author === null) return refuse('E_NOT_MEMBER')
  const { bundle } = body.value
  const given = { entryHash: entry.hash, author, bundle, ...(isLate ? { isLate } : {}) }
  return { at: 'open', entry: given, body: body.value }
}

/** Written with the right to, and left out by what became known since: it is opened, and waits (GT27). */
const isBeyond = (allowed: Result<null, AuthoriseError>): boolean => !allowed.ok && allowed.error.code === 'E_CUTOFF'

/** Streams of `seen` looked at for changes issued again: more than a device may have. */
const MAX_CLAIMED_STREAMS = 256

/**
 * Whose changes the entry may carry. Any stream may be named as another of the device's own: an actor is a hash over the
 * device's key, so no name of a stream turns it into another device's.
 */
function authorOf({ header }: Entry, body: ContentBody, context: EnvelopeContext): ChangeAuthor | null {
  const { device, stream } = header
  const member = memberOfDevice(context.roster, device)
  const role = roleAt(context.roster, device, body.ctrl)
  if (!member || !role) return null
  const key = fromHex(device)
  const actor = (of: Hex, n: number): Hex => toHex(actorOf(key, fromHex(of), n))
  const own = Array.from({ length: body.n + 1 }, (_, back) => actor(stream, body.n - back))
  const claimed = body.seen.slice(0, MAX_CLAIMED_STREAMS).map((line) => line.stream)
  const others = new Set([...context.streamsOf(device), ...claimed])
  others.delete(stream)
  return {
    device,
    stream,
    member: member.id,
    role: roleOf(role),
    actors: [...own, ...[...others].map((other) => actor(other, 0))],
  }
}

const roleOf = (role: RosterRole): Role => (role === 'unknown' ? 'reader' : role)

const refuse = (code: GateCode): Envelope => ({ at: 'refused', refusal: { code } })

function fromRoster(error: AuthoriseError): Envelope {
  switch (error.code) {
    case 'W_GAP':
      return { at: 'waits', for: 'control', hashes: error.waitsFor }
    case 'E_SIG':
    case 'E_ROLE':
    case 'E_CUTOFF':
    case 'E_CONTEXT':
      return refuse(error.code)
    default:
      return refuse('E_NOT_MEMBER')
  }
}
