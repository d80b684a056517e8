import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AGREED_ROOTS, BUCKETED_ROOTS, TYPES } from '#shared/plan/fields.ts'
import { nodeAt } from '#shared/plan/fieldPaths.ts'
import { fieldTableMarkdown } from '#shared/plan/fieldTable.ts'
import type { FieldSpec, TypeSpec } from '#shared/plan/kinds.ts'

const types = Object.entries<TypeSpec>(TYPES)
const fields: readonly (readonly [string, FieldSpec])[] = types.flatMap(([name, type]) =>
  Object.entries(type.fields).map(([field, spec]) => [`${name}.${field}`, spec] as const),
)

test('[PL2] the table of the spec is the table of the code', () => {
  const spec = readFileSync(new URL('../../../docs/specs/plan.md', import.meta.url), 'utf8')
  expect(withoutLayout(spec)).toContain(withoutLayout(fieldTableMarkdown()))
})

test('[PL2] every field has one of the five kinds and collections hold types of the table', () => {
  const kinds = new Set(fields.map(([, spec]) => spec.kind))
  expect([...kinds].sort()).toEqual(['collection', 'onePiece', 'set', 'text', 'value'])
  const homeless = fields.filter(([, spec]) => spec.kind === 'collection' && !Object.hasOwn(TYPES, spec.of))
  expect(homeless).toEqual([])
})

test('[PL4] projects, comments, positions and settled are in buckets, and nothing else', () => {
  const bucketed = fields.filter(([, spec]) => spec.kind === 'collection' && spec.buckets).map(([name]) => name)
  expect(bucketed.sort()).toEqual(BUCKETED_ROOTS.map((root) => `Plan.${root}`).sort())
})

test('[PL7] what is written as one piece holds values and the mark of removal only', () => {
  const parted = types
    .filter(([, type]) => type.written === 'whole')
    .flatMap(([name, type]) => Object.entries(type.fields).map(([field, spec]) => ({ name, field, kind: spec.kind })))
    .filter(({ field, kind }) => kind !== 'value' && field !== 'removed')
  expect(parted).toEqual([])
})

test('[PL12] agreed content names root fields', () => {
  expect(AGREED_ROOTS.filter((root) => !Object.hasOwn(TYPES.Plan.fields, root))).toEqual([])
})

test('[PL2] a path of the document leads to its kind, buckets included', () => {
  const id = 'ab'.repeat(16)
  expect(nodeAt(['projects', 'ab', id, 'title'])).toMatchObject({ at: 'text', spec: { rich: false } })
  expect(nodeAt(['projects', 'ab', id, 'place', 'stage'])).toMatchObject({ at: 'value', spec: { scalar: 'id' } })
  expect(nodeAt(['projects', 'ab', id, 'actions', id, 'who', id])).toEqual({ at: 'setMember' })
  expect(nodeAt(['objectives', id])).toEqual({ at: 'thing', type: 'Objective' })
  expect(nodeAt(['projects', 'ab'])).toEqual({ at: 'collection', of: 'Project' })
  expect(nodeAt(['risks', id])).toEqual({ at: 'unknown' })
  expect(nodeAt(['__proto__', 'title'])).toEqual({ at: 'unknown' })
})

/** Prettier pads the columns of tables. */
const withoutLayout = (markdown: string): string => markdown.replace(/[ \n]+/g, ' ').replace(/-{3,}/g, '---')
