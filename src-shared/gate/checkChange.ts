import type { Hex } from '#shared/base/bytes.ts'
import type { ChangeIndex } from './changeIndex.ts'
import type { ChangeAuthor } from './executor.ts'
import { keepsKinds } from './fieldRules.ts'
import { type Op, parseOpId, type Place, type Places } from './places.ts'
import type { ReadChange } from './readChanges.ts'
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
  readonly isMigration: (change: ReadChange) => boolean
  readonly settings: GateSettings
}

export type Verdict =
  | { readonly at: 'new'; readonly change: ReadChange }
  | { readonly at: 'known' }
  | { readonly at: 'parked'; readonly missing: readonly Hex[] }
  | { readonly at: 'refused'; readonly refusal: GateRefusal }

/**
 * Judges one change in the order of the specification: author, place in the author's chain, what it builds on, operation
 * numbers, kinds of fields, role. Form, sizes, keys and values were judged when it was read. Nothing is applied. Order of
 * arrival decides only where two changes claim one number (E_FORK); every other verdict is the same on every peer that
 * holds the same changes.
 */
export function checkChange(change: ReadChange, context: ChangeContext): Verdict {
  const { settings, author, index } = context
  const { hash, actor, seq, deps } = change
  const on = (check: CheckName): boolean => !settings.without.has(check)
  const fault = (code: GateCode, numbers?: Pick<GateRefusal, 'measured' | 'limit' | 'where'>): Verdict =>
    refused({ code, change: hash, ...numbers })
  const borrowed = (): Verdict =>
    claimsMigration(change) ? fault('E_MIGRATION') : refused({ code: 'E_ACTOR', change: hash, actor })

  const isOwn = author.actors.includes(actor)
  const isMigration = !isOwn && isRebuilt(change, context)
  if (!isOwn && !isMigration && on('actor')) return borrowed()
  if (index.has(hash)) return { at: 'known' }
  const last = index.lastSeq(actor)
  if (seq <= last && on('seq')) return fault('E_FORK', { measured: seq })
  const missing = deps.filter((dep) => !index.has(dep))
  if (missing.length > 0 && on('deps')) return { at: 'parked', missing }
  if (seq !== last + 1 && on('seq')) return fault('E_CHANGE_SEQ', { measured: seq, limit: last + 1 })
  if (on('opId')) {
    const refusal = checkOpIds(change, context)
    if (refusal) return refused({ ...refusal, change: hash })
  }
  if (isMigration) return author.role === 'reader' || author.role === 'guest' ? fault('E_ROLE') : { at: 'new', change }
  const founding = deps.length === 0
  if (founding && actor !== context.foundingActor && on('actor')) return fault('E_ACTOR')
  if (author.role === 'reader' && on('role')) return fault('E_ROLE')
  const refusal = checkOps(change, context, founding, (check) => on(check) && !(founding && check === 'role'))
  return refusal ? refused(refusal) : { at: 'new', change }
}

const refused = (refusal: GateRefusal): Verdict => ({ at: 'refused', refusal })

function isRebuilt(change: ReadChange, { settings, isMigration }: ChangeContext): boolean {
  if (!claimsMigration(change)) return false
  return settings.without.has('migration') || isMigration(change)
}

/** Looks like what a migration is: worth rebuilding, and its author is not accused of borrowing a name. */
const claimsMigration = ({ seq, deps, time, ops }: ReadChange): boolean =>
  seq === 1 && time === 0 && deps.length === 1 && ops.length > 0 && ops.every(({ action }) => action.startsWith('make'))

/**
 * Automerge allocates by the largest operation number, and cannot load what it saved when one is far off (hazard F5). The
 * bound is taken from what the change builds on, so that it is the same for everybody.
 */
function checkOpIds({ deps, startOp, maxOp }: ReadChange, { index, settings }: ChangeContext): GateRefusal | null {
  const { opIdSlack, maxOpId } = settings.limits
  const least = deps.reduce((most, dep) => Math.max(most, index.get(dep)?.maxOp ?? 0), 0) + 1
  if (startOp < least) return { code: 'E_CHANGE_OPID', measured: startOp, limit: least }
  if (startOp > least + opIdSlack) return { code: 'E_CHANGE_OPID', measured: startOp, limit: least + opIdSlack }
  if (maxOp > maxOpId) return { code: 'E_CHANGE_OPID', measured: maxOp, limit: maxOpId }
  return null
}

function checkOps(
  change: ReadChange,
  { author, places, index, settings }: ChangeContext,
  founding: boolean,
  on: (check: CheckName) => boolean,
): GateRefusal | null {
  const { hash, actor, startOp, ops } = change
  const { depth } = settings.limits
  /** The object named last, found made: what follows mostly stands in it too. */
  let known = ''
  places.note(actor, startOp, ops)
  const refusal = firstFault()
  if (refusal) places.forget(actor, startOp, ops)
  return refusal

  function firstFault(): GateRefusal | null {
    for (const [at, op] of ops.entries()) {
      if (!refersToMade(op, startOp + at)) return { code: 'E_CHANGE_FORM', change: hash }
      const place = places.of(op.obj)
      if (!place) return { code: 'E_CHANGE_FORM', change: hash }
      const measured = place.path.length
      if (measured > depth) return { code: 'E_CHANGE_SIZE', change: hash, measured, limit: depth }
      const born = op.obj !== '_root' && isBornHere(op.obj)
      if (on('field') && !keepsKinds(op, place, born, founding))
        return { code: 'E_FIELD', change: hash, where: nameOf(place, op) }
      if (on('role') && !mayWrite(author, op, place)) return { code: 'E_ROLE', change: hash, where: nameOf(place, op) }
    }
    return null
  }

  function isBornHere(object: string): boolean {
    const { counter, actor: maker } = parseOpId(object)
    return maker === actor && counter >= startOp
  }

  /** What it names (object, element, predecessors) was made by a change before it, or earlier in this one (hazard F7). */
  function refersToMade({ obj, elemId, pred }: Op, number: number): boolean {
    if (obj !== known && !isMade(obj, number)) return false
    known = obj
    if (elemId !== undefined && !isMade(elemId, number)) return false
    return pred.every((id) => isMade(id, number))
  }

  function isMade(id: string, number: number): boolean {
    if (id === '_root' || id === '_head') return true
    const { counter, actor: maker } = parseOpId(id)
    if (maker === actor && counter >= startOp) return counter < number
    return index.holding(maker, counter) !== undefined
  }
}

/** Names of the format may be told; keys people made (ids, labels) may not. */
const nameOf = ({ path }: Place, { key = '' }: Op): string =>
  [...path, key].filter((name) => /^[a-z][A-Za-z]{2,19}$/.test(name)).join('/')
