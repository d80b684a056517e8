/**
 * The measured hazards of the library, one by one: what it does when nobody looks, what the gate says, and that taking the
 * one check away lets it through again. (What needs a process that may die is in test/integration/gate.)
 */
import * as A from '@automerge/automerge/slim'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { concat } from '#shared/base/bytes.ts'
import { readBundleHeader } from '#shared/gate/bundleHeader.ts'
import { readChangeHeader } from '#shared/gate/changeHeader.ts'
import type { EntryToApply } from '#shared/gate/executor.ts'
import { gateLimits, type GateLimits } from '#shared/gate/limits.ts'
import type { CheckName } from '#shared/gate/settings.ts'
import {
  ANA,
  authorOf,
  birth,
  born,
  bundleOf,
  changeOf,
  checksumOf,
  chunkOf,
  dataOf,
  type Doc,
  entryOf,
  entryOfChanges,
  entryWith,
  gateWith,
  handTo,
  leb,
  PAU,
  run,
  sleb,
  verdictOn,
  withLimits,
  without,
  wordOf,
} from './world.ts'

type Loose = Record<string, unknown>
type Thing = { title: string; place?: unknown; years?: unknown; tags?: unknown }
const ID = 'ab'.repeat(16)
const s = (text: string): A.ImmutableString => new A.ImmutableString(text)

/** A change to the document as loose keys: what a hostile or broken program would do. */
const write = (doc: Doc, change: (draft: Loose) => void): Doc =>
  A.change(doc, { time: 0 }, (draft) => change(draft as never))
const lastOf = (doc: Doc): Uint8Array => A.getLastLocalChange(doc)!
/** The last change of a document, altered, with a right checksum. */
const forged = (doc: Doc, alter: (change: A.DecodedChange) => object): Uint8Array => {
  const decoded = A.decodeChange(lastOf(doc))
  return A.encodeChange({ ...decoded, ...alter(decoded), hash: undefined } as unknown as A.DecodedChange)
}

/** A plan with one project, by the founder. */
const withProject = (): Doc =>
  write(born('0'.repeat(32)), (draft) => {
    const projects = draft['projects'] as Record<string, Record<string, unknown>>
    projects['ab']![ID] = {
      title: 'Hort',
      summary: '',
      place: { stage: s('one'), rank: s('a0') },
      years: { from: 2027, to: 2030 },
      groups: {},
      leads: {},
      partners: {},
      actions: {},
      milestones: {},
      outputs: {},
      contributions: {},
      indicators: {},
      dependsOn: {},
      tags: {},
      attachments: {},
      links: {},
      extra: {},
    }
  })
const project = withProject()
const projectEntry = (): EntryToApply => entryOf(project, { since: birth.heads })
const inProject = (draft: Loose): Thing => (draft['projects'] as Record<string, Record<string, Thing>>)['ab']![ID]!

/** What the gate says of `entry` after the plan with one project, with and without a check or a limit. */
async function onProject(entry: EntryToApply, settings?: Parameters<typeof gateWith>[1]): Promise<string> {
  const { outcomes, executor } = await gateWith([projectEntry(), entry], settings)
  await executor.close()
  return wordOf(outcomes.find(({ entryHash }) => entryHash === entry.entryHash))
}

const inserts = (count: number): Doc => write(handTo(project, ANA), (draft) => A.splice(draft as never, ['projects', 'ab', ID, 'title'], 0, 0, 'a'.repeat(count))) // prettier-ignore

type Case = readonly [
  hazard: string,
  rule: string,
  what: string,
  entry: () => EntryToApply,
  code: string,
  /** The check to leave out; or the limit, set low, that the case breaks and the default would let pass. */
  off: CheckName | Partial<Record<keyof GateLimits, number>>,
  /** What is said of it without the check, when the library itself cannot carry it. */
  unchecked?: string,
]

