import { readFileSync } from 'node:fs'
import { canonicalJson } from '#shared/plan/canonical.ts'
import { planAll } from '#shared/plan/operations.ts'
import { importContext } from '#shared/import/importContext.ts'
import type { ImportContext, ImportPlan } from '#shared/import/importPlan.ts'
import { planTrelloImport } from '#shared/import/planTrelloImport.ts'
import { type Doc, must, newPlan, seededRandom, write } from '../plan/builders.ts'

export const NOW = 1_790_000_000_000

export const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/import/${name}.json`, import.meta.url), 'utf8')

export const contextFor = (doc: Doc, options: Partial<ImportContext> = {}): ImportContext => ({
  ...importContext(doc, { random: seededRandom(5), now: NOW, by: null, isNewPlan: false }),
  ...options,
})

/** Plans and writes an import as a member's device does: batch after batch on the document as it is then. */
export function bringIn(
  file: Uint8Array | string,
  options: Partial<ImportContext> = {},
  before = newPlan('blank', 'ca'),
) {
  const planned = must(planTrelloImport(file, contextFor(before, options)))
  return { plan: planned, doc: writeImport(before, planned) }
}

export const writeImport = (doc: Doc, plan: ImportPlan): Doc =>
  plan.batches.reduce((current, batch) => write(current, must(planAll(current, batch, seededRandom(9)))), doc)

type Json = Readonly<Record<string, never>>
/** The whole plan as people export it. */
export const planJson = (doc: Doc) => JSON.parse(must(canonicalJson(doc))) as Readonly<Record<string, Json>>

export interface Thing {
  readonly id: string
  readonly [field: string]: unknown
}

export const things = (collection: unknown): Thing[] =>
  Object.entries(collection as Readonly<Record<string, object>>).map(([id, thing]) => ({ id, ...thing }))

export const byRank = (a: Thing, b: Thing): number => {
  const rankOf = (thing: Thing) => String(thing['rank'] ?? (thing['place'] as { rank: string }).rank)
  return rankOf(a) < rankOf(b) ? -1 : 1
}

export const textOf = (spans: unknown): string =>
  (spans as readonly { readonly type: string; readonly value: unknown }[])
    .map(({ type, value }) => (type === 'text' ? String(value) : '\n'))
    .join('')
