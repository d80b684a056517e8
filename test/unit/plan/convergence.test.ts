import * as A from '@automerge/automerge/slim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Random } from '#shared/base/ports.ts'
import { newId } from '#shared/base/id.ts'
import { canonicalJson } from '#shared/plan/canonical.ts'
import { type Planned, planAdd, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMove, planReorder } from '#shared/plan/order.ts'
import { mergeReport } from '#shared/plan/report/mergeReport.ts'
import { getThing, rootThings, THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import { plainFromRich } from '#shared/plan/textEdits.ts'
import { actorOf, type Doc, must, newPlan, open, seededRandom, take, write } from './builders.ts'

/** One act of one person; the numbers choose among what is in that person's copy. */
interface Act {
  readonly who: number
  readonly what: (typeof KINDS)[number]
  readonly which: number
  readonly at: number
  readonly length: number
  /** With whom, for `meet`. */
  readonly other: number
}

const KINDS = [
  'meet',
  'addProject',
  'addAction',
  'writeTitle',
  'writeSummary',
  'writeVision',
  'comment',
  'years',
  'amount',
  'tag',
  'move',
  'reorder',
  'remove',
  'restore',
  'removeAction',
  'done',
  'unit',
  'lead',
] as const

const anyActs = fc.array(
  fc.record({
    who: fc.nat(4),
    what: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...KINDS) },
      { weight: 1, arbitrary: fc.constantFrom('writeTitle', 'writeSummary', 'writeVision') },
    ),
    which: fc.nat(7),
    at: fc.nat(12),
    length: fc.nat(6),
    other: fc.nat(4),
  }),
  { minLength: 10, maxLength: 50 },
)

const random = seededRandom(31)
const base = startingPlan()
const bytes = A.save(base)

function startingPlan(): Doc {
  let doc = newPlan()
  for (const title of ['alpha', 'beta', 'gamma']) {
    const ref: ThingRef = { type: 'Project', id: newId(random) }
    doc = write(doc, planAdd(doc, ref, { title, summary: `${title}\nsecond`, years: { from: 2027, to: 2028 } }, random))
    doc = write(doc, planAdd(doc, { type: 'Action', id: newId(random), in: ref }, { title: 'act' }, random))
  }
  return write(doc, planAdd(doc, { type: 'Member', id: newId(random) }, { name: 'Pau' }, random))
}

/** Every character a person types is typed once in the whole world, so that each can be looked for afterwards. */
interface World {
  readonly docs: Doc[]
  readonly randoms: readonly Random[]
  readonly typed: Set<string>
  /** Characters that someone deleted who had them on the screen. */
  readonly deletedKnowingly: Set<string>
  nextCharacter: number
}

function createWorld(people: number): World {
  return {
    docs: Array.from({ length: people }, (_, person) => open(bytes, actorOf(String(person + 1)))),
    randoms: Array.from({ length: people }, (_, person) => seededRandom(person + 100)),
    typed: new Set(),
    deletedKnowingly: new Set(),
    nextCharacter: 0x4e00,
  }
}

function perform(world: World, act: Act): void {
  const who = act.who % world.docs.length
  const other = act.other % world.docs.length
  const doc = world.docs[who]!
  if (act.what === 'meet') {
    if (who !== other) world.docs[who] = take(doc, world.docs[other]!)
    return
  }
  const planned = planAct(world, doc, world.randoms[who]!, act)
  if (planned?.ok === true) world.docs[who] = write(doc, planned.value)
}

