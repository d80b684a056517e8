import { err, ok, type Result } from '../base/result.ts'
import { emptyContainer } from './birth.ts'
import type { PlanEdit, StoredPath, StoredRecord } from './edits.ts'
import { type FieldInputs, readPiece, readSet, readText } from './fieldEdits.ts'
import { type InputContext, readValue } from './fieldInput.ts'
import { fieldSpec, type TypeName, typeSpec } from './fields.ts'
import type { FieldSpec, TextSpec } from './kinds.ts'
import type { PlanRefusal } from './refusal.ts'
import { piecesOf } from './textEdits.ts'

/** The edits that make a thing whole at `path`: all its texts, sets and collections in one change (PL5). */
export function birthEdits(
  type: TypeName,
  path: StoredPath,
  inputs: FieldInputs,
  context: InputContext,
): Result<readonly PlanEdit[], PlanRefusal> {
  const record: Record<string, StoredRecord[string]> = {}
  const later: PlanEdit[] = []
  for (const [field, spec] of Object.entries(typeSpec(type).fields)) {
    const container = emptyContainer(spec)
    if (container !== null) record[field] = container as StoredRecord[string]
  }
  for (const [field, input] of Object.entries(inputs)) {
    if (input === undefined) continue
    const spec = fieldSpec(type, field)
    if (spec === null) return err({ kind: 'NoSuchField', type, field })
    const born = bornField(spec, [...path, field], field, input, context)
    if (!born.ok) return born
    if (born.value.now !== null) record[field] = born.value.now
    later.push(...born.value.later)
  }
  return ok([{ do: 'put', path, value: record }, ...later])
}

interface BornField {
  readonly now: StoredRecord[string] | null
  /** The rest of a long text, and the paragraphs of a rich one. */
  readonly later: readonly PlanEdit[]
}

function bornField(
  spec: FieldSpec,
  path: StoredPath,
  field: string,
  input: unknown,
  context: InputContext,
): Result<BornField, PlanRefusal> {
  switch (spec.kind) {
    case 'text':
      return bornText(spec, path, field, input)
    case 'value': {
      const value = readValue(spec, field, input, context)
      return value.ok ? ok({ now: value.value, later: [] }) : value
    }
    case 'onePiece': {
      if (input === null) return ok({ now: null, later: [] })
      const piece = readPiece(spec, field, null, input, context)
      return piece.ok ? ok({ now: piece.value, later: [] }) : piece
    }
    case 'set': {
      const keys = readSet(spec, field, [], input, context)
      if (!keys.ok) return keys
      return ok({ now: Object.fromEntries(keys.value.map((key) => [key, true as const])), later: [] })
    }
    case 'collection':
      return err({ kind: 'NotValue', field })
  }
}

function bornText(spec: TextSpec, path: StoredPath, field: string, input: unknown): Result<BornField, PlanRefusal> {
  const text = readText(spec, field, input)
  if (!text.ok) return text
  const { rich } = spec
  const pieces = piecesOf(text.value)
  const inOne = pieces.length === 1 && !(rich && text.value.includes('\n'))
  if (inOne) return ok({ now: text.value, later: [] })
  let index = 0
  const later = pieces.map((insert) => {
    const edit: PlanEdit = { do: 'splice', path, index, remove: 0, insert, rich }
    index += insert.length
    return edit
  })
  return ok({ now: '', later })
}
