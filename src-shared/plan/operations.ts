/**
 * The operations on a plan. Each reads a document and answers with planned edits, or with the reason why not; nothing is
 * written until `changePlan` (or `applyEdits`) writes the edits into the same document. Which fields there are, and what may
 * stand in them, is the table's business (`fields.ts`).
 */
import type * as A from '@automerge/automerge/slim'
import { isId } from '../base/id.ts'
import type { Random } from '../base/ports.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { PlanEdit, PlanEdits, StoredRecord } from './edits.ts'
import { copyStored, fieldEdits, type FieldInputs } from './fieldEdits.ts'
import { isTypeName, type TypeName, typeSpec } from './fields.ts'
import { birthEdits } from './newThing.ts'
import { completePlace, completeRank } from './order.ts'
import type { PlanRefusal } from './refusal.ts'
import { type AnyThing, collectionPath, getThing, isRemoved, storedPath, THE_PLAN, type ThingRef } from './things.ts'
import type { PlanDoc } from './types.ts'

export type Planned = Result<PlanEdits, PlanRefusal>
type Doc = A.Doc<PlanDoc>

/** A plan of more takes half a minute to load; it should be split. What others have added beyond it is kept and shown. */
export const MAX_CARDS = 50_000

const NOTHING_ELSE: ReadonlySet<string> = new Set()

/**
 * Plans a new thing. `ref` says its id, and what it lives in. Every field is optional; a rank at the end, and for a project
 * a place in the first stage, are filled in. Errors: `BadKey` when the id is taken, `WrongParent`, and those of the fields.
 */
export function planAdd(doc: Doc, ref: ThingRef, fields: FieldInputs, random: Random, known = NOTHING_ELSE): Planned {
  if (!isTypeName(ref.type)) return err({ kind: 'NoSuchType', type: ref.type })
  const path = storedPath(ref)
  const parent = ref.in ?? THE_PLAN
  if (path === null || ref.type === 'Plan') return err({ kind: 'WrongParent', type: ref.type })
  if (getThing(doc, parent) === undefined && !known.has(parent.id)) return err({ kind: 'Missing', id: parent.id })
  if (!isKeyFor(ref.type, ref.id) || getThing(doc, ref) !== undefined) {
    return err({ kind: 'BadKey', type: ref.type, key: ref.id })
  }
  if (ref.type === 'Project' && countCards(doc) >= MAX_CARDS) return err({ kind: 'PlanFull', cards: MAX_CARDS })
  const placed = ref.type === 'Project' ? completePlace(doc, fields, random) : completeRank(doc, ref, fields, random)
  return birthEdits(ref.type, path, placed, { doc, known })
}

/** Plans new values of fields. `THE_PLAN` is a thing too. A field that says so already is not written. */
export function planSet(doc: Doc, ref: ThingRef, fields: FieldInputs, known = NOTHING_ELSE): Planned {
  const found = standing(doc, ref)
  if (!found.ok) return found
  const { thing, path } = found.value
  const sealed = sealedField(ref.type, fields)
  if (sealed !== null) return err(sealed)
  const edits: PlanEdit[] = []
  for (const [field, input] of Object.entries(fields)) {
    if (input === undefined) continue
    const planned = fieldEdits(ref.type, path, thing, field, input, { doc, known })
    if (!planned.ok) return planned
    edits.push(...planned.value)
  }
  return ok(typeSpec(ref.type).written === 'whole' ? asOneWhole(path, thing, edits) : edits)
}

/** Plans the mark of removal (PL8). Nothing when it is there already. `by`: a person of the plan, or `null`. */
export function planRemove(doc: Doc, ref: ThingRef, by: string | null, at: number): Planned {
  const found = standing(doc, ref)
  if (!found.ok) return found
  if (!canBeRemoved(ref.type)) return err({ kind: 'Sealed', type: ref.type })
  if (isRemoved(found.value.thing)) return ok([])
  return planSet(doc, ref, { removed: by === null ? { at } : { by, at } }, new Set(by === null ? [] : [by]))
}

