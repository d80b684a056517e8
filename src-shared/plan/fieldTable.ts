import { TYPES } from './fields.ts'
import type { FieldSpec, TypeSpec, ValueSpec } from './kinds.ts'

/** The table as the Markdown that stands in docs/specs/plan.md; a test compares the two (PL2). */
export function fieldTableMarkdown(): string {
  return Object.entries(TYPES)
    .map(([name, spec]) => typeSection(name, spec))
    .join('\n')
}

function typeSection(name: string, spec: TypeSpec): string {
  const rows = Object.entries(spec.fields).map(([field, fieldSpec]) => `| ${field} | ${kindWords(fieldSpec)} |`)
  return [`#### ${name}`, '', written(spec), '', '| field | kind |', '| --- | --- |', ...rows, ''].join('\n')
}

function written(spec: TypeSpec): string {
  const key = `Key: ${spec.key}.`
  if (spec.written === 'parts') return `${key} Born once, edited field by field.`
  if (spec.written === 'whole') return `${key} Written as one piece, replaced whole.`
  const mutable = spec.mutable.length > 0 ? `, except ${spec.mutable.join(', ')}` : ''
  return `${key} Written once, never changed${mutable}.`
}

function kindWords(spec: FieldSpec): string {
  switch (spec.kind) {
    case 'text':
      return spec.rich ? 'rich text' : 'text'
    case 'value':
      return `value: ${valueWords(spec)}`
    case 'onePiece':
      return `one-piece {${Object.entries(spec.members)
        .map(([member, memberSpec]) => `${member}: ${valueWords(memberSpec)}`)
        .join(', ')}}`
    case 'set':
      return `set of ${spec.of}`
    case 'collection':
      return `collection of ${spec.of}${spec.buckets ? ', in 256 buckets' : ''}`
  }
}

function valueWords(spec: ValueSpec): string {
  if (spec.choices !== null) return spec.choices.join(' / ')
  return spec.to === null ? spec.scalar : `${spec.scalar} of ${spec.to}`
}
