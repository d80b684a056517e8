/** Bundles are read by our own reader and written again by our own writer: both against the library's. */
import * as A from '@automerge/automerge/slim'
import fc from 'fast-check'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { toHex } from '#shared/base/bytes.ts'
import { ByteReader } from '#shared/gate/byteReader.ts'
import { actorId, counted, hashes } from '#shared/gate/changeHeader.ts'
import { parseChunk } from '#shared/gate/chunk.ts'
import { parseColumns } from '#shared/gate/columns.ts'
import { readBundle, type ReadChange } from '#shared/gate/readChanges.ts'
import { gateSettings } from '#shared/gate/settings.ts'
import { actorOf, newPlan, seededRandom } from '../plan/builders.ts'
import { bundleOf, type RawColumn } from './world.ts'

type Loose = { text: string; map: Record<string, unknown>; list: unknown[] }
const ACTORS = ['a', 'b', 'c'].map(actorOf)

const word = fc.string({ unit: 'grapheme', maxLength: 6 })
const value = fc.oneof(
  word,
  word.map((text) => new A.ImmutableString(text)),
  fc.boolean(),
  fc.constant(null),
  fc.nat(Number.MAX_SAFE_INTEGER - 1),
  fc.constant({ inner: 1 }),
)
const edit = fc.oneof(
  fc.record({ do: fc.constant('splice' as const), at: fc.nat(), remove: fc.nat(3), insert: word }),
  fc.record({ do: fc.constant('mark' as const), at: fc.nat(), remove: fc.nat(5), both: fc.boolean() }),
  fc.record({ do: fc.constant('block' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('set' as const), key: fc.constantFrom('x', 'y', 'ñ'), value }),
  fc.record({ do: fc.constant('unset' as const), key: fc.constantFrom('x', 'y', 'ñ') }),
  fc.record({ do: fc.constant('push' as const), at: fc.nat(), value }),
  fc.record({ do: fc.constant('put' as const), at: fc.nat(), value }),
  fc.record({ do: fc.constant('drop' as const), at: fc.nat() }),
)
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never
const step = fc.record({
  by: fc.nat(ACTORS.length - 1),
  from: fc.option(fc.nat(ACTORS.length - 1)),
  edits: fc.array(edit, { maxLength: 6 }),
  message: fc.option(fc.string({ minLength: 1, maxLength: 10 }), { nil: undefined }),
  time: fc.integer({ min: -5_000_000_000, max: 5_000_000_000 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function apply(draft: Loose, one: Edit): void {
  const length = draft.text.length
  switch (one.do) {
    case 'splice': {
      const at = one.at % (length + 1)
      return A.splice(draft, ['text'], at, Math.min(one.remove, length - at), one.insert)
    }
    case 'mark': {
      const start = one.at % (length + 1)
      const range = { start, end: Math.min(length, start + one.remove), expand: one.both ? 'both' : 'none' } as const
      return A.mark(draft, ['text'], range, one.both ? 'strong' : 'link', one.both ? true : 'https://example.net')
    }
    case 'block':
      return A.splitBlock(draft, ['text'], one.at % (length + 1), { type: new A.ImmutableString('p') })
    case 'set':
      draft.map[one.key] = one.value
      return
    case 'unset':
      delete draft.map[one.key]
      return
    case 'push':
      draft.list.splice(one.at % (draft.list.length + 1), 0, one.value)
      return
    case 'put':
      if (draft.list.length > 0) draft.list[one.at % draft.list.length] = one.value
      return
    case 'drop':
      if (draft.list.length > 0) draft.list.splice(one.at % draft.list.length, 1)
      return
  }
}

/** Three people write, and now and then one takes in what another has. */
function written(steps: readonly Step[]): { doc: A.Doc<Loose>; start: readonly string[] } {
  const born = A.change(A.init<Loose>({ actor: ACTORS[0]! }), (draft) => {
    Object.assign(draft, { text: 'abc', map: {}, list: [1] })
  })
  const docs = ACTORS.map((actor) => A.load<Loose>(A.save(born), { actor }))
  for (const { by, from, edits, message, time } of steps) {
    if (from !== null && from !== by) docs[by] = A.merge(docs[by]!, docs[from]!)
    const options = { time, ...(message === undefined ? {} : { message }) }
    docs[by] = A.change(docs[by]!, options, (draft) => edits.forEach((one) => apply(draft, one)))
    if (edits.length === 0) docs[by] = A.emptyChange(docs[by], options)
  }
  return { doc: docs.reduce((all, one) => A.merge(all, one)), start: A.getHeads(born) }
}

const opsOf = (ops: readonly object[]): readonly unknown[] =>
  (ops as ReadChange['ops']).map(({ action, obj, key, elemId, insert, value: held, pred }) => ({
    action,
    obj,
    key: key ?? null,
    elemId: elemId ?? null,
    insert: insert ?? false,
    value: held ?? null,
    pred,
  }))

/** What the library reads from a bundle: each change with its operations, and written again. */
function byLibrary(bundle: Uint8Array): readonly unknown[] {
  return A.readBundle(bundle).changes.map((change) => ({
    hash: change.hash,
    deps: change.deps.toSorted(),
    time: change.time,
    ops: opsOf(change.ops),
    bytes: toHex(A.encodeChange(change)),
  }))
}

const byUs = (changes: readonly ReadChange[]): readonly unknown[] =>
  changes.map(({ hash, deps, time, ops, bytes }) => ({ hash, deps, time, ops: opsOf(ops), bytes: toHex(bytes) }))

function expectAsByLibrary(bundle: Uint8Array): void {
  const read = readBundle(bundle, gateSettings, Infinity)
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  expect(byUs(read.value)).toEqual(byLibrary(bundle))
}

test(
  '[GT5] our reader finds in a bundle the changes that the library put there, byte for byte',
  { timeout: 120_000 },
  () => {
    const seen = { changes: 0, conflicts: 0 }
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => {
        const { doc, start } = written(steps)
        const metas = A.getChangesMetaSince(doc, [...start])
        seen.changes += metas.length
        for (const actor of ACTORS) {
          const own = metas.filter((meta) => meta.actor === actor).map(({ hash }) => hash)
          if (own.length > 0) expectAsByLibrary(A.saveBundle(doc, own))
        }
        expectAsByLibrary(
          A.saveBundle(
            doc,
            metas.map(({ hash }) => hash),
          ),
        )
        seen.conflicts += A.readBundle(A.saveBundle(doc, metas.map(({ hash }) => hash))).changes.filter(({ ops }) => ops.some(({ pred }) => pred.length > 1)).length // prettier-ignore
      }),
      { numRuns: 60, seed: 5, endOnFailure: true },
    )
    expect(seen.changes).toBeGreaterThan(300)
    expect(seen.conflicts).toBeGreaterThan(1)
  },
)

test.each(['blank', 'commons-transition'] as const)('[GT5] and in a whole plan (%s)', (template) => {
  const plan = newPlan(template)
  expectAsByLibrary(
    A.saveBundle(
      plan,
      A.getChangesMetaSince(plan, []).map(({ hash }) => hash),
    ),
  )
})

type Parts = Parameters<typeof bundleOf>[0]

/** A bundle taken apart, its columns inflated. */
function partsOf(bundle: Uint8Array): Parts {
  const reader = new ByteReader(parseChunk(bundle).data)
  const deps = hashes(reader, 1_000)
  const actors = Array.from({ length: counted(reader, 1_000) }, () => actorId(reader))
  const columns = (): readonly RawColumn[] =>
    parseColumns(reader).map(({ id, type, deflated, data }) => [
      id * 16 + type,
      deflated ? Uint8Array.from(inflateRawSync(data)) : data,
    ])
  return { deps, actors, changes: columns(), ops: columns() }
}

/** One byte of one column is another. */
function mutated(parts: Parts, below: (limit: number) => number): Uint8Array {
  const inOps = below(4) > 0
  const columns = inOps ? parts.ops : parts.changes
  const which = below(columns.length)
  const changed = columns.map<RawColumn>(([spec, data], at) => {
    if (at !== which || data.length === 0) return [spec, data]
    const copy = data.slice()
    copy[below(copy.length)]! ^= 1 << below(8)
    return [spec, copy]
  })
  return bundleOf({ ...parts, [inOps ? 'ops' : 'changes']: changed })
}

test(
  '[GT5] F7: of 6,000 bundles with a flipped bit in a column, what our reader takes the library reads and writes likewise',
  { timeout: 240_000 },
  () => {
    const random = seededRandom(21)
    const below = (limit: number): number => {
      const [a, b] = random.bytes(2)
      return (a! * 256 + b!) % limit
    }
    const samples = fc.sample(fc.array(step, { minLength: 3, maxLength: 8 }), { numRuns: 30, seed: 8 }).map((steps) => {
      const { doc, start } = written(steps)
      return partsOf(A.saveBundle(doc, A.getChangesMetaSince(doc, [...start]).map(({ hash }) => hash))) // prettier-ignore
    })
    const seen = { taken: 0, refused: 0 }
    for (let made = 0; made < 6_000; made++) {
      const bundle = mutated(samples[below(samples.length)]!, below)
      const read = readBundle(bundle, gateSettings, Infinity)
      seen[read.ok ? 'taken' : 'refused'] += 1
      // The library is not asked about the others: it would read without a bound (F12).
      if (read.ok) expect(byUs(read.value)).toEqual(byLibrary(bundle))
    }
    expect(seen.taken).toBeGreaterThan(300)
    expect(seen.refused).toBeGreaterThan(2_000)
  },
)
