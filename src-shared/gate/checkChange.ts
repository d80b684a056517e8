import * as A from '@automerge/automerge/slim'
import { equalBytes, type Hex, toHex } from '#shared/base/bytes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { type ChangeHeader, readChangeHeader } from './changeHeader.ts'
import type { ChangeIndex, IndexedChange } from './changeIndex.ts'
import type { ChangeAuthor } from './executor.ts'
import { keepsKinds } from './fieldRules.ts'
import { type Op, parseOpId, type Places } from './places.ts'
import type { GateCode, GateRefusal } from './refusal.ts'
import { mayWrite } from './roleRules.ts'
import type { CheckName, GateSettings } from './settings.ts'

/** What a change is judged against. Everything but `index` and `places` is the same on every peer. */
export type ChangeContext = {
  readonly author: ChangeAuthor
  /** The one actor that may begin the plan: actor(0) of the founder's first stream. */
  readonly foundingActor: Hex
  readonly index: ChangeIndex
  readonly places: Places
  /** Whether a change is the migration its own list describes, rebuilt on the plan's first change with equal bytes. */
  readonly isMigration: (change: A.DecodedChange) => boolean
  readonly settings: GateSettings
}

/** A change that passed, with what applying it needs. */
export type CheckedChange = IndexedChange & { readonly bytes: Uint8Array; readonly ops: readonly Op[] }

export type Verdict =
  | { readonly at: 'new'; readonly change: CheckedChange }
  | { readonly at: 'known' }
  | { readonly at: 'parked'; readonly missing: readonly Hex[] }
  | { readonly at: 'refused'; readonly refusal: GateRefusal }

/**
 * Judges one change (a chunk of type 1 or 2) in the order of the specification: form and size, author, place in the
 * author's chain, what it builds on, operation numbers, operation count, keys, values, kinds of fields, role. Nothing is
 * applied. Order of arrival decides only where two changes claim one number (E_FORK); every other verdict is the same on
 * every peer that holds the same changes.
 *
 * `read`: what `A.readBundle` said of this change, so that it is not decoded twice; left out, the bytes are decoded.
 */
export function checkChange(bytes: Uint8Array, context: ChangeContext, read?: A.DecodedChange): Verdict {
  const { settings, author } = context
  const on = (check: CheckName): boolean => !settings.without.has(check)
  const header = readChangeHeader(bytes, settings.limits)
  if (!header.ok) return refused(header.error)
  const { value: head } = header
  if (head.badKey && on('key')) return refused({ code: 'E_KEY' })
  if (head.badValue && on('value')) return refused({ code: 'E_VALUE' })
  const decoded = decode(head, read)
  if (!decoded.ok) return refused(decoded.error)
  const { hash } = decoded.value
  const ops = decoded.value.ops as readonly Op[]
  const fault = (code: GateCode, numbers?: Pick<GateRefusal, 'measured' | 'limit' | 'where'>): Verdict =>
    refused({ code, change: hash, ...numbers })

  const isOwn = author.actors.includes(head.actor)
  const isMigration = !isOwn && isRebuilt(decoded.value, context)
  if (!isOwn && !isMigration && on('actor')) return fault(claimsMigration(decoded.value) ? 'E_MIGRATION' : 'E_ACTOR')
  if (context.index.has(hash)) return { at: 'known' }
  const last = context.index.lastSeq(head.actor)
  if (head.seq <= last && on('seq')) return fault('E_FORK', { measured: head.seq })
  const missing = head.deps.filter((dep) => !context.index.has(dep))
  if (missing.length > 0 && on('deps')) return { at: 'parked', missing }
  if (head.seq !== last + 1 && on('seq')) return fault('E_CHANGE_SEQ', { measured: head.seq, limit: last + 1 })
  if (on('opId')) {
    const refusal = checkOpIds(head, context)
    if (refusal) return refused({ ...refusal, change: hash })
  }
  const change: CheckedChange = { ...indexed(head, hash), bytes: head.bytes, ops }
  if (isMigration) return author.role === 'reader' || author.role === 'guest' ? fault('E_ROLE') : { at: 'new', change }
  const founding = head.deps.length === 0
  if (founding && head.actor !== context.foundingActor && on('actor')) return fault('E_ACTOR')
  if (author.role === 'reader' && on('role')) return fault('E_ROLE')
  const refusal = checkOps(change, context, founding, (check) => on(check) && !(founding && check === 'role'))
  return refusal ? refused(refusal) : { at: 'new', change }
}

const refused = (refusal: GateRefusal): Verdict => ({ at: 'refused', refusal })