const anaEdit = (change: (draft: Loose) => void): EntryToApply =>
  entryOf(write(handTo(project, ANA), change), { since: A.getHeads(project) })
const anaForged = (change: (draft: Loose) => void, alter: (decoded: A.DecodedChange) => object): EntryToApply =>
  entryOfChanges([forged(write(handTo(project, ANA), change), alter)], authorOf(ANA), project)
const setYear = (draft: Loose): void => void ((draft as { language: unknown }).language = s('ca'))
const valued = (value: unknown) => (draft: Loose) => void (draft['language'] = value)

const cases: readonly Case[] = [
  [
    'F3',
    'GT6',
    'a bundle that inflates too far',
    () => anaEdit((draft) => (draft['language'] = s('a'.repeat(300_000)))),
    'E_CHANGE_SIZE',
    { inflatedBytes: 100_000, ratioFloorBytes: 10_000 },
  ],
  [
    'F4',
    'GT7',
    'more operations than a change may have',
    () => entryOf(inserts(20_000), { since: A.getHeads(project) }),
    'E_CHANGE_OPS',
    { opsPerChange: 10_000 },
  ],
  [
    'F5',
    'GT12',
    'an operation number far ahead',
    () => anaForged(setYear, ({ startOp }) => ({ startOp: startOp + 65_537 })),
    'E_CHANGE_OPID',
    'opId',
  ],
  [
    'F5',
    'GT12',
    'an operation number behind what it builds on',
    () => anaForged(setYear, ({ startOp }) => ({ startOp: startOp - 1 })),
    'E_CHANGE_OPID',
    'opId',
  ],
  [
    'F6',
    'GT9',
    "another member's actor",
    () => entryOf(write(handTo(project, PAU), setYear), { since: A.getHeads(project), author: authorOf(ANA) }),
    'E_ACTOR',
    'actor',
  ],
  ['F11', 'GT14', 'an unsigned integer', () => anaEdit(valued(new A.Uint(5))), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'a float', () => anaEdit(valued(5.5)), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'NaN', () => anaEdit(valued(NaN)), 'E_VALUE', 'value', 'E_CHANGE_FORM'],
  ['F11', 'GT14', 'an infinity', () => anaEdit(valued(Infinity)), 'E_VALUE', 'value', 'E_CHANGE_FORM'],
  ['F11', 'GT14', 'an integer of 2^53-1', () => anaEdit(valued(new A.Int(2 ** 53 - 1))), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'an integer of -(2^53-1)', () => anaEdit(valued(new A.Int(-(2 ** 53 - 1)))), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'bytes', () => anaEdit(valued(Uint8Array.of(1))), 'E_VALUE', 'value', 'E_CHANGE_FORM'],
  ['F11', 'GT14', 'a timestamp', () => anaEdit(valued(new Date(5))), 'E_VALUE', 'value'],
  ['F13', 'GT14', 'a counter', () => anaEdit(valued(new A.Counter(1))), 'E_VALUE', 'value'],
  [
    'F13',
    'GT15',
    'a string assigned over a text',
    () => anaEdit((draft) => (inProject(draft).title = 'Jardí')),
    'E_FIELD',
    'field',
  ],
  [
    'F13',
    'GT15',
    'a field edited inside a place',
    () => anaEdit((draft) => ((inProject(draft).place as Loose)['stage'] = s('two'))),
    'E_FIELD',
    'field',
  ],
  [
    'F13',
    'GT15',
    'a text turned scalar',
    () => anaEdit((draft) => (inProject(draft).title = s('Jardí') as never)),
    'E_FIELD',
    'field',
  ],
  [
    'F13',
    'GT15',
    'a thing deleted',
    () => anaEdit((draft) => delete (draft['projects'] as Record<string, Loose>)['ab']![ID]),
    'E_FIELD',
    'field',
  ],
  [
    'F13',
    'GT15',
    'a born container made again',
    () => anaEdit((draft) => (inProject(draft).tags = {})),
    'E_FIELD',
    'field',
  ],
  ['F13', 'GT15', 'a root container made again', () => anaEdit((draft) => (draft['stages'] = {})), 'E_FIELD', 'field'],
  [
    '–',
    'GT13',
    'a value under __proto__',
    () => anaForged(setYear, (change) => ({ ops: change.ops.map((op) => ({ ...op, key: '__proto__' })) })),
    'E_KEY',
    'key',
  ],
  ['–', 'GT13', 'a value under constructor', () => anaEdit((draft) => (draft['constructor'] = true)), 'E_KEY', 'key'],
  [
    '–',
    'GT16',
    'a writer adding an agreement',
    () => anaEdit((draft) => ((draft['agreements'] as Loose)[ID] = agreement())),
    'E_ROLE',
    'role',
  ],
]
function agreement(): Loose {
  return { title: s('Acord'), presentNames: {}, signatures: {} }
}

