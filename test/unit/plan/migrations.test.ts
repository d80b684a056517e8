import { readFileSync } from 'node:fs'
import * as A from '@automerge/automerge/slim'
import { describe, expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { birthOf, createPlan } from '#shared/plan/birth.ts'
import { canonicalJson } from '#shared/plan/canonical.ts'
import {
  buildMigration,
  type Migration,
  migrationActor,
  migrationsOf,
  recogniseMigration,
} from '#shared/plan/migrations.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import { findThing, THE_PLAN } from '#shared/plan/things.ts'
import { actorOf, type Doc, must, open, seededRandom, take, write } from './builders.ts'

const random = seededRandom(17)
const roomId = '5a'.repeat(32)
/** Two versions of the app, made up: one will know risks, the other values and lessons. */
const RISKS: Migration = [['risks', 'buckets']]
const VALUES: Migration = [
  ['lessons', 'map'],
  ['values', 'text'],
]

/** A plan saved by the first version of the app. Made once; it must open for ever. */
const v1 = new Uint8Array(readFileSync(new URL('../../fixtures/plan/v1.automerge', import.meta.url)))
const v1Json = readFileSync(new URL('../../fixtures/plan/v1.canonical', import.meta.url), 'utf8')

const migrate = (doc: Doc, migration: Migration): Doc => {
  const [migrated] = A.applyChanges(doc, [buildMigration(birthOf(doc)!, roomId, migration)!])
  return migrated
}

test('[PL10] a plan of the first version opens, with the same canonical JSON, and can be edited', () => {
  const doc = open(v1, actorOf('a'))
  expect(must(canonicalJson(doc))).toBe(v1Json)
  expect(write(doc, planSet(doc, THE_PLAN, { title: 'Another title' })).title).toBe('Another title')
})

test('[PL14] the first change and two migrations have the hashes of the spec', () => {
  const spec = readFileSync(new URL('../../../docs/specs/plan.md', import.meta.url), 'utf8')
  const birth = createPlan(actorOf('0')).change
  const hashOf = (bytes: Uint8Array): string => A.decodeChange(bytes).hash
  const migrations = [RISKS, VALUES].flatMap((migration) => [
    migrationActor(roomId, migration),
    hashOf(buildMigration(birth, roomId, migration)!),
  ])
  const vectors = spec.split('## Vectors')[1]!.match(/\b[0-9a-f]{32}(?:[0-9a-f]{32})?\b/g)
  expect(vectors).toEqual([hashOf(birth), ...migrations])
})

describe('two made-up migrations', () => {
  test('[PL14] whoever migrates makes the same bytes, whatever their copy holds besides', () => {
    const fresh = createPlan(actorOf('0'))
    const grown = open(v1, actorOf('b'))
    const edited = write(grown, planSet(grown, THE_PLAN, { title: 'Edited' }))
    expect(birthOf(edited)).toEqual(fresh.change)
    expect(buildMigration(birthOf(edited)!, roomId, RISKS)).toEqual(buildMigration(fresh.change, roomId, RISKS))
    expect(migrationActor(roomId, RISKS)).not.toBe(migrationActor('6b'.repeat(32), RISKS))
  })

  test('[PL14] made apart, both are there after the merge, whatever the order, with all that was written into them', () => {
    const here = migrate(open(v1, actorOf('a')), RISKS)
    const there = migrate(migrate(open(v1, actorOf('b')), VALUES), RISKS)
    const id = newId(random)
    const other = newId(random)
    const left = A.change(here, (draft) => {
      bucketOf(draft, id)[id] = { level: 3 }
    })
    const right = A.change(there, (draft) => {
      bucketOf(draft, other)[other] = { level: 1 }
      A.splice(draft, ['values'], 0, 0, 'mutual aid')
    })
    const one = take(open(A.save(left), actorOf('c')), right)
    const two = take(open(A.save(right), actorOf('d')), left)
    expect(must(canonicalJson(one))).toBe(must(canonicalJson(two)))
    const merged = JSON.parse(must(canonicalJson(one))) as Record<string, unknown>
    expect(merged['values']).toBe('mutual aid')
    expect(Object.keys((one as unknown as Record<string, object>)['risks']!)).toHaveLength(256)
    expect([bucketOf(one, id)[id], bucketOf(one, other)[other]]).toEqual([{ level: 3 }, { level: 1 }])
    expect(migrationsOf(one, roomId)).toEqual([VALUES, RISKS])
    expect(migrationsOf(open(v1, actorOf('a')), roomId)).toEqual([])
  })

  test('[PL9] a version that knows no risks keeps them, and goes on editing what it knows', () => {
    const doc = migrate(open(v1, actorOf('a')), RISKS)
    const id = newId(random)
    const newer = A.change(doc, (draft) => {
      bucketOf(draft, id)[id] = { level: 3 }
    })
    const older = write(newer, planAdd(newer, { type: 'Group', id: newId(random) }, { name: 'Horta' }, random))
    expect(bucketOf(older, id)[id]).toEqual({ level: 3 })
    expect(findThing(older, id)).toBeNull()
    expect(must(canonicalJson(older))).toContain(id)
  })
})

describe('recognising', () => {
  const birth = createPlan(actorOf('0')).change
  const decoded = (bytes: Uint8Array): A.DecodedChange => A.decodeChange(bytes)

  test('[PL14] the list is read out of the change by a version that knows nothing of it', () => {
    for (const migration of [RISKS, VALUES]) {
      expect(recogniseMigration(decoded(buildMigration(birth, roomId, migration)!), birth, roomId)).toEqual(migration)
    }
  })

  test('[PL14] another room, another birth, another time or other content is no migration', () => {
    const change = decoded(buildMigration(birth, roomId, RISKS)!)
    expect(recogniseMigration(change, birth, '6b'.repeat(32))).toBeNull()
    expect(recogniseMigration(change, createPlan(actorOf('1')).change, roomId)).toBeNull()
    expect(recogniseMigration({ ...change, time: 5 }, birth, roomId)).toBeNull()
    const [base] = A.applyChanges(A.init<Record<string, unknown>>({ actor: migrationActor(roomId, RISKS) }), [birth])
    const forged = A.change(base, { time: 0 }, (draft) => {
      draft['risks'] = { '00': {}, hidden: 'content' }
    })
    expect(recogniseMigration(decoded(A.getLastLocalChange(forged)!), birth, roomId)).toBeNull()
    const [second] = A.applyChanges(A.init<Record<string, unknown>>({ actor: migrationActor(roomId, RISKS) }), [birth])
    const withMessage = A.change(second, { time: 0, message: 'hello' }, (draft) => {
      draft['risks'] = Object.fromEntries(Array.from({ length: 256 }, (_, i) => [i.toString(16).padStart(2, '0'), {}]))
    })
    expect(recogniseMigration(decoded(A.getLastLocalChange(withMessage)!), birth, roomId)).toBeNull()
  })

  test('[PL14] a list that is none builds nothing', () => {
    const lists: readonly Migration[] = [
      [],
      [
        ['values', 'text'],
        ['lessons', 'map'],
      ],
      [['__proto__', 'map']],
      [['projects', 'map']],
      Array.from({ length: 33 }, (_, index): Migration[number] => [`k${index + 10}`, 'map']),
    ]
    expect(lists.map((list) => buildMigration(birth, roomId, list))).toEqual([null, null, null, null, null])
  })
})

type Unknown = Record<string, Record<string, Record<string, unknown>>>
const bucketOf = (doc: unknown, id: string): Record<string, unknown> => (doc as Unknown)['risks']![id.slice(0, 2)]!
