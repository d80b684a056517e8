/** Fields of a thing: what a person wants them to say, against what they say, as the smallest edits. Driven by the table. */
import * as A from '@automerge/automerge/slim'
import { err, ok, type Result } from '../base/result.ts'
import type { PlanEdit, StoredPath, StoredRecord, StoredScalarValue } from './edits.ts'
import { type InputContext, readSetKey, readValue, wellFormed } from './fieldInput.ts'
import { fieldSpec, type TypeName } from './fields.ts'
import { MAX_TITLE, type OnePieceSpec, type SetSpec, type TextSpec, type ValueSpec } from './kinds.ts'
import type { PlanRefusal } from './refusal.ts'
import { textEdits } from './textEdits.ts'
import type { AnyThing } from './things.ts'

/** What a person wants a set to hold: all of it, or what to add and what to drop. */
export type SetInput = readonly string[] | { readonly add?: readonly string[]; readonly drop?: readonly string[] }

export type FieldInputs = Readonly<Record<string, unknown>>

/** Edits that bring `field` of a standing thing to `input`; none when it says so already (PL6). */
export function fieldEdits(
  type: TypeName,
  path: StoredPath,
  thing: AnyThing,
  field: string,
  input: unknown,
  context: InputContext,
): Result<readonly PlanEdit[], PlanRefusal> {
  const spec = fieldSpec(type, field)
  const at = [...path, field]
  switch (spec?.kind) {
    case 'text':
      return editText(spec, at, field, thing[field], input)
    case 'value':
      return editValue(spec, at, field, thing[field], input, context)
    case 'onePiece':
      return editPiece(spec, at, field, thing[field], input, context)
    case 'set':
      return editSet(spec, at, field, thing[field], input, context)
    default:
      return err({ kind: 'NoSuchField', type, field })
  }
}

/** Checks a text; a title is one line. */
export function readText(spec: TextSpec, field: string, input: unknown): Result<string, PlanRefusal> {
  const written = input === null ? '' : input
  if (typeof written !== 'string') return err({ kind: 'NotText', field })
  const clean = wellFormed(written.replaceAll('\r\n', '\n').replaceAll('\ufffc', ''))
  const lines = spec.max <= MAX_TITLE ? clean.replace(/\s*\n\s*/g, ' ') : clean
  if (lines.length > spec.max) return err({ kind: 'TooLong', field, max: spec.max, length: lines.length })
  return ok(lines)
}

function editText(
  spec: TextSpec,
  at: StoredPath,
  field: string,
  stored: unknown,
  input: unknown,
): Result<readonly PlanEdit[], PlanRefusal> {
  const wanted = readText(spec, field, input)
  if (!wanted.ok) return wanted
  // A text that is not there, or not a text, is the work of a broken writer: there is nothing to splice into.
  if (typeof stored !== 'string') return err({ kind: 'NotText', field })
  return ok(textEdits(at, stored, wanted.value, spec.rich))
}

function editValue(
  spec: ValueSpec,
  at: StoredPath,
  field: string,
  stored: unknown,
  input: unknown,
  context: InputContext,
): Result<readonly PlanEdit[], PlanRefusal> {
  const wanted = readValue(spec, field, input, context)
  if (!wanted.ok) return wanted
  return ok(sameScalar(stored, wanted.value) ? [] : [{ do: 'put', path: at, value: wanted.value }])
}

function editPiece(
  spec: OnePieceSpec,
  at: StoredPath,
  field: string,
  stored: unknown,
  input: unknown,
  context: InputContext,
): Result<readonly PlanEdit[], PlanRefusal> {
  const now = isRecord(stored) ? stored : null
  if (input === null) return ok(now === null ? [] : [{ do: 'put', path: at, value: null }])
  const wanted = readPiece(spec, field, now, input, context)
  if (!wanted.ok) return wanted
  return ok(samePiece(now, wanted.value) ? [] : [{ do: 'put', path: at, value: wanted.value }])
}