test.each(cases)(
  '[GT6][GT7][GT9][GT12][GT13][GT14][GT15][GT16] %s %s: %s is refused, and only by its own check',
  async (...row) => {
    const [entry, code, off, unchecked] = row.slice(3) as [Case[3], Case[4], Case[5], Case[6]]
    const isLimit = typeof off !== 'string'
    expect(await onProject(entry(), isLimit ? withLimits(off) : undefined)).toBe(code)
    expect(await onProject(entry(), isLimit ? undefined : without(off))).toBe(unchecked ?? 'applied')
  },
)

/** Steps of one author, each with what the library would store of it and its entry, taken when it is made. */
function steps(actor: string, count: number): readonly { chunk: Uint8Array; entry: EntryToApply }[] {
  let doc = handTo(project, actor)
  return Array.from({ length: count }, (_, at) => {
    const since = A.getHeads(doc)
    doc = write(doc, (draft) => A.splice(draft as never, ['title'], 0, 0, `${at}`))
    return { chunk: A.saveSince(doc, since), entry: entryOf(doc, { since }) }
  })
}
const titleOf = (doc: unknown): string => String((doc as { title: unknown }).title)
const reload = (): Doc => A.load<Doc>(A.save(project), { actor: PAU }) as unknown as Doc

test('[GT11] F1: one entry that is missing hides nothing but what builds on it, and loses nothing', async () => {
  const ten = steps(ANA, 10)
  const other = entryOf(write(handTo(project, PAU), setYear), { since: A.getHeads(project) })
  // The library, given the chunks as its own storage keeps them: all after the damaged one is gone, without an error.
  const stored = ten.map(({ chunk }, at) => (at === 3 ? chunk.slice(0, -4) : chunk))
  expect(titleOf(A.loadIncremental(reload(), concat(...stored))).length).toBeLessThanOrEqual(3)

  const damaged = ten.filter((_, at) => at !== 3).map(({ entry }) => entry)
  const { outcomes, executor } = await gateWith([projectEntry(), ...damaged, other])
  expect(outcomes.map(wordOf).toSorted()).toEqual([...Array(5).fill('applied'), ...Array(6).fill('parked')])
  const late = await executor.applyEntries({ entries: [ten[3]!.entry] })
  expect(late.ok && late.value.entries.map(wordOf)).toEqual(Array(7).fill('applied'))
  const view = await executor.view({})
  expect(view.ok && titleOf(view.value.view)).toBe('9876543210')
  await executor.close()
})

test('[GT5] F2: a flipped chunk is swallowed by the library without a word, and named by the gate', async () => {
  const [{ chunk, entry }] = steps(ANA, 1) as [{ chunk: Uint8Array; entry: EntryToApply }]
  const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === bytes.length - 3 ? byte ^ 1 : byte))
  expect(A.getHeads(A.loadIncremental(reload(), flip(chunk)))).toEqual(A.getHeads(reload()))
  expect(await onProject({ ...entry, bundle: flip(entry.bundle) })).toBe('E_CHANGE_FORM')
  expect(await onProject(entry)).toBe('applied')
})

