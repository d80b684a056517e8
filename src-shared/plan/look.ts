/**
 * A look of the plan: what a board shows of it, as JSON that is read 30 times faster than the document loads. It is looked
 * at while the document comes (CR36), and nothing is written by it.
 */
import * as A from '@automerge/automerge/slim'
import { jsonOf } from '../base/json.ts'
import { type PlanNode, ROOT, stepInto } from './fieldPaths.ts'
import type { PlanDoc } from './types.ts'

/** Nothing of these stands on a board; what is said and agreed comes with the document. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'proposals',
  'positions',
  'agreements',
  'settled',
  'comments',
  'attachments',
  'prints',
  'imports',
])

export function lookOf(doc: A.Doc<PlanDoc>): string {
  const shown = Object.entries(doc).map(([key, stored]) => [key, LEFT_OUT.has(key) ? {} : stored])
  return JSON.stringify(withoutProse(ROOT, Object.fromEntries(shown)))
}

/** Rich texts are long, and no card shows one. */
function withoutProse(node: PlanNode, stored: unknown): unknown {
  if (node.at === 'text') return node.spec.rich ? '' : stored
  if (!isWithin(node, stored)) return stored
  return Object.fromEntries(
    Object.entries(stored).map(([key, child]) => [key, withoutProse(stepInto(node, key), child)]),
  )
}

/**
 * The document as the look has it, for every selector that only reads: Automerge knows nothing of it. Without proposals,
 * comments, agreements and rich texts. `null` when it is no look.
 */
export function readLook(json: string): PlanDoc | null {
  const look = jsonOf(json)
  return isRecord(look) && isRecord(look['projects']) ? (asStored(ROOT, look) as PlanDoc) : null
}

/** In place: what was parsed is nobody else's. Strings of values are scalars in a document, those of texts are not. */
function asStored(node: PlanNode, plain: unknown): unknown {
  if (typeof plain === 'string') return node.at === 'value' ? new A.ImmutableString(plain) : plain
  if (!isWithin(node, plain)) return plain
  for (const key of Object.keys(plain)) plain[key] = asStored(stepInto(node, key), plain[key])
  return plain
}

/** Sets and what a later version wrote are taken as they are. */
const isWithin = (node: PlanNode, value: unknown): value is Record<string, unknown> =>
  isRecord(value) && node.at !== 'set' && node.at !== 'unknown' && node.at !== 'value'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
