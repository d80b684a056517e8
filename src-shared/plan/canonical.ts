/** The plan as JSON with one form: the same bytes on every machine and by every later version (PL10 to PL12). */
import * as A from '@automerge/automerge/slim'
import canonicalize from 'canonicalize'
import { type Hex, toHex, utf8 } from '../base/bytes.ts'
import { hash } from '../base/crypto.ts'
import { assert } from '../base/assert.ts'
import { err, ok, type Result } from '../base/result.ts'
import { agreedContent } from './agreedContent.ts'
import { bucketEntries } from './buckets.ts'
import { type PlanNode, ROOT, stepInto } from './fieldPaths.ts'
import { readAt, type ReadRefusal } from './readAt.ts'
import { plainSpans } from './spans.ts'
import type { PlanDoc } from './types.ts'

/** Plain JSON without prototypes, so that no key of a document can be anything but a key. */
export type PlainJson = string | number | boolean | null | readonly PlainJson[] | PlainRecord
export interface PlainRecord {
  readonly [key: string]: PlainJson
}

/** A number, bytes or a date that no canonical JSON can hold. The gate lets none in. */
export type CanonicalRefusal = { readonly kind: 'NotCanonical'; readonly path: readonly string[] } | ReadRefusal

/** Which part: the whole plan, or what is decided in it. */
export type PlanPart = 'plan' | 'agreed'

/** RFC 8785 of the stored plan, at `heads` or now. */
export function canonicalJson(
  doc: A.Doc<PlanDoc>,
  part: PlanPart = 'plan',
  heads?: readonly string[],
): Result<string, CanonicalRefusal> {
  const plain = plainPlan(doc, heads)
  if (!plain.ok) return plain
  const json = canonicalize(part === 'plan' ? plain.value : agreedContent(plain.value))
  assert(json !== undefined, 'A plan is a record, and records have JSON.')
  return ok(json)
}

/** H("content", canonical JSON of the agreed content): what an agreement is about, whoever holds it. */
export function contentHash(doc: A.Doc<PlanDoc>, heads?: readonly string[]): Result<Hex, CanonicalRefusal> {
  const json = canonicalJson(doc, 'agreed', heads)
  return json.ok ? ok(toHex(hash('content', utf8(json.value)))) : json
}

/** The stored plan as plain JSON, buckets flattened and rich text as spans; not yet in one form. `roots`: only these keys. */
export function plainPlan(
  doc: A.Doc<PlanDoc>,
  heads?: readonly string[],
  roots?: readonly string[],
): Result<PlainRecord, CanonicalRefusal> {
  const read = heads === undefined ? ok(doc) : readAt(doc, heads)
  if (!read.ok) return read
  const whole: Readonly<Record<string, unknown>> = read.value
  const stored = roots === undefined ? whole : Object.fromEntries(roots.flatMap((key) => fieldOf(whole, key)))
  try {
    return ok(plainNode(read.value, ROOT, stored, []) as PlainRecord)
  } catch (cause) {
    if (cause instanceof NotCanonical) return err({ kind: 'NotCanonical', path: cause.path })
    throw cause
  }
}

const fieldOf = (record: Readonly<Record<string, unknown>>, key: string): readonly (readonly [string, unknown])[] =>
  Object.hasOwn(record, key) ? [[key, record[key]]] : []

/** Leaves the walk from any depth; never seen outside this module. */
class NotCanonical extends Error {
  readonly path: readonly string[]
  constructor(path: readonly string[]) {
    super('not canonical')
    this.path = path
  }
}

function plainNode(doc: A.Doc<PlanDoc>, node: PlanNode, stored: unknown, path: readonly string[]): PlainJson {
  if (node.at === 'text' && node.spec.rich && typeof stored === 'string')
    return plainSpans(doc, path) as readonly PlainRecord[]
  if (stored === null || typeof stored === 'string' || typeof stored === 'boolean') return stored
  if (stored instanceof A.ImmutableString) return stored.val
  if (typeof stored === 'number' && Number.isSafeInteger(stored) && Math.abs(stored) < Number.MAX_SAFE_INTEGER)
    return stored + 0
  if (Array.isArray(stored))
    return stored.map((item, index) => plainNode(doc, { at: 'unknown' }, item, [...path, String(index)]))
  if (!isMap(stored)) throw new NotCanonical(path)
  const record = emptyRecord()
  for (const [key, child, childPath] of children(node, stored, path)) {
    record[key] = plainNode(
      doc,
      node.at === 'buckets' ? { at: 'thing', type: node.of } : stepInto(node, key),
      child,
      childPath,
    )
  }
  return record
}

function* children(
  node: PlanNode,
  stored: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Generator<readonly [string, unknown, readonly string[]]> {
  if (node.at === 'buckets') {
    const buckets = stored as Readonly<Record<string, Readonly<Record<string, unknown>>>>
    for (const [id, thing] of bucketEntries(buckets)) yield [id, thing, [...path, id.slice(0, 2), id]]
  } else for (const key of Object.keys(stored)) yield [key, stored[key], [...path, key]]
}

const emptyRecord = (): Record<string, PlainJson> => Object.create(null) as Record<string, PlainJson>

/** A map of Automerge; not bytes, a date, a counter or a number wrapped in an object. */
function isMap(stored: unknown): stored is Readonly<Record<string, unknown>> {
  if (typeof stored !== 'object' || stored === null || stored instanceof Uint8Array || A.isCounter(stored)) return false
  return Object.prototype.toString.call(stored) !== '[object Date]'
}
