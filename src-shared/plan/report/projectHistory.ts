/**
 * What happened to one project, newest first, in portions: each looks through a bounded number of changes, so that the
 * worker that does it stays free for others. Authors are Automerge actors.
 */
import * as A from '@automerge/automerge/slim'
import { bucketOf } from '../buckets.ts'
import type { PlanDoc } from '../types.ts'
import { type Line, linesBetween, type Touched, touchedThings } from './lines.ts'
import type { RawOp, SideOp } from './sideOps.ts'
import { stateAt } from './states.ts'

/** What one person did in one go. */
export interface HistoryStep {
  readonly actor: string
  /** UTC ms of its last change, as its author claimed. */
  readonly at: number
  readonly lines: readonly Line[]
}

export interface HistoryPortion {
  /** Newest first. */
  readonly steps: readonly HistoryStep[]
  /** Go on from here; `null`: that was the beginning. */
  readonly next: string | null
  /** Changes of the plan looked through so far, of all. */
  readonly looked: number
  readonly total: number
}

/** Changes of one person that follow each other within this time are one step. */
const ONE_GO_IN_S = 600
/** About 100 ms of looking. */
const MOST_CHANGES = 1000
const MOST_STEPS = 12

type Meta = Pick<A.ChangeMetadata, 'hash' | 'actor' | 'time' | 'deps'>
interface Go {
  readonly last: Meta
  first: Meta
  ops: readonly SideOp[]
}

/** The steps before `before` (a `next` of an earlier portion), or the newest; `null` when the document does not hold it. */
export function projectHistory(doc: A.Doc<PlanDoc>, id: string, before: string | null): HistoryPortion | null {
  const metas = A.getChangesMetaSince(doc, [])
  const end = before === null ? metas.length : metas.findIndex(({ hash }) => hash === before)
  if (end === -1) return null
  const paths = projectPaths(doc, id)
  const gos: Go[] = []
  let at = end
  while (at > 0 && end - at < MOST_CHANGES && gos.length <= MOST_STEPS) {
    const meta = metas[--at]!
    const ops = opsIn(doc, meta, paths, id)
    if (ops.length === 0) continue
    const newest = gos.at(-1)
    const goesOn =
      newest !== undefined && newest.first.actor === meta.actor && newest.first.time - meta.time < ONE_GO_IN_S
    // The one too many is where the next portion begins.
    if (!goesOn && gos.length === MOST_STEPS) {
      at++
      break
    }
    if (goesOn) Object.assign(newest, { first: meta, ops: [...ops, ...newest.ops] })
    else gos.push({ last: meta, first: meta, ops })
  }
  const steps = gos.map((go) => stepOf(doc, go)).filter(({ lines }) => lines.length > 0)
  return { steps, next: at === 0 ? null : metas[at]!.hash, looked: metas.length - at, total: metas.length }
}

function stepOf(doc: A.Doc<PlanDoc>, { first, last, ops }: Go): HistoryStep {
  const touched: ReadonlyMap<string, Touched> = touchedThings(ops)
  const lines = linesBetween(stateAt(doc, first.deps), stateAt(doc, [last.hash]), touched)
  // What others changed meanwhile is in between too, and is a step of theirs.
  return { actor: last.actor, at: last.time * 1000, lines: lines.filter(({ actors }) => actors.length > 0) }
}

/** Operations of a change that write in the project, each with the place it writes. */
function opsIn(doc: A.Doc<PlanDoc>, { hash, actor }: Meta, paths: Paths, id: string): readonly SideOp[] {
  const change = A.inspectChange(doc, hash)
  if (change === null) return []
  return (change.ops as readonly RawOp[]).flatMap((op, index) => {
    const found = paths.get(op.obj)
    if (found === undefined || (found.isBucket && op.key !== id)) return []
    const inText = found.isText || op.key === undefined
    const path = inText ? found.path : [...found.path, op.key!]
    return [{ id: `${change.startOp + index}@${actor}`, op, actor, path, within: [], inText }]
  })
}

/** The blocks of a rich text, and what they are made of: who makes a line a heading writes in there. */
function blocksIn(backend: ReturnType<typeof A.getBackend>, text: string): readonly string[] {
  const found: string[] = []
  const walk = (parent: string, key: string | number): void => {
    const value: unknown = backend.getWithType(parent, key)
    if (!Array.isArray(value) || !['map', 'list'].includes(String(value[0]))) return
    found.push(String(value[1]))
    if (value[0] === 'map') for (const child of backend.keys(String(value[1]))) walk(String(value[1]), child)
  }
  for (const { index } of backend.text(text).matchAll(/\ufffc/g)) walk(text, index)
  return found
}

type Paths = ReadonlyMap<
  string,
  { readonly path: readonly string[]; readonly isText: boolean; readonly isBucket?: true }
>

/** Where every object of the project lies, and the bucket it was born into. */
function projectPaths(doc: A.Doc<PlanDoc>, id: string): Paths {
  const backend = A.getBackend(doc)
  const found = new Map<string, { path: readonly string[]; isText: boolean; isBucket?: true }>()
  const objectAt = (parent: string, key: string): readonly [kind: string, obj: string] | null => {
    const value: unknown = backend.getWithType(parent, key)
    return Array.isArray(value) && ['map', 'text', 'list'].includes(String(value[0]))
      ? [String(value[0]), String(value[1])]
      : null
  }
  const walk = (parent: string, key: string, path: readonly string[]): void => {
    const object = objectAt(parent, key)
    if (object === null) return
    const [kind, obj] = object
    found.set(obj, { path, isText: kind === 'text' })
    if (kind === 'text') for (const inside of blocksIn(backend, obj)) found.set(inside, { path, isText: true })
    if (kind === 'map') for (const child of backend.keys(obj)) walk(obj, child, [...path, child])
  }
  const projects = objectAt('_root', 'projects')
  const bucket = projects === null ? null : objectAt(projects[1], bucketOf(id))
  if (bucket === null) return found
  const path = ['projects', bucketOf(id)]
  found.set(bucket[1], { path, isText: false, isBucket: true })
  walk(bucket[1], id, [...path, id])
  return found
}