/** Plans taking the mark away: every mark that was seen, so that a removal nobody here knew of stays. */
export function planRestore(doc: Doc, ref: ThingRef): Planned {
  const found = standing(doc, ref)
  if (!found.ok) return found
  if (!isRemoved(found.value.thing)) return err({ kind: 'NotRemoved', id: ref.id })
  const drop: PlanEdit = { do: 'delete', path: [...found.value.path, 'removed'] }
  return ok(typeSpec(ref.type).written === 'whole' ? asOneWhole(found.value.path, found.value.thing, [drop]) : [drop])
}

export type PlanOperation =
  | { readonly do: 'add'; readonly ref: ThingRef; readonly fields: FieldInputs }
  | { readonly do: 'set'; readonly ref: ThingRef; readonly fields: FieldInputs }

/**
 * Plans many operations at once, as an import does: each may speak of things that earlier ones make. All or nothing.
 * New things in order want their ranks given (`ranksInOrder`); `set` speaks of things that stand in `doc`.
 */
export function planAll(doc: Doc, operations: readonly PlanOperation[], random: Random): Planned {
  const added = operations.filter((operation) => operation.do === 'add' && operation.ref.type === 'Project').length
  if (added > 0 && countCards(doc) + added > MAX_CARDS) return err({ kind: 'PlanFull', cards: MAX_CARDS })
  const known = new Set<string>()
  const edits: PlanEdit[] = []
  for (const { do: what, ref, fields } of operations) {
    const planned = what === 'add' ? planAdd(doc, ref, fields, random, known) : planSet(doc, ref, fields, known)
    if (!planned.ok) return planned
    edits.push(...planned.value)
    if (what === 'add') known.add(ref.id)
  }
  return ok(edits)
}

const counts = new WeakMap<object, number>()

/** Cards of a plan, the bin included; counted once for each state of its projects. */
function countCards(doc: Doc): number {
  const known = counts.get(doc.projects)
  if (known !== undefined) return known
  const count = Object.values(doc.projects).reduce((sum, bucket) => sum + Object.keys(bucket).length, 0)
  counts.set(doc.projects, count)
  return count
}

interface Standing {
  readonly thing: AnyThing
  readonly path: readonly string[]
}

function standing(doc: Doc, ref: ThingRef): Result<Standing, PlanRefusal> {
  const path = storedPath(ref)
  if (path === null || (ref.type !== 'Plan' && collectionPath(ref) === null)) {
    return err({ kind: 'WrongParent', type: ref.type })
  }
  const thing = getThing(doc, ref)
  return thing === undefined ? err({ kind: 'Missing', id: ref.id }) : ok({ thing, path })
}

function sealedField(type: TypeName, fields: FieldInputs): PlanRefusal | null {
  const { written, mutable } = typeSpec(type)
  const isSealed = written === 'once' && Object.keys(fields).some((field) => !mutable.includes(field))
  return isSealed ? { kind: 'Sealed', type } : null
}

const canBeRemoved = (type: TypeName): boolean => Object.hasOwn(typeSpec(type).fields, 'removed')

/** A thing written as one piece is written whole again, with the edits in it. */
function asOneWhole(path: readonly string[], thing: AnyThing, edits: PlanEdits): PlanEdits {
  if (edits.length === 0) return []
  const record = copyStored(thing) as Record<string, StoredRecord[string]>
  for (const edit of edits) {
    const field = edit.path[path.length]!
    if (edit.do === 'put') record[field] = edit.value
    if (edit.do === 'delete') delete record[field]
  }
  return [{ do: 'put', path, value: record }]
}

function isKeyFor(type: TypeName, key: string): boolean {
  switch (typeSpec(type).key) {
    case 'id':
      return isId(key)
    case 'person':
      return isId(key)
    case 'hash':
    case 'rosterMember':
      return /^[0-9a-f]{64}$/.test(key)
    case 'code':
      return /^[A-Z][A-Z0-9]{1,11}$/.test(key)
    case 'position':
      return /^[0-9a-f]{32}\/[0-9a-f]{64}\/[0-9a-f]{32}$/.test(key)
    case 'operation':
      return /^[0-9]{1,16}@[0-9a-f]{1,64}$/.test(key)
    case 'root':
      return false
  }
}