test('[GT6] F3: a deflate bomb is refused while it is small, as a change and as a column of a bundle', () => {
  const packed = deflateRawSync(new Uint8Array(256 * 1024 * 1024), { level: 9 })
  const before = process.memoryUsage().arrayBuffers
  const asChange = readChangeHeader(chunkOf(2, packed), gateLimits)
  const asColumn = readBundleHeader(
    bundleOf({ actors: [ANA], deps: [], changes: [], ops: [[0x5f, packed]] }),
    gateLimits,
  )
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024)
  expect([asChange, asColumn]).toMatchObject([
    { error: { code: 'E_CHANGE_SIZE' } },
    { error: { code: 'E_CHANGE_SIZE' } },
  ])
})

test('[GT6] F3: the library inflates without a bound: a small chunk that it accepts is refused by the gate', () => {
  const huge = lastOf(write(handTo(project, ANA), (draft) => (draft['language'] = s('a'.repeat(12 * 1024 * 1024)))))
  const bomb = chunkOf(2, deflateRawSync(dataOf(huge), { level: 9 }), checksumOf(huge))
  expect(bomb.length).toBeLessThan(20_000)
  expect(A.decodeChange(bomb).ops[0]!.value).toHaveLength(12 * 1024 * 1024)
  expect(readChangeHeader(bomb, gateLimits)).toMatchObject({ error: { code: 'E_CHANGE_SIZE' } })
  const unbounded = { ...gateLimits, inflatedBytes: Infinity, inflateRatio: Infinity }
  expect(readChangeHeader(bomb, unbounded).ok).toBe(true)
})

describe('[GT7] F4: a run-length bomb', () => {
  /** `count` nulls put into one list: what 123 bytes can say. */
  const nulls = (count: number): Uint8Array =>
    changeOf({
      actor: ANA,
      seq: 1,
      startOp: 1,
      deps: [],
      columns: [
        [0x01, concat(sleb(0), leb(1), run(count, 0))],
        [0x02, concat(sleb(0), leb(1), run(count, 1))],
        [0x11, concat(sleb(0), leb(2), run(count - 1, 0))],
        [0x13, concat(sleb(0), leb(1), run(-1, 0), run(count - 1, 1))],
        [0x15, concat(run(-1, 1, 0x6c), sleb(0), leb(count))],
        [0x34, concat(leb(1), leb(count))],
        [0x42, concat(run(-1, 2), run(count, 1))],
        [0x56, run(count + 1, 0)],
        [0x70, run(count + 1, 0)],
      ],
    })

  test('is counted from its columns without being expanded', () => {
    const bomb = nulls(1_000_000)
    expect(bomb.length).toBeLessThan(150)
    expect(readChangeHeader(bomb, gateLimits)).toMatchObject({ error: { code: 'E_CHANGE_OPS', limit: 200_000 } })
    expect(readChangeHeader(bomb, { ...gateLimits, opsPerChange: Infinity })).toMatchObject({
      value: { ops: 1_000_001 },
    })
  })

  test('is expanded by the library without a bound', () => {
    const list = A.change(A.init<{ l: null[] }>({ actor: ANA }), (draft) => (draft.l = []))
    const full = A.change(list, { time: 0 }, (draft) => draft.l.splice(0, 0, ...Array<null>(20_000).fill(null)))
    const small = A.getLastLocalChange(full)!
    expect(small.length).toBeLessThan(150)
    expect(A.decodeChange(small).ops).toHaveLength(20_000)
    const read = readChangeHeader(small, gateLimits)
    expect(read.ok && read.value.ops).toBe(20_000)
  })
})

