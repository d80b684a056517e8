/** Lists of the plan and what is counted from them; remembered by the stored objects they are made from (PL15). */
import type * as A from '@automerge/automerge/slim'
import { BUCKET_KEYS } from './buckets.ts'
import { type AnyThing, isRemoved } from './things.ts'
import type { PlanDoc } from './types.ts'
import { listOf, plainField, viewOf, type ViewOf } from './views.ts'
import { TYPES } from './fields.ts'

type Doc = A.Doc<PlanDoc>

/** Title, language and horizon of the plan, and its prose as plain text. */
export interface PlanHeader {
  readonly title: string
  readonly language: string | null
  readonly horizon: { readonly from: number | null; readonly to: number | null } | null
  readonly vision: string
  readonly principles: string
}

export const selectStages = (doc: Doc): readonly ViewOf<'Stage'>[] => listOf('Stage', doc.stages)
export const selectObjectives = (doc: Doc): readonly ViewOf<'Objective'>[] => listOf('Objective', doc.objectives)
export const selectUnits = (doc: Doc): readonly ViewOf<'Unit'>[] => listOf('Unit', doc.units)
export const selectGroups = (doc: Doc): readonly ViewOf<'Group'>[] => listOf('Group', doc.groups)
export const selectPartners = (doc: Doc): readonly ViewOf<'Partner'>[] => listOf('Partner', doc.partners)
export const selectMembers = (doc: Doc): readonly ViewOf<'Member'>[] => listOf('Member', doc.members)

/** The person of a roster member: the first by id when several claim it. */
export function selectPersonOf(doc: Doc, rosterMember: string): ViewOf<'Member'> | null {
  return selectMembers(doc).find(({ identity }) => identity === rosterMember) ?? null
}

/** A new object each time; `createPlanReader` keeps the one that says the same. */
export function readHeader(doc: Doc): PlanHeader {
  const { fields } = TYPES.Plan
  return {
    title: doc.title,
    language: plainField(fields.language, doc.language) as string | null,
    horizon: plainField(fields.horizon, doc.horizon) as PlanHeader['horizon'],
    vision: plainField(fields.vision, doc.vision) as string,
    principles: plainField(fields.principles, doc.principles) as string,
  }
}

/** Comments on one thing, oldest first, without the bin. A new list of the same views each time. */
export function readComments(doc: Doc, about: string): readonly ViewOf<'Comment'>[] {
  const found = BUCKET_KEYS.flatMap((key) => commentsByThing(doc.comments[key]).get(about) ?? [])
  return found.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1))
}

/** A text that waits for an assembly, and its versions. */
export interface OpenProposal {
  readonly proposal: ViewOf<'Proposal'>
  readonly versions: readonly ViewOf<'Version'>[]
}

/** Proposals without an outcome that are not in the bin. */
export const selectOpenProposals = (doc: Doc): readonly OpenProposal[] =>
  rememberBy(doc.proposals, 'open', () =>
    listOf('Proposal', doc.proposals)
      .filter(({ outcome }) => outcome === null)
      .map((proposal) => ({
        proposal,
        versions: listOf('Version', (doc.proposals[proposal.id] as AnyThing | undefined)?.['versions']),
      })),
  )

/** Amounts of one unit; never added to those of another (PL25). */
export interface FundingRow {
  readonly unit: string
  readonly year: number | null
  /** Minor units by status. */
  readonly byStatus: Readonly<Record<string, number>>
  readonly total: number
}

/** Contributions of the projects that are not in the bin, per unit and year, sorted. Refused ones are in no total. */
export const selectFunding = (doc: Doc): readonly FundingRow[] =>
  rememberBy(doc.projects, 'funding', () =>
    sumRows(bucketsOf(doc).flatMap((bucket) => rememberBy(bucket, 'funding', () => sumRows(fundingIn(bucket))))).sort(
      byUnitAndYear,
    ),
  )

