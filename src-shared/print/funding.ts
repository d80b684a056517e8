import type { PrintLabels } from './labels/labels.ts'
import { formatAmount } from './numbers.ts'
import { asInteger, asText, asThing, standing, type Entry } from './planJson.ts'

/** One table per unit; its cells are already words. Sums never cross units. */
export type FundingTable = {
  readonly unit: string
  readonly years: readonly string[]
  readonly rows: readonly { readonly project: string; readonly cells: readonly string[]; readonly total: string }[]
  readonly totals: readonly string[]
  readonly total: string
}

type Share = { readonly project: string; readonly unit: string; readonly year: number; readonly minor: number }

/** Sums contributions per unit and year, project by project; refused ones are left out, year 0 stands for "no year". */
export function fundingTables(
  projects: readonly Entry[],
  units: unknown,
  titleOf: (project: Entry) => string,
  labels: PrintLabels,
): readonly FundingTable[] {
  const shares = projects.flatMap((project) => sharesOf(project))
  return [...new Set(shares.map((share) => share.unit))].sort().map((code) => {
    const inUnit = shares.filter((share) => share.unit === code)
    const years = [...new Set(inUnit.map((share) => share.year))].sort((a, b) => (a || Infinity) - (b || Infinity))
    const { name, decimals } = unitOf(units, code)
    const sum = (some: readonly Share[]): string =>
      some.length === 0
        ? ''
        : formatAmount(
            some.reduce((total, share) => total + share.minor, 0),
            decimals,
            labels,
          )
    const byYear = (some: readonly Share[]): readonly string[] =>
      years.map((year) => sum(some.filter((share) => share.year === year)))
    return {
      unit: name === code ? code : `${name} (${code})`,
      years: years.map((year) => (year === 0 ? labels.noYear : String(year))),
      rows: projects.flatMap((project) => {
        const own = inUnit.filter((share) => share.project === project.id)
        return own.length === 0 ? [] : [{ project: titleOf(project), cells: byYear(own), total: sum(own) }]
      }),
      totals: byYear(inUnit),
      total: sum(inUnit),
    }
  })
}

export function unitOf(units: unknown, code: string): { readonly name: string; readonly decimals: number } {
  const unit = asThing(asThing(units)[code])
  return { name: asText(unit['name']) || code, decimals: Math.min(6, Math.max(0, asInteger(unit['decimals']) ?? 2)) }
}

function sharesOf(project: Entry): readonly Share[] {
  return standing(project.thing['contributions']).flatMap(({ thing }) => {
    const amount = asThing(thing['amount'])
    const minor = asInteger(amount['minor'])
    const unit = asText(amount['unit'])
    if (minor === null || unit === '' || thing['status'] === 'refused') return []
    return [{ project: project.id, unit, year: asInteger(thing['year']) ?? 0, minor }]
  })
}
