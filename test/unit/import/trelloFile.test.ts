/** The file as a whole: broken, large, and boards of other people. */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { utf8 } from '#shared/base/bytes.ts'
import { err } from '#shared/base/result.ts'
import { MAX_IMPORT_BYTES } from '#shared/import/importJson.ts'
import { dayOf, instantOf } from '#shared/import/instants.ts'
import { planTrelloImport } from '#shared/import/planTrelloImport.ts'
import { MAX_CARDS } from '#shared/plan/operations.ts'
import { newPlan } from '../plan/builders.ts'
import { type Thing, byRank, bringIn, planJson, things, fixture, writeImport, contextFor } from './applyImport.ts'
import { errorOf, edited, conca, empty } from './conca.ts'

describe('the file', () => {
  test('[IM1] a file cut off anywhere is refused', () => {
    const bytes = utf8(conca)
    for (let part = 0; part < 40; part++)
      expect(errorOf(bytes.slice(0, Math.floor((bytes.length * part) / 40)))).toBe('E_IMPORT_JSON')
    expect(errorOf(conca.slice(0, -1))).toBe('E_IMPORT_JSON')
  })

  test.each([
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['a text', 'Benvolgudes, adjunto el tauler'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('[IM1] %s is no JSON', (_name, file) => {
    expect(errorOf(file)).toBe('E_IMPORT_JSON')
  })

  test.each([
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['another object', '{"name":"x","cards":[]}'],
    [
      'a board of another tool',
      '{"name":"x","lists":[{"_id":"1","title":"To do"}],"cards":[{"_id":"2","listId":"1"}]}',
    ],
    ['lists that are texts', '{"name":"x","lists":["a"],"cards":[]}'],
  ])('[IM1] %s is no board', (_name, file) => {
    expect(errorOf(file)).toBe('E_IMPORT_FOREIGN')
  })

  test('[IM1] a file or a board too large for a plan is refused', () => {
    expect(errorOf(' '.repeat(MAX_IMPORT_BYTES + 1))).toBe('E_IMPORT_SIZE')
    const cards = Array.from({ length: 200_001 }, (_, i) => ({ id: String(i), name: 'x', idList: 'l' }))
    const board = (count: number) =>
      JSON.stringify({ name: 'x', lists: [{ id: 'l', name: 'l' }], cards: cards.slice(0, count) })
    expect(errorOf(board(200_001))).toBe('E_IMPORT_SIZE')
    expect(errorOf(board(MAX_CARDS + 1))).toBe('E_IMPORT_SIZE')
    const full = planTrelloImport(board(2), contextFor(newPlan('blank', 'ca'), { projects: MAX_CARDS - 1 }))
    expect(full).toEqual(err({ code: 'E_IMPORT_SIZE', of: 'projects', limit: 1 }))
  })

  test('[IM1] brackets inside texts are no nesting, and a byte order mark is no harm', () => {
    const file = edited((board: { desc: string }) => (board.desc = `"${'['.repeat(200)}\\`))
    expect(errorOf(`\ufeff${file}`)).toBe('none')
    expect(errorOf(utf8(`\ufeff${file}`))).toBe('none')
  })

  test('[IM2] what is malformed in a board is counted, the rest comes in', () => {
    const file = edited((board: Record<string, unknown[]>) => {
      board['cards']?.push({ name: 'no id', idList: 'x' }, null, 'text', {
        id: 'a1',
        idList: 7,
        name: 'odd',
        labels: 5,
        idMembers: {},
        pos: {},
        due: 'tomorrow',
        badges: [],
      })
      board['actions']?.push({ type: 'commentCard' }, 5)
      board['members']?.push({}, null)
    })
    const { plan, doc } = bringIn(file)
    expect(plan.report.leftOut).toContainEqual({ code: 'badDate', count: 1, examples: ['odd'] })
    expect(plan.report.leftOut.find(({ code }) => code === 'unreadable')?.count).toBe(4)
    expect(things(planJson(doc)['projects']).map(({ title }) => title)).toContain('odd')
  })

  test('[IM2] the old form: labels on cards, items inside them, their states apart', () => {
    const { plan, doc } = bringIn(fixture('ateneu-2014'))
    const json = planJson(doc)
    const kitchen = things(json['projects']).find(({ title }) => title === 'Arreglar la cuina') as Thing
    expect(Object.keys(kitchen['tags'] as object).sort()).toEqual(['Local', 'Urgent', 'purple'])
    expect(
      things(kitchen['actions'])
        .sort(byRank)
        .map(({ title, done }) => [title, done]),
    ).toEqual([
      ['Treure la campana', true],
      ['Comprar rajoles', false],
    ])
    expect(plan.report.cameIn).toEqual({
      stages: 3,
      projects: 3,
      actions: 2,
      milestones: 1,
      members: 1,
      tags: 3,
      comments: 1,
      links: 0,
      extras: 0,
    })
  })
})

test('[IM15] a board of 2,000 cards comes in whole, in batches that each stand alone', () => {
  const lists = Array.from({ length: 20 }, (_, i) => ({ id: `l${i}`, name: `Llista ${i}`, pos: i }))
  const cards = Array.from({ length: 2_000 }, (_, i) => ({
    id: `c${i}`,
    name: `Targeta ${i}`,
    idList: `l${i % 20}`,
    pos: 2_000 - i,
  }))
  const file = JSON.stringify({ id: 'b', name: 'Gran', lists, cards, actions: [] })
  const planned = planTrelloImport(file, contextFor(empty))
  const batches = planned.ok ? planned.value.batches : []
  expect(batches.every((batch) => batch.length <= 400)).toBe(true)
  expect(batches.length).toBe(6)
  const doc = writeImport(newPlan(), { batches } as never)
  const projects = things(planJson(doc)['projects'])
  expect(projects).toHaveLength(2_000)
  const stage = things(planJson(doc)['stages']).find(({ title }) => title === 'Llista 3')?.id
  const inStage = projects.filter(({ place }) => (place as { stage: string }).stage === stage).sort(byRank)
  expect(inStage.map(({ title }) => title)).toEqual(Array.from({ length: 100 }, (_, i) => `Targeta ${1_983 - 20 * i}`))
})

test('[IM16] the same file, context and randomness give the same operations', () => {
  const [a, b] = [1, 2].map(() => planTrelloImport(conca, contextFor(empty)))
  expect(a).toEqual(b)
})

test('[IM7] instants are read as any calendar reads them', () => {
  for (const text of [
    '1970-01-01T00:00:00.000Z',
    '2000-02-29T23:59:59.999Z',
    '1899-12-31T12:00:00.000Z',
    '2026-11-23T13:00:00.5+02:00',
    '2100-03-01',
  ]) {
    expect([instantOf(text), dayOf(text)]).toEqual([Date.parse(text), new Date(text).toISOString().slice(0, 10)])
  }
  for (const text of ['', 'tomorrow', '2026-02-30T00:00:00Z', '2026-13-01', '-000001-01-01', '2026-1-1'])
    expect(instantOf(text)).toBeNull()
})

const folder = process.env['APLEC_DATA']

const boards = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'))

describe.skipIf(boards.length === 0)(
  'boards of other people (APLEC_DATA names a folder of Trello exports; skipped without)',
  () => {
    test.each(boards.length === 0 ? ['no board given'] : boards)('[IM4] %s comes in whole', (name) => {
      const text = readFileSync(`${folder}/${name}`, 'utf8')
      const board = JSON.parse(text) as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
      const { plan, doc } = bringIn(readFileSync(`${folder}/${name}`), { isNewPlan: true })
      const json = planJson(doc)
      const projects = things(json['projects'])
      const items = (board['checklists'] ?? []).flatMap(({ checkItems }) => checkItems as readonly unknown[])
      const comments = (board['actions'] ?? []).filter(({ type }) => type === 'commentCard')
      const cards = board['cards'] ?? []
      expect(things(json['stages'])).toHaveLength((board['lists']?.length ?? 0) + 5)
      expect(projects.map(({ title }) => title).sort()).toEqual(
        cards.map(({ name }) => String(name).replace(/\s+/g, ' ').trim()).sort(),
      )
      expect(projects.flatMap(({ actions }) => things(actions))).toHaveLength(items.length)
      expect(things(json['comments'])).toHaveLength(comments.length)
      const held = projects.flatMap(({ links, extra }) => [
        ...things(links),
        ...things(extra).filter(({ label }) => label === 'Enllaç'),
      ])
      expect(held).toHaveLength(cards.flatMap(({ attachments }) => (attachments as readonly unknown[]) ?? []).length)
      expect(plan.report.leftOut.filter(({ code }) => ['unreadable', 'badDate'].includes(code))).toEqual([])
    })
  },
)