function fundingIn(bucket: Bucket): readonly FundingRow[] {
  const contributions = shownIn(bucket).flatMap(([, project]) => listOf('Contribution', project['contributions']))
  return contributions.flatMap(({ amount, year, status }) => {
    if (typeof amount?.unit !== 'string' || typeof amount.minor !== 'number') return []
    const { unit, minor } = amount
    return [{ unit, year, byStatus: { [status ?? '']: minor }, total: status === 'refused' ? 0 : minor }]
  })
}

function sumRows(rows: readonly FundingRow[]): FundingRow[] {
  const sums = new Map<string, FundingRow>()
  for (const row of rows) {
    const key = `${row.unit}/${row.year ?? ''}`
    const sum = sums.get(key)
    sums.set(
      key,
      sum === undefined ? row : { ...row, byStatus: addTo(sum.byStatus, row.byStatus), total: sum.total + row.total },
    )
  }
  return [...sums.values()]
}

function addTo(sum: FundingRow['byStatus'], more: FundingRow['byStatus']): FundingRow['byStatus'] {
  const added = { ...sum }
  for (const [status, minor] of Object.entries(more)) added[status] = (added[status] ?? 0) + minor
  return added
}

/** Contributions without a year come last. */
function byUnitAndYear(a: FundingRow, b: FundingRow): number {
  if (a.unit !== b.unit) return a.unit < b.unit ? -1 : 1
  return (a.year ?? Number.MAX_SAFE_INTEGER) - (b.year ?? Number.MAX_SAFE_INTEGER)
}

/** One commons output with the project that gives it. */
export interface OutputRow {
  readonly projectId: string
  readonly projectTitle: string
  readonly output: ViewOf<'Output'>
}

/** Commons outputs of all projects that are not in the bin, in the order of the projects' ids. */
export const selectOutputs = (doc: Doc): readonly OutputRow[] =>
  rememberBy(doc.projects, 'outputs', () =>
    bucketsOf(doc).flatMap((bucket) => rememberBy(bucket, 'outputs', () => outputsIn(bucket))),
  )

const outputsIn = (bucket: Bucket): readonly OutputRow[] =>
  shownIn(bucket).flatMap(([projectId, project]) =>
    listOf('Output', project['outputs']).map((output) => ({
      projectId,
      projectTitle: viewOf('Project', projectId, project).title,
      output,
    })),
  )

export type Bucket = Readonly<Record<string, AnyThing>>

export const bucketsOf = (doc: Doc): readonly Bucket[] =>
  BUCKET_KEYS.flatMap((key) => (doc.projects[key] === undefined ? [] : [doc.projects[key] as Bucket]))

export const shownIn = (bucket: Bucket): readonly (readonly [string, AnyThing])[] =>
  Object.entries(bucket)
    .filter(([, project]) => !isRemoved(project))
    .sort(([a], [b]) => (a < b ? -1 : 1))

const byThing = new WeakMap<object, ReadonlyMap<string, readonly ViewOf<'Comment'>[]>>()
const NO_COMMENTS: ReadonlyMap<string, readonly ViewOf<'Comment'>[]> = new Map()

function commentsByThing(bucket: object | undefined): ReadonlyMap<string, readonly ViewOf<'Comment'>[]> {
  if (bucket === undefined) return NO_COMMENTS
  const known = byThing.get(bucket)
  if (known !== undefined) return known
  const grouped = new Map<string, ViewOf<'Comment'>[]>()
  for (const comment of listOf('Comment', bucket)) {
    const about = comment.about ?? ''
    grouped.set(about, [...(grouped.get(about) ?? []), comment])
  }
  byThing.set(bucket, grouped)
  return grouped
}

const derived = new WeakMap<object, Map<string, unknown>>()

/** What was made from a stored object is made once. */
export function rememberBy<T>(stored: object, name: string, make: () => T): T {
  const made = derived.get(stored) ?? new Map<string, unknown>()
  derived.set(stored, made)
  if (!made.has(name)) made.set(name, make())
  return made.get(name) as T
}
