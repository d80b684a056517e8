import type { FieldInputs } from '#shared/plan/fieldEdits.ts'
import { fieldSpec, type TypeName } from '#shared/plan/fields.ts'
import type { FieldSpec } from '#shared/plan/kinds.ts'
import { UsageError } from './answer.ts'
import { findId, type PlanJson, unitDecimals } from './planNames.ts'

/** `title=Forn de pa`, `tags+=pa`, `tags-=pa`. */
type FieldArgument = { readonly field: string; readonly how: '=' | '+=' | '-='; readonly text: string }

/** Names people know, beside those of the table. */
const ALIASES: Partial<Record<TypeName, Readonly<Record<string, string>>>> = {
  Output: { kind: 'sort' },
  Partner: { kind: 'sort', role: 'sort' },
  Milestone: { date: 'day' },
  Contribution: { source: 'from' },
}

export function parseFieldArguments(args: readonly string[]): readonly FieldArgument[] {
  return args.map((arg) => {
    const found = /^([A-Za-z]+)(\+=|-=|=)([\s\S]*)$/.exec(arg)
    if (!found) throw new UsageError(`“${arg.slice(0, 60)}” is not field=value.`)
    return { field: found[1]!, how: found[2] as FieldArgument['how'], text: found[3]! }
  })
}

/** What the arguments want each field of a thing to say. Things of the plan may be named by id or by their exact name. */
export function fieldInputs(type: TypeName, args: readonly FieldArgument[], plan: PlanJson): FieldInputs {
  const inputs: Record<string, unknown> = {}
  for (const { field: given, how, text } of args) {
    const field = ALIASES[type]?.[given] ?? given
    const spec = fieldSpec(type, field)
    if (spec === null || field === 'removed') throw new UsageError(`A ${type.toLowerCase()} has no field ${given}.`)
    if (how !== '=' && spec.kind !== 'set') throw new UsageError(`${given} is one value: use ${given}=…`)
    inputs[field] = how === '=' ? fieldInput(spec, field, text, plan) : setChange(inputs[field], spec, how, text, plan)
  }
  return inputs
}

function setChange(before: unknown, spec: FieldSpec, how: '+=' | '-=', text: string, plan: PlanJson): unknown {
  const { add = [], drop = [] } = (before ?? {}) as { add?: readonly string[]; drop?: readonly string[] }
  const words = setWords(spec, text, plan)
  return how === '+=' ? { add: [...add, ...words], drop } : { add, drop: [...drop, ...words] }
}

function fieldInput(spec: FieldSpec, field: string, text: string, plan: PlanJson): unknown {
  switch (spec.kind) {
    case 'text':
      return text
    case 'set':
      return setWords(spec, text, plan)
    case 'collection':
      throw new UsageError(`${field} is filled with aplec add.`)
    case 'onePiece':
      return text === '' ? null : pieceInput(field, text, plan)
    case 'value':
      return text === '' ? null : valueInput(spec, field, text, plan)
  }
}

function valueInput(spec: Extract<FieldSpec, { kind: 'value' }>, field: string, text: string, plan: PlanJson): unknown {
  switch (spec.scalar) {
    case 'boolean': {
      if (/^(yes|true|1)$/i.test(text)) return true
      if (/^(no|false|0)$/i.test(text)) return false
      throw new UsageError(`${field} takes yes or no.`)
    }
    case 'integer':
    case 'year':
    case 'instant':
      return /^-?\d+$/.test(text) ? Number(text) : text
    case 'id':
      return spec.to === null ? text : findId(plan, spec.to, text)
    default:
      return text
  }
}

const setWords = (spec: FieldSpec, text: string, plan: PlanJson): readonly string[] => {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
  const of = spec.kind === 'set' ? spec.of : 'label'
  return /^[A-Z]/.test(of) ? words.map((word) => findId(plan, of, word)) : words
}

/** `years=2027-2030`, `years=2027`; `amount=1200 EUR`, `amount=12.50 ECO`. */
function pieceInput(field: string, text: string, plan: PlanJson): unknown {
  if (field === 'years' || field === 'horizon') {
    const found = /^(\d{1,4})(?:\s*[-–/]\s*(\d{1,4}))?$/.exec(text)
    if (!found) throw new UsageError(`${field} takes years like 2027 or 2027-2030.`)
    return { from: Number(found[1]), to: Number(found[2] ?? found[1]) }
  }
  if (field === 'amount') {
    const found = /^(-?\d+)(?:[.,](\d+))?\s+([A-Z][A-Z0-9]{1,11})$/.exec(text)
    if (!found) throw new UsageError('amount takes a number and a unit, like “1200 EUR” or “12.50 ECO”.')
    const [, whole, fraction = '', unit] = found
    const decimals = unitDecimals(plan, unit!)
    if (fraction.length > decimals) throw new UsageError(`${unit} has at most ${decimals} decimals.`)
    return { unit, minor: Number(`${whole}${fraction.padEnd(decimals, '0')}`) }
  }
  throw new UsageError(`${field} cannot be set this way${field === 'place' ? '; use aplec move' : ''}.`)
}
