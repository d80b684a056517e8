import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { planAdd, planRemove, planSet } from '#shared/plan/operations.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { DexieChunks } from '#renderer/data/dexieChunks.ts'
import { openCache } from '../../helpers/openCache.ts'
import { createPlanSearch, type PlanSearch } from '#renderer/data/search/planSearch.ts'
import { createSearchIndex, type Found, markedParts } from '#renderer/data/search/searchIndex.ts'
import { createCell } from '#renderer/data/source.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { searchInProcess } from '../../helpers/searchInProcess.ts'
import { type Doc, newPlan, seededRandom, write } from '../plan/builders.ts'

const [PLAN, OTHER] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string]
const random = seededRandom(9)
const titles = (found: readonly Found[]): readonly string[] => found.map(({ entry }) => entry.title)

let databases = 0
const newCache = (): DexieChunks => openCache(`search-${++databases}`)

function openSearch(chunks: Pick<DexieChunks, 'load' | 'save' | 'remove'> = newCache()): PlanSearch {
  const later = (ms: number, run: () => void): (() => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
  return createPlanSearch({ ask: searchInProcess(), chunks, later, now: () => performance.now() })
}

function withProject(doc: Doc, title: string, summary = ''): { readonly doc: Doc; readonly id: string } {
  const id = newId(random)
  return { doc: write(doc, planAdd(doc, { type: 'Project', id }, { title, summary }, random)), id }
}

async function searchIn(...projects: readonly (readonly [string, string?])[]): Promise<PlanSearch> {
  const doc = projects.reduce((plan, [title, summary]) => withProject(plan, title, summary).doc, newPlan())
  const search = openSearch()
  search.follow({ planId: PLAN, doc: createCell<PlanDoc>(doc) })
  return search
}

test.each([
  ['nuria', 'accents'],
  ['NÚRIA', 'case'],
  ['núri', 'first letters'],
  ['nuira cooperativa', 'a letter wrong'],
  ['collectiu', 'the point of l·l left out'],
  ['col.lectiu', 'another point'],
])('[UI130] %s finds it: %s', async (query) => {
  const search = await searchIn(['Col·lectiu de la Núria'], ['Cooperativa de la Núria'], ['Horta'])
  const found = titles(await search.find(PLAN, query))
  expect(found.length).toBeGreaterThan(0)
  expect(found).not.toContain('Horta')
})

test('[UI130] titles come before texts, and what has all the words before what has some', async () => {
  const search = await searchIn(['Horta', 'Pa de forn'], ['Forn de pa'], ['Forn solar'])
  expect(titles(await search.find(PLAN, 'forn de pa'))).toEqual(['Forn de pa', 'Horta'])
  expect(titles(await search.find(PLAN, 'forn eòlic'))).toContain('Forn solar')
})

test('[UI130] the part of a text where the words are is shown, and they are marked', async () => {
  const search = await searchIn(['Horta', `${'terra '.repeat(60)} i un hivernacle comunal ${'aigua '.repeat(60)}`])
  const [found] = await search.find(PLAN, 'hivernàcle')
  expect(found!.snippet).toContain('hivernacle comunal')
  expect(found!.snippet.length).toBeLessThan(100)
  const marked = markedParts(found!.snippet, found!.words).filter(({ isFound }) => isFound)
  expect(marked.map(({ text }) => text)).toEqual(['hivernacle'])
  expect(markedParts('El col·lectiu', ['collectiu'])).toEqual([
    { text: 'El ', isFound: false },
    { text: 'col·lectiu', isFound: true },
  ])
})

test('[UI131] what is changed, removed and put back is found as it is now', async () => {
  const { doc, id } = withProject(newPlan(), 'Forn de pa')
  const cell = createCell<PlanDoc>(doc)
  const search = openSearch()
  search.follow({ planId: PLAN, doc: cell })
  expect(titles(await search.find(PLAN, 'forn'))).toEqual(['Forn de pa'])
  const ref = { type: 'Project', id } as const
  const renamed = write(doc, planSet(doc, ref, { title: 'Fleca comunal' }))
  cell.set(renamed)
  expect(await search.find(PLAN, 'forn')).toEqual([])
  expect(titles(await search.find(PLAN, 'fleca'))).toEqual(['Fleca comunal'])
  cell.set(write(renamed, planRemove(renamed, ref, null, 1)))
  expect(await search.find(PLAN, 'fleca')).toEqual([])
})

test('[UI132] a plan that was open before is found as it was then, in the next window too, until it has left the device', async () => {
  const chunks = newCache()
  const before = openSearch(chunks)
  before.follow({ planId: OTHER, doc: createCell<PlanDoc>(withProject(newPlan(), 'Moneda social').doc) })
  before.follow({ planId: PLAN, doc: createCell<PlanDoc>(withProject(newPlan(), 'Horta').doc) })
  expect(titles(await before.find(OTHER, 'moneda'))).toEqual(['Moneda social'])
  expect(titles(await before.find(PLAN, 'horta'))).toEqual(['Horta'])

  const after = openSearch(chunks)
  expect(titles(await after.find(OTHER, 'moneda'))).toEqual(['Moneda social'])
  // Open again: what it says now counts, and nothing stands twice.
  after.follow({ planId: OTHER, doc: createCell<PlanDoc>(withProject(newPlan(), 'Moneda justa').doc) })
  expect(titles(await after.find(OTHER, 'moneda'))).toEqual(['Moneda justa'])
  after.follow(null)
  await after.forget(OTHER)
  expect(await after.find(OTHER, 'moneda')).toEqual([])
  expect(await openSearch(chunks).find(OTHER, 'moneda')).toEqual([])
})

test('[UI148] what is just being kept of a plan that leaves the device does not come back', async () => {
  const chunks = newCache()
  let write = (): void => undefined
  let isWriting = false
  const search = openSearch({
    ...bound(chunks),
    save: async (key, bytes) => {
      isWriting = true
      await new Promise<void>((resolve) => (write = resolve))
      await chunks.save(key, bytes)
    },
  })
  search.follow({ planId: OTHER, doc: createCell<PlanDoc>(withProject(newPlan(), 'Moneda social').doc) })
  search.follow(null)
  await waitFor('it is being kept', () => isWriting)
  const forgotten = search.forget(OTHER)
  await new Promise((resolve) => setTimeout(resolve, 30))
  write()
  await forgotten
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(await openSearch(chunks).find(OTHER, 'moneda')).toEqual([])
})

test('[UI148] a cache that cannot be read, or holds something odd, leaves the open plan to be found', async () => {
  const chunks = newCache()
  const search = openSearch({ ...bound(chunks), load: () => Promise.reject(new Error('no disk')) })
  expect(await search.find(PLAN, 'horta')).toEqual([])
  search.follow({ planId: PLAN, doc: createCell<PlanDoc>(withProject(newPlan(), 'Horta').doc) })
  expect(titles(await search.find(PLAN, 'horta'))).toEqual(['Horta'])

  for (const odd of [[null], [{ key: 'a' }], [{ key: 'a', entries: [{ key: 7 }] }], {}]) {
    await chunks.save(['search', OTHER], new TextEncoder().encode(JSON.stringify(odd)))
    expect(await openSearch(chunks).find(OTHER, 'horta')).toEqual([])
  }
})

test('[UI148] two things of one key are found as the last of them, and what comes after is found too', () => {
  const entry = (key: string, title: string) =>
    ({ key, type: 'Project', id: key, projectId: key, title, text: '' }) as const
  const index = createSearchIndex()
  index.put([
    { key: 'one', entries: [entry('a', 'Horta')] },
    { key: 'two', entries: [entry('a', 'Forn'), entry('b', 'Safareig')] },
  ])
  const found = (query: string): readonly string[] => titles(index.find(query, 9))
  expect([found('horta'), found('forn'), found('safareig')]).toEqual([[], ['Forn'], ['Safareig']])
  index.put([{ key: 'one', entries: [] }])
  expect(found('forn')).toEqual(['Forn'])
})

const bound = (chunks: DexieChunks): Pick<DexieChunks, 'load' | 'save' | 'remove'> => ({
  load: (key) => chunks.load(key),
  save: (key, bytes) => chunks.save(key, bytes),
  remove: (key) => chunks.remove(key),
})