test('[GT7] F12: a bundle is refused by its columns before the library opens it', async () => {
  const doc = inserts(20_000)
  const entry = entryOf(doc, { since: A.getHeads(project) })
  expect(entry.bundle.length).toBeLessThan(500)
  expect(A.readBundle(entry.bundle).changes[0]!.ops).toHaveLength(20_000)
  expect(await onProject(entry, withLimits({ opsPerBundle: 10_000 }))).toBe('E_CHANGE_OPS')
  expect(await onProject(entry)).toBe('applied')
  const bomb = bundleOf({ actors: [ANA], deps: [], changes: [], ops: [[0x21, run(1_000_000, 0)], [0x42, run(1_000_000, 1)]] }) // prettier-ignore
  expect(readBundleHeader(bomb, gateLimits)).toMatchObject({ error: { code: 'E_CHANGE_OPS', limit: 400_000 } })
  const many = bundleOf({ actors: [ANA], deps: [], changes: [[0x01, run(1_000_000, 0)]], ops: [] })
  expect(readBundleHeader(many, gateLimits)).toMatchObject({ error: { code: 'E_CHANGE_OPS', limit: 5_000 } })
})

test('[GT10] F6: of two changes under one number the first stands, the second is named, and good ones beside it pass', async () => {
  const left = write(handTo(project, ANA), setYear)
  const right = write(handTo(project, ANA), (draft) => A.splice(draft as never, ['title'], 0, 0, 'fork'))
  const good = write(handTo(project, PAU), setYear)
  const [holdsLeft] = A.applyChanges(A.clone(project, { actor: 'c'.repeat(32) }), [lastOf(left)])
  // The library refuses the whole batch, the good change with it.
  expect(() => A.applyChanges(holdsLeft, [lastOf(good), lastOf(right)])).toThrow('duplicate seq')
  const since = A.getHeads(project)
  const batch = [left, right, good].map((doc) => entryOf(doc, { since }))
  const { outcomes, executor } = await gateWith([projectEntry(), ...batch])
  expect(outcomes.map(wordOf)).toEqual(['applied', 'applied', 'E_FORK', 'applied'])
  await executor.close()
  const unchecked = await gateWith([projectEntry(), ...batch], without('seq'))
  expect(unchecked.outcomes.map(wordOf)).toEqual(['applied', 'applied', 'E_CHANGE_FORM', 'applied'])
  const stats = await unchecked.executor.stats(null)
  expect(stats.ok && stats.value.restarts).toBeGreaterThan(0) // without the check the library failed, and was replaced
  await unchecked.executor.close()
})

test("[GT10] a gap in an author's numbers, which makes the library panic, is refused", async () => {
  const gap = forged(write(handTo(project, ANA), setYear), () => ({ seq: 3 }))
  expect(() => A.applyChanges(A.clone(project, { actor: 'c'.repeat(32) }), [gap])).toThrow()
  const { executor } = await gateWith([projectEntry()])
  const answer = await executor.applyLocal({ author: authorOf(ANA), changes: [gap] })
  expect(answer).toEqual({ ok: false, error: { code: 'E_LEASE_SEQ' } })
  await executor.close()
  const unchecked = await gateWith([projectEntry()], without('seq'))
  expect(await unchecked.executor.applyLocal({ author: authorOf(ANA), changes: [gap] })).toMatchObject({ error: { code: 'E_WORKER' } }) // prettier-ignore
  await unchecked.executor.close()
})

test('[GT14] F11: a foreign unsigned integer makes JSON throw; what the gate lets in never does', async () => {
  const doc = write(born(ANA), valued(new A.Uint(5)))
  expect(() => JSON.stringify(doc)).toThrow('BigInt')
  const largest = anaEdit(valued(new A.Int(2 ** 53 - 2)))
  const { outcomes, executor } = await gateWith([projectEntry(), largest])
  expect(outcomes.map(wordOf)).toEqual(['applied', 'applied'])
  const json = await executor.canonical({ part: 'plan' })
  expect(json.ok && JSON.parse(json.value.json)).toMatchObject({ language: 2 ** 53 - 2 })
  await executor.close()
})

