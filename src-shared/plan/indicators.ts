/** Indicators with what is written of them, and the projects they measure; remembered by the stored objects (PL15). */
import type * as A from '@automerge/automerge/slim'
import { BUCKET_KEYS } from './buckets.ts'
import { byDay } from './cards.ts'
import { ok } from '../base/result.ts'
import { type Planned, planAll, type PlanOperation } from './operations.ts'
import type { Random } from '../base/ports.ts'
import { type AnyThing, isRemoved, type ThingRef } from './things.ts'
import type { PlanDoc } from './types.ts'
import { listOf, viewOf, type ViewOf } from './views.ts'

type Doc = A.Doc<PlanDoc>
export type Reading = ViewOf<'Reading'>

export interface IndicatorDetail {
  readonly indicator: ViewOf<'Indicator'>
  /** By year, those without one last. */
  readonly targets: readonly Reading[]
  /** By day, those without one last. */
  readonly readings: readonly Reading[]
}

const details = new WeakMap<AnyThing, IndicatorDetail>()

/** An indicator with its targets and readings; `null` when it is not in the plan, or in the bin. */
export function selectIndicator(doc: Doc, id: string): IndicatorDetail | null {
  const stored = (doc.indicators as Readonly<Record<string, AnyThing>>)[id]
  if (stored === undefined || isRemoved(stored)) return null
  const known = details.get(stored)
  if (known !== undefined) return known
  const detail: IndicatorDetail = {
    indicator: viewOf('Indicator', id, stored),
    targets: listOf('Reading', stored['targets']).toSorted((a, b) => (a.year ?? 9999) - (b.year ?? 9999)),
    readings: listOf('Reading', stored['readings']).toSorted((a, b) => byDay(a.day, b.day)),
  }
  details.set(stored, detail)
  return detail
}

export const selectIndicators = (doc: Doc): readonly ViewOf<'Indicator'>[] => listOf('Indicator', doc.indicators)

const measured = new WeakMap<object, ReadonlyMap<string, readonly string[]>>()

/** Ids of the projects that an indicator measures, the bin left out, sorted. A new list each time. */
export const projectsMeasuredBy = (doc: Doc, indicator: string): readonly string[] =>
  BUCKET_KEYS.flatMap((key) => measuredIn(doc.projects[key]).get(indicator) ?? []).sort()

function measuredIn(bucket: object | undefined): ReadonlyMap<string, readonly string[]> {
  if (bucket === undefined) return new Map()
  const known = measured.get(bucket)
  if (known !== undefined) return known
  const projects = new Map<string, readonly string[]>()
  for (const project of listOf('Project', bucket)) {
    for (const id of project.indicators) projects.set(id, [...(projects.get(id) ?? []), project.id])
  }
  measured.set(bucket, projects)
  return projects
}

const AMOUNTS = ['targets', 'readings'] as const

/**
 * Plans another number of decimals: every figure is written again, so that each goes on saying what it said. `null` when one
 * of them has more digits than would be left.
 */
export function planDecimals(doc: Doc, id: string, decimals: number, random: Random): Planned | null {
  const detail = selectIndicator(doc, id)
  if (detail === null) return ok([])
  const { indicator } = detail
  const ref: ThingRef = { type: 'Indicator', id }
  const scale = 10 ** (decimals - (indicator.decimals ?? 0))
  const scaled = (amount: number | null): number | null => (amount === null ? null : Math.round(amount * scale))
  const isExact = (amount: number | null): boolean =>
    amount === null || Math.abs(amount * scale - Math.round(amount * scale)) < 1e-6
  const amounts = [indicator.baseline, ...AMOUNTS.flatMap((field) => detail[field].map(({ amount }) => amount))]
  if (!amounts.every(isExact)) return null
  const readings = AMOUNTS.flatMap((field) =>
    detail[field].map((reading): PlanOperation => ({
      do: 'set',
      ref: { type: 'Reading', id: reading.id, in: ref, field },
      fields: { amount: scaled(reading.amount) },
    })),
  )
  const own: PlanOperation = { do: 'set', ref, fields: { decimals, baseline: scaled(indicator.baseline) } }
  return planAll(doc, [own, ...readings], random)
}