/** The whole new piece: what is given over what stands, members this version does not know included (PL7). */
export function readPiece(
  spec: OnePieceSpec,
  field: string,
  now: AnyThing | null,
  input: unknown,
  context: InputContext,
): Result<StoredRecord, PlanRefusal> {
  if (!isRecord(input)) return err({ kind: 'NotPiece', field })
  const piece: Record<string, StoredRecord[string]> =
    now === null ? {} : (copyStored(now) as Record<string, StoredRecord[string]>)
  for (const [member, memberInput] of Object.entries(input)) {
    const memberSpec = Object.hasOwn(spec.members, member) ? spec.members[member] : undefined
    if (memberSpec === undefined) return err({ kind: 'NotPiece', field: `${field}.${member}` })
    const wanted = readValue(memberSpec, `${field}.${member}`, memberInput, context)
    if (!wanted.ok) return wanted
    piece[member] = wanted.value
  }
  const { from, to } = piece
  if (typeof from === 'number' && typeof to === 'number' && from > to) return err({ kind: 'YearsReversed', from, to })
  return ok(piece)
}

function editSet(
  spec: SetSpec,
  at: StoredPath,
  field: string,
  stored: unknown,
  input: unknown,
  context: InputContext,
): Result<readonly PlanEdit[], PlanRefusal> {
  const now = isRecord(stored) ? stored : {}
  const wanted = readSet(spec, field, Object.keys(now), input, context)
  if (!wanted.ok) return wanted
  const added = wanted.value.filter((key) => !Object.hasOwn(now, key))
  const dropped = Object.keys(now).filter((key) => !wanted.value.includes(key))
  return ok([
    ...added.map((key): PlanEdit => ({ do: 'put', path: [...at, key], value: true })),
    ...dropped.map((key): PlanEdit => ({ do: 'delete', path: [...at, key] })),
  ])
}

/** The keys a set should hold. What stands already need not be in the plan any more; what is added must be. */
export function readSet(
  spec: SetSpec,
  field: string,
  now: readonly string[],
  input: unknown,
  context: InputContext,
): Result<readonly string[], PlanRefusal> {
  const change = Array.isArray(input) ? { all: input as readonly unknown[] } : isRecord(input) ? input : null
  if (change === null) return err({ kind: 'NotSet', field })
  const given = ('all' in change ? change.all : (change['add'] ?? [])) as readonly unknown[]
  const dropped = 'all' in change ? [] : ((change['drop'] ?? []) as readonly unknown[])
  const keys = new Set<string>('all' in change ? [] : now.filter((key) => !dropped.includes(key)))
  for (const item of given) {
    const key = now.includes(item as string) ? ok(item as string) : readSetKey(spec, field, item, context)
    if (!key.ok) return key
    keys.add(key.value)
  }
  return ok([...keys])
}

export const isRecord = (input: unknown): input is AnyThing =>
  typeof input === 'object' && input !== null && !(input instanceof A.ImmutableString) && !Array.isArray(input)

function samePiece(now: AnyThing | null, wanted: StoredRecord): boolean {
  if (now === null) return false
  const keys = Object.keys(wanted)
  return keys.length === Object.keys(now).length && keys.every((key) => sameScalar(now[key], wanted[key]))
}

function sameScalar(stored: unknown, wanted: unknown): boolean {
  if (wanted instanceof A.ImmutableString) return stored instanceof A.ImmutableString && stored.val === wanted.val
  if (wanted === null) return stored === null || stored === undefined
  return stored === wanted
}

/** A deep copy of what stands, to write it again: Automerge takes no object twice. */
export function copyStored(stored: unknown): StoredRecord[string] {
  if (stored instanceof A.ImmutableString) return new A.ImmutableString(stored.val)
  if (!isRecord(stored)) return stored as StoredScalarValue
  return Object.fromEntries(Object.entries(stored).map(([key, child]) => [key, copyStored(child)]))
}