const indexed = ({ actor, seq, startOp, maxOp }: ChangeHeader, hash: Hex): IndexedChange => ({
  hash,
  actor,
  seq,
  startOp,
  maxOp,
})

/**
 * Automerge's own decoding, which verifies the checksum; reached only by bytes within the limits. The change must be the
 * one way of writing what it says: what cannot be written back to the same bytes has another hash after the next save, and
 * the document does not reload (most of hazard F7).
 */
function decode(head: ChangeHeader, read: A.DecodedChange | undefined): Result<A.DecodedChange, GateRefusal> {
  let decoded: A.DecodedChange
  let isOneWay: boolean
  try {
    decoded = read ?? A.decodeChange(head.bytes)
    isOneWay = read
      ? toHex(head.bytes.subarray(CHECKSUM_AT, CHECKSUM_AT + 4)) === read.hash.slice(0, 8)
      : equalBytes(A.encodeChange(decoded), head.bytes)
  } catch {
    return err({ code: head.badValue ? 'E_VALUE' : 'E_CHANGE_FORM' })
  }
  const { actor, seq, startOp, ops, deps, hash } = decoded
  const isSame = actor === head.actor && seq === head.seq && startOp === head.startOp && ops.length === head.ops
  if (!isOneWay || !isSame || deps.length !== head.deps.length || !deps.every((dep) => head.deps.includes(dep))) {
    return err({ code: 'E_CHANGE_FORM', change: hash })
  }
  return ok(decoded)
}

/** A chunk's checksum is the beginning of its change's hash. */
const CHECKSUM_AT = 4

function isRebuilt(change: A.DecodedChange, { settings, isMigration }: ChangeContext): boolean {
  if (!claimsMigration(change)) return false
  return settings.without.has('migration') || isMigration(change)
}

/** Looks like what a migration is: worth rebuilding, and its author is not accused of borrowing a name. */
const claimsMigration = ({ seq, deps, time, ops }: A.DecodedChange): boolean =>
  seq === 1 && time === 0 && deps.length === 1 && ops.length > 0 && ops.every(({ action }) => action.startsWith('make'))

/**
 * Automerge allocates by the largest operation number, and cannot load what it saved when one is far off (hazard F5). The
 * bound is taken from what the change builds on, so that it is the same for everybody.
 */
function checkOpIds({ deps, startOp, maxOp }: ChangeHeader, { index, settings }: ChangeContext): GateRefusal | null {
  const { opIdSlack, maxOpId } = settings.limits
  const least = deps.reduce((most, dep) => Math.max(most, index.get(dep)?.maxOp ?? 0), 0) + 1
  if (startOp < least) return { code: 'E_CHANGE_OPID', measured: startOp, limit: least }
  if (startOp > least + opIdSlack) return { code: 'E_CHANGE_OPID', measured: startOp, limit: least + opIdSlack }
  if (maxOp > maxOpId) return { code: 'E_CHANGE_OPID', measured: maxOp, limit: maxOpId }
  return null
}

function checkOps(
  change: CheckedChange,
  { author, places, index }: ChangeContext,
  founding: boolean,
  on: (check: CheckName) => boolean,
): GateRefusal | null {
  const { hash, actor, startOp, ops } = change
  places.note(actor, startOp, ops)
  const refusal = firstFault()
  if (refusal) places.forget(actor, startOp, ops)
  return refusal

  function firstFault(): GateRefusal | null {
    for (const [at, op] of ops.entries()) {
      const place = places.of(op.obj)
      if (!place || !refersToMade(op, startOp + at)) return { code: 'E_CHANGE_FORM', change: hash }
      const where = [...place.path.filter(isName), op.key ?? ''].filter(isName).join('/')
      const { counter, actor: maker } = parseOpId(op.obj)
      const born = maker === actor && counter >= startOp
      if (on('field') && !keepsKinds(op, place, born, founding)) return { code: 'E_FIELD', change: hash, where }
      if (on('role') && !mayWrite(author, op, place)) return { code: 'E_ROLE', change: hash, where }
    }
    return null
  }

  /** Elements and predecessors it names were made by some change before it, or earlier in this one (hazard F7). */
  function refersToMade(op: Op, number: number): boolean {
    const named = op.elemId === undefined || op.elemId === '_head' ? op.pred : [op.elemId, ...op.pred]
    return named.every((id) => {
      const { counter, actor: maker } = parseOpId(id)
      if (maker === actor && counter >= startOp) return counter < number
      return index.holding(maker, counter) !== undefined
    })
  }
}

/** Names of the format may be told; keys people made (ids, labels) may not. */
const isName = (key: string): boolean => /^[a-z][A-Za-z]{2,19}$/.test(key)
