import type { ViewOf } from '#shared/plan/views.ts'

export type Contribution = ViewOf<'Contribution'>
export type Unit = ViewOf<'Unit'>

/** From what is wished for to what is there; what was refused is in no sum. */
export const STATUSES = ['sought', 'applied', 'promised', 'received', 'refused'] as const
export type Status = (typeof STATUSES)[number]

/** Minor units by status, those that are there, in the order of `STATUSES`. */
export type StatusSum = { readonly status: Status; readonly minor: number }
export type YearSum = { readonly year: number | null; readonly sums: readonly StatusSum[]; readonly total: number }

/** All that is counted in one unit; different units never meet (PL25). */
export type UnitFunding = {
  readonly unitId: string
  /** Absent when the plan does not know the unit. */
  readonly unit: Unit | undefined
  /** By year, those without one last. */
  readonly lines: readonly Contribution[]
  readonly years: readonly YearSum[]
  readonly sums: readonly StatusSum[]
  readonly total: number
}

export const statusOf = ({ status }: Contribution): Status => STATUSES.find((known) => known === status) ?? 'sought'

const minorOf = ({ amount }: Contribution): number => amount?.minor ?? 0
const yearOrder = (year: number | null): number => year ?? Number.MAX_SAFE_INTEGER

/** Contributions by their unit, in the order of the plan's units; those without an amount count in the first. */
export function fundingByUnit(contributions: readonly Contribution[], units: readonly Unit[]): readonly UnitFunding[] {
  const fallback = units[0]?.id ?? 'EUR'
  const ids = new Set([...units.map(({ id }) => id), ...contributions.map(({ amount }) => amount?.unit ?? fallback)])
  return [...ids].flatMap((unitId) => {
    const ofUnit = contributions.filter(({ amount }) => (amount?.unit ?? fallback) === unitId)
    if (ofUnit.length === 0) return []
    const lines = ofUnit.toSorted((a, b) => yearOrder(a.year) - yearOrder(b.year))
    const years = [...new Set(lines.map(({ year }) => year))].map((year) => ({
      year,
      ...summed(lines.filter((line) => line.year === year)),
    }))
    return [{ unitId, unit: units.find(({ id }) => id === unitId), lines, years, ...summed(lines) }]
  })
}

function summed(lines: readonly Contribution[]): { readonly sums: readonly StatusSum[]; readonly total: number } {
  const sums = STATUSES.map((status) => ({
    status,
    minor: lines.filter((line) => statusOf(line) === status).reduce((sum, line) => sum + minorOf(line), 0),
  })).filter(({ minor }) => minor !== 0)
  return { sums, total: sums.reduce((sum, { status, minor }) => (status === 'refused' ? sum : sum + minor), 0) }
}