function planAct(world: World, doc: Doc, own: Random, act: Act): Planned | null {
  const project = pick(doc, 'projects', act.which)
  const ref: ThingRef = { type: 'Project', id: project ?? '' }
  const stages = Object.keys(doc.stages).sort()
  if (project === null) return null
  switch (act.what) {
    case 'addProject':
      return planAdd(doc, { type: 'Project', id: newId(own) }, { title: type(world, act.length + 1) }, own)
    case 'addAction':
      return planAdd(doc, { type: 'Action', id: newId(own), in: ref }, { title: type(world, 2) }, own)
    case 'writeTitle':
      return planSet(doc, ref, { title: rewrite(world, String(getThing(doc, ref)!['title']), act) })
    case 'writeSummary':
      return planSet(doc, ref, { summary: rewrite(world, plainFromRich(String(getThing(doc, ref)!['summary'])), act) })
    case 'writeVision':
      return planSet(doc, THE_PLAN, { vision: rewrite(world, plainFromRich(doc.vision), act) })
    case 'comment':
      return planAdd(
        doc,
        { type: 'Comment', id: newId(own) },
        { about: project, text: type(world, 2), at: act.at },
        own,
      )
    case 'years':
      return planSet(doc, ref, { years: { from: 2020 + act.at, to: 2040 } })
    case 'amount': {
      const amount = { unit: act.at % 2 === 0 ? 'EUR' : 'ECO', minor: act.length * 100 }
      return planAdd(doc, { type: 'Contribution', id: newId(own), in: ref }, { amount, year: 2027 }, own)
    }
    case 'tag':
      return planSet(doc, ref, { tags: act.at % 2 === 0 ? { add: [`t${act.length}`] } : { drop: [`t${act.length}`] } })
    case 'move':
      return planMove(doc, project, { stage: stages[act.at % stages.length]! }, own)
    case 'reorder':
      return planReorder(doc, { type: 'Stage', id: stages[act.at % stages.length]! }, null, own)
    case 'remove':
      return planRemove(doc, ref, null, act.at)
    case 'restore':
      return planRestore(doc, ref)
    case 'removeAction':
    case 'done': {
      const actions = Object.keys(getThing(doc, ref)!['actions'] as object).sort()
      const action: ThingRef = { type: 'Action', id: actions[act.at % actions.length] ?? '', in: ref }
      return act.what === 'done' ? planSet(doc, action, { done: act.at % 2 === 0 }) : planRemove(doc, action, null, 1)
    }
    case 'unit':
      return planSet(doc, { type: 'Unit', id: 'ECO' }, { name: `Eco ${act.at}` })
    case 'lead': {
      const leads = [pick(doc, 'members', act.at)!]
      return planSet(doc, ref, { leads: act.length % 2 === 0 ? { add: leads } : { drop: leads } })
    }
    case 'meet':
      return null
  }
}

function pick(doc: Doc, field: string, which: number): string | null {
  const ids = [...rootThings(doc, field)].map(([id]) => id).sort()
  return ids[which % ids.length] ?? null
}

function type(world: World, length: number): string {
  const text = Array.from({ length }, () => String.fromCodePoint(world.nextCharacter++)).join('')
  for (const character of text) world.typed.add(character)
  return text
}

/** Deletes up to `length` characters and types some, at one place, as a person does. */
function rewrite(world: World, text: string, { at, length, other }: Act): string {
  const start = Math.min(at, text.length)
  const deleted = text.slice(start, start + (length % 4))
  for (const character of deleted) world.deletedKnowingly.add(character)
  const breakLine = other === 0 ? '\n' : ''
  return text.slice(0, start) + type(world, other + 1) + breakLine + text.slice(start + deleted.length)
}

/** Everyone takes from everyone, in an order of their own. */
function meetAll(world: World): readonly Doc[] {
  return world.docs.map((doc, person) => {
    const others = world.docs.map((_, index) => (index * (person + 2) + person) % world.docs.length)
    const merged = [...new Set([...others, ...world.docs.keys()])].reduce(
      (current, other) => (other === person ? current : take(current, world.docs[other]!)),
      open(A.save(doc), actorOf('f')),
    )
    return merged
  })
}

const settings = { numRuns: 30, seed: 20261123, endOnFailure: false }
const anyWorld = fc.record({ people: fc.integer({ min: 2, max: 5 }), acts: anyActs })

test('[PL19] whatever two to five people do, merged in any order, gives the same canonical JSON', () => {
  let conflicts = 0
  fc.assert(
    fc.property(anyWorld, ({ people, acts }) => {
      const world = createWorld(people)
      for (const act of acts) perform(world, act)
      const [first, ...others] = meetAll(world).map((doc) => must(canonicalJson(doc)))
      for (const other of others) expect(other).toBe(first)
      const [ours, theirs] = [world.docs[0]!, world.docs[1]!]
      const heads = { ours: A.getHeads(ours), theirs: A.getHeads(theirs) }
      const report = must(mergeReport(take(open(A.save(ours), actorOf('e')), theirs), heads))
      expect(report.lostWork).toEqual([])
      conflicts += report.conflicts.length + report.doubleMoves.length + report.editsToRemoved.length
    }),
    settings,
  )
  expect(conflicts).toBeGreaterThan(3)
}, 120_000)

test('[PL20] every character that was typed is there, in the bin, or was deleted by someone who had seen it', () => {
  let typed = 0
  let deleted = 0
  fc.assert(
    fc.property(anyWorld, ({ people, acts }) => {
      const world = createWorld(people)
      for (const act of acts) perform(world, act)
      const json = must(canonicalJson(meetAll(world)[0]!))
      const lost = [...world.typed].filter(
        (character) => !json.includes(character) && !world.deletedKnowingly.has(character),
      )
      expect(lost).toEqual([])
      typed += world.typed.size
      deleted += world.deletedKnowingly.size
    }),
    settings,
  )
  expect(typed).toBeGreaterThan(500)
  expect(deleted).toBeGreaterThan(20)
}, 120_000)