test('[GT15] F13: each of the four ways work vanishes without a conflict, in the library alone', () => {
  const typing = (doc: Doc): Doc => write(doc, (draft) => A.splice(draft as never, ['projects', 'ab', ID, 'title'], 4, 0, ' de Gràcia')) // prettier-ignore
  const merged = (a: Doc, b: Doc): { title: unknown; place: { stage?: unknown }; conflicts: unknown } => {
    const both = A.merge(A.clone(a, { actor: 'd'.repeat(32) }), b)
    const thing = inProject(both as never) as never as { title: unknown; place: { stage?: unknown } }
    return { title: thing.title, place: thing.place, conflicts: A.getConflicts(thing as never, 'title') }
  }
  const over = merged(write(handTo(project, PAU), (draft) => (inProject(draft).title = 'Jardí')), typing(handTo(project, ANA))) // prettier-ignore
  expect([String(over.title), over.conflicts]).toEqual(['Jardí', undefined])
  const scalar = merged(write(handTo(project, PAU), (draft) => (inProject(draft).title = s('Jardí') as never)), typing(handTo(project, ANA))) // prettier-ignore
  expect([String(scalar.title), scalar.conflicts]).toEqual(['Jardí', undefined])
  const inside = merged(
    write(handTo(project, PAU), (draft) => (inProject(draft).place = { stage: s('three') })),
    write(handTo(project, ANA), (draft) => ((inProject(draft).place as Loose)['stage'] = s('two'))),
  )
  expect(String(inside.place.stage)).toBe('three')
})

test('[GT26] F14: text at old heads is answered by its ranges of then', async () => {
  const since = A.getHeads(project)
  const vision = write(handTo(project, ANA), (draft) => {
    A.splice(draft as never, ['vision'], 0, 0, 'hello world')
    A.mark(draft as never, ['vision'], { start: 0, end: 5, expand: 'both' }, 'strong', true)
  })
  const then = A.getHeads(vision)
  const marksThen = A.marks(vision, ['vision'])
  const before = await gateWith([projectEntry(), entryOf(vision, { since })])
  const now = write(vision, (draft) => A.splice(draft as never, ['vision'], 0, 0, 'big '))
  expect(A.marks(A.view(now, then), ['vision'])).not.toEqual(marksThen) // the library answers with today's ranges
  const { executor } = await gateWith([projectEntry(), entryOf(now, { since })])
  const old = await executor.canonical({ heads: then, part: 'plan' })
  expect(old.ok).toBe(true)
  expect(old).toEqual(await before.executor.canonical({ part: 'plan' }))
  await executor.close()
  await before.executor.close()
})

test('[GT13] a map under __proto__ replaces what the document inherits, in the library alone', () => {
  const odd = write(handTo(project, ANA), (draft) => (draft['odd'] = {}))
  const { startOp } = A.decodeChange(lastOf(odd))
  const attack = forged(odd, (change) => ({
    ops: [
      { ...change.ops[0]!, key: '__proto__' },
      { action: 'set', obj: `${startOp}@${ANA}`, key: 'isAdmin', value: true, pred: [] },
    ],
  }))
  const [victim] = A.applyChanges(A.clone(project, { actor: PAU }), [attack])
  expect((victim as unknown as { isAdmin?: boolean }).isAdmin).toBe(true)
})

test('[GT5] a document chunk, a change chunk and rubbish are no content', async () => {
  const author = authorOf(ANA)
  const edited = write(handTo(project, ANA), setYear)
  const verdicts = [A.save(edited), lastOf(edited), new Uint8Array(40), new Uint8Array(gateLimits.entryBytes + 1)].map(
    (bundle) => verdictOn(entryWith(bundle, author)),
  )
  expect(await Promise.all(verdicts)).toEqual(['E_CHANGE_FORM', 'E_CHANGE_FORM', 'E_CHANGE_FORM', 'E_CHANGE_SIZE'])
})
