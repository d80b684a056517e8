import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { canonicalJson, contentHash, plainPlan } from '#shared/plan/canonical.ts'
import { createPlan } from '#shared/plan/birth.ts'
import { planAdd, planAll, planRemove, planSet } from '#shared/plan/operations.ts'
import { readAt } from '#shared/plan/readAt.ts'
import { THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import { actorOf, type Doc, handTo, must, newPlan, open, seededRandom, take, write } from './builders.ts'

const random = seededRandom(3)
const id = (digits: string): string => digits.repeat(16)
const spec = readFileSync(new URL('../../../docs/specs/plan.md', import.meta.url), 'utf8')

/** The text of the code block that follows a heading of the spec. */
const block = (heading: string): string => spec.split(heading)[1]!.split('```')[1]!.replace(/^.*\n/, '').trimEnd()

const stage: ThingRef = { type: 'Stage', id: id('a1') }
const project: ThingRef = { type: 'Project', id: id('b2') }
const member: ThingRef = { type: 'Member', id: id('c3') }
const other: ThingRef = { type: 'Member', id: id('d4') }
const comment: ThingRef = { type: 'Comment', id: id('e5') }

/** The plan of the second example: one project in the bin, rich text, a field of a newer version, a comment. */
function examplePlan(): Doc {
  const born = open(createPlan(actorOf('0')).bytes, actorOf('0'))
  const filled = write(
    born,
    planAll(
      born,
      [
        { do: 'set', ref: THE_PLAN, fields: { title: 'Pla «€»', language: 'ca', horizon: { from: 2027, to: 2036 } } },
        { do: 'add', ref: stage, fields: { title: 'Idea', rank: 'a0V', phase: 'idea' } },
        { do: 'add', ref: member, fields: { name: 'Núria' } },
        { do: 'add', ref: other, fields: { name: 'Pau' } },
        {
          do: 'add',
          ref: project,
          fields: {
            title: 'Hort',
            summary: 'Terra i aigua\nper a tothom',
            place: { stage: stage.id, rank: 'a0x' },
            leads: [member.id],
            tags: ['terra'],
          },
        },
        { do: 'add', ref: comment, fields: { text: 'Bona idea', author: other.id, about: project.id } },
      ],
      random,
    ),
  )
  const path = ['projects', 'b2', project.id]
  const marked = A.change(filled, (draft) => {
    A.mark(draft, [...path, 'summary'], { start: 0, end: 5, expand: 'both' }, 'strong', true)
    const newer = draft.projects['b2']![project.id] as unknown as Record<string, unknown>
    newer['risk'] = 3
  })
  return write(marked, planRemove(marked, project, member.id, 1_800_000_000_000))
}

test('[PL10] the plan that was just born has the bytes of the spec', () => {
  const doc = open(createPlan(actorOf('0')).bytes, actorOf('0'))
  expect(must(canonicalJson(doc))).toBe(block('### Example 1'))
})

test('[PL10] a small plan with a bin, rich text and a field of a newer version has the bytes of the spec', () => {
  expect(must(canonicalJson(examplePlan()))).toBe(block('### Example 2'))
})

test('[PL12] its agreed content, and the hash of it, are those of the spec', () => {
  const doc = examplePlan()
  const agreed = must(canonicalJson(doc, 'agreed'))
  expect(agreed).toBe(block('### Its agreed content'))
  expect(must(contentHash(doc))).toBe(block('### Its content hash'))
  expect(createHash('sha256').update(agreed).digest('hex')).not.toBe(must(contentHash(doc)))
})

test('[PL12] comments, proposals and people nobody refers to are outside the agreed content', () => {
  const doc = examplePlan()
  const before = must(contentHash(doc))
  const commented = write(doc, planSet(doc, comment, { text: 'Molt bona idea' }))
  const renamed = write(commented, planSet(commented, other, { name: 'Pau Serra' }))
  expect(must(contentHash(renamed))).toBe(before)
  const lead = write(renamed, planSet(renamed, member, { name: 'Núria Serra' }))
  expect(must(contentHash(lead))).not.toBe(before)
})

test('[PL13] old heads are read as they were, marks included', () => {
  const doc = examplePlan()
  const heads = A.getHeads(doc)
  const before = must(canonicalJson(doc))
  const path = ['projects', 'b2', project.id, 'summary']
  const later = A.change(doc, (draft) => {
    A.splice(draft, path, 0, 0, 'Molta ')
    A.mark(draft, path, { start: 0, end: 12, expand: 'both' }, 'em', true)
  })
  expect(must(canonicalJson(later))).not.toBe(before)
  expect(must(canonicalJson(later, 'plan', heads))).toBe(before)
  expect(must(readAt(later, heads)).title).toBe('Pla «€»')
  const unknown = ['ab'.repeat(32)]
  expect(readAt(later, unknown)).toEqual({ ok: false, error: { kind: 'HeadsUnknown', heads: unknown } })
})

test('[PL10] the order in which things were made and merged does not show', () => {
  const base = newPlan()
  const left = handTo(base, actorOf('a'))
  const right = handTo(base, actorOf('b'))
  const x = write(left, planAdd(left, { type: 'Group', id: id('11') }, { name: 'Horta' }, random))
  const y = write(right, planAdd(right, { type: 'Group', id: id('22') }, { name: 'Cuina' }, random))
  const xy = take(handTo(x, actorOf('c')), y)
  const yx = take(handTo(y, actorOf('d')), x)
  expect(must(canonicalJson(xy))).toBe(must(canonicalJson(yx)))
})

test('[PL10] neighbours with equal marks are joined, however the marks came', () => {
  const base = write(newPlan(), planSet(newPlan(), THE_PLAN, { vision: 'hello world' }))
  const once = handTo(base, actorOf('a'))
  const twice = handTo(base, actorOf('b'))
  const whole = A.change(once, (draft) =>
    A.mark(draft, ['vision'], { start: 0, end: 11, expand: 'none' }, 'strong', true),
  )
  const halves = A.change(twice, (draft) => {
    A.mark(draft, ['vision'], { start: 0, end: 5, expand: 'none' }, 'strong', true)
    A.mark(draft, ['vision'], { start: 5, end: 11, expand: 'none' }, 'strong', true)
    A.mark(draft, ['vision'], { start: 2, end: 4, expand: 'none' }, 'em', true)
    A.unmark(draft, ['vision'], { start: 2, end: 4, expand: 'none' }, 'em')
  })
  expect(must(canonicalJson(halves))).toBe(must(canonicalJson(whole)))
})

test('[PL11] what no canonical JSON can hold is named by its place', () => {
  const base = newPlan()
  const write1 = (value: unknown): Doc =>
    A.change(handTo(base, actorOf('a')), (draft) => {
      ;(draft as unknown as Record<string, unknown>)['odd'] = value
    })
  for (const odd of [1.5, 2 ** 53, new Uint8Array([1]), new A.Uint(5), new A.Counter(1)]) {
    const refusal = plainPlan(write1(odd))
    expect([odd, refusal]).toEqual([odd, odd instanceof A.Uint ? refusal : notCanonical])
  }
  expect(must(canonicalJson(write1({ deep: [1, 'two', null, true] })))).toContain('"odd":{"deep":[1,"two",null,true]}')
})

const notCanonical = { ok: false, error: { kind: 'NotCanonical', path: ['odd'] } }
