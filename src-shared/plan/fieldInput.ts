/** What people put into values, pieces and sets: checked, and turned into what is stored. */
import * as A from '@automerge/automerge/slim'
import { isId } from '../base/id.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { StoredScalarValue } from './edits.ts'
import { isTypeName } from './fields.ts'
import { isDay } from './days.ts'
import type { SetSpec, ValueSpec } from './kinds.ts'
import type { PlanRefusal } from './refusal.ts'
import { isInPlan } from './things.ts'
import type { PlanDoc } from './types.ts'

export interface InputContext {
  readonly doc: A.Doc<PlanDoc>
  /** Ids of things that earlier edits of the same plan of edits will have made. */
  readonly known: ReadonlySet<string>
}

/** Largest integer that every reader of canonical JSON holds exactly (PL11). */
const MAX_INTEGER = Number.MAX_SAFE_INTEGER - 1

/** Turns one value into its stored form; `null` clears it. */
export function readValue(
  spec: ValueSpec,
  field: string,
  input: unknown,
  context: InputContext,
): Result<StoredScalarValue, PlanRefusal> {
  if (input === null) return ok(null)
  switch (spec.scalar) {
    case 'boolean':
      return typeof input === 'boolean' ? ok(input) : err({ kind: 'NotBoolean', field })
    case 'integer':
    case 'instant':
      return isPlanInteger(input) ? ok(input) : err({ kind: 'NotInteger', field })
    case 'year':
      return isYear(input) ? ok(input) : err({ kind: 'NotYear', field })
    default:
      return readString(spec, field, input, context)
  }
}

function readString(
  spec: ValueSpec,
  field: string,
  input: unknown,
  context: InputContext,
): Result<StoredScalarValue, PlanRefusal> {
  if (typeof input !== 'string') return err({ kind: 'NotText', field })
  if (input.length > spec.max) return err({ kind: 'TooLong', field, max: spec.max, length: input.length })
  const refusal = wrongString(spec, field, input, context)
  return refusal === null ? ok(new A.ImmutableString(wellFormed(input))) : err(refusal)
}

function wrongString(spec: ValueSpec, field: string, input: string, context: InputContext): PlanRefusal | null {
  if (spec.choices !== null && !spec.choices.includes(input)) return { kind: 'NotChoice', field, choices: spec.choices }
  switch (spec.scalar) {
    case 'day':
      return isDay(input) ? null : { kind: 'NotDay', field }
    case 'id':
      if (!isId(input)) return { kind: 'NotId', field }
      return spec.to === null ? null : missingReference(spec.to, field, input, context)
    case 'hash':
      return /^[0-9a-f]{64}$/.test(input) ? null : { kind: 'NotId', field }
    case 'unit':
      return missingReference('Unit', field, input, context)
    case 'rank':
      return /^[0-9A-Za-z]+$/.test(input) ? null : { kind: 'NotValue', field }
    default:
      return null
  }
}

function missingReference(to: string, field: string, id: string, { doc, known }: InputContext): PlanRefusal | null {
  if (!isTypeName(to) || to === 'Version' || known.has(id) || isInPlan(doc, to, id)) return null
  return { kind: 'NoSuchThing', field, to, id }
}

/** The keys of a set: ids of things that are in the plan, or words of people, joined in one form of Unicode. */
export function readSetKey(
  spec: SetSpec,
  field: string,
  input: unknown,
  context: InputContext,
): Result<string, PlanRefusal> {
  if (typeof input !== 'string') return err({ kind: 'NotLabel', field })
  if (isTypeName(spec.of)) return readReference(spec.of, field, input, context)
  const label = wellFormed(input).normalize('NFC').trim()
  const isKey = label !== '' && label.length <= spec.max && !label.includes('\n') && label !== '__proto__'
  return isKey ? ok(label) : err({ kind: 'NotLabel', field })
}

function readReference(to: string, field: string, id: string, context: InputContext): Result<string, PlanRefusal> {
  if (to !== 'Attachment' && !isId(id)) return err({ kind: 'NotId', field })
  const refusal = missingReference(to, field, id, context)
  return refusal === null ? ok(id) : err(refusal)
}

const isPlanInteger = (input: unknown): input is number =>
  typeof input === 'number' && Number.isInteger(input) && Math.abs(input) <= MAX_INTEGER && !Object.is(input, -0)

const isYear = (input: unknown): input is number => isPlanInteger(input) && input >= 1 && input <= 9999

/** Half a surrogate pair has no place in UTF-8 nor in canonical JSON. */
export const wellFormed = (input: string): string => input.replace(/\p{Surrogate}/gu, '\ufffd')
