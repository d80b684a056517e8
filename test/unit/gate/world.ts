/** A plan, three people in it, and entries as the gate is given them. Real documents and real chunks throughout. */
import * as A from '@automerge/automerge/slim'
import { createHash } from 'node:crypto'
import { assert } from '#shared/base/assert.ts'
import { concat, fromHex } from '#shared/base/bytes.ts'
import type { PlanIdentity } from '#shared/gate/documentEngine.ts'
import type { ChangeAuthor, EntryOutcome, EntryToApply, Role } from '#shared/gate/executor.ts'
import { gateLimits, type GateLimits } from '#shared/gate/limits.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { type CheckName, type GateSettings, gateSettings } from '#shared/gate/settings.ts'
import { createPlan } from '#shared/plan/birth.ts'
import { actorOf, type Doc, handTo, newPlan, open } from '../plan/builders.ts'

export { actorOf, type Doc, handTo, newPlan, open }

export const FOUNDER = actorOf('0')
export const ANA = actorOf('a')
export const PAU = actorOf('b')
export const ROOM = '7'.repeat(64)
export const identity: PlanIdentity = { roomId: ROOM, foundingActor: FOUNDER }

export function authorOf(actor: string, role: Role = 'writer', others: readonly string[] = []): ChangeAuthor {
  return {
    device: actor.repeat(2),
    stream: actor,
    member: memberOf(actor),
    role: actor === FOUNDER ? 'steward' : role,
    actors: [actor, ...others],
  }
}
export const memberOf = (actor: string): string => (actor[0] ?? '').repeat(64)

/** A plan's first change by somebody who is not the founder. */
export const createBirthAgain = createPlan

/** The plan's first change as the founder's first entry. */
export const birth = createPlan(FOUNDER)
export const born = (actor: string): Doc => open(birth.bytes, actor)

/** All own changes of a document's actor as one entry; `role` and `as` say who sends it. */
export function entryOf(doc: Doc, options: { since?: readonly string[]; author?: ChangeAuthor } = {}): EntryToApply {
  const actor = A.getActorId(doc)
  const own = A.getChangesMetaSince(doc, [...(options.since ?? [])]).filter((meta) => meta.actor === actor)
  const bundle = A.saveBundle(
    doc,
    own.map(({ hash }) => hash),
  )
  return entryWith(bundle, options.author ?? authorOf(actor))
}

let entries = 0
export function entryWith(bundle: Uint8Array, author: ChangeAuthor): EntryToApply {
  entries += 1
  return { entryHash: createHash('sha256').update(`entry ${entries}`).digest('hex'), author, bundle }
}

/** An entry with changes as they are, made by hand or by the library: packed by a document that holds them. */
export function entryOfChanges(changes: readonly Uint8Array[], author: ChangeAuthor, base: Doc): EntryToApply {
  const [held] = A.applyChanges(A.clone(base, { actor: actorOf('e') }), [...changes])
  return entryWith(
    A.saveBundle(
      held,
      changes.map((change) => A.decodeChange(change).hash),
    ),
    author,
  )
}

export const founding = (): EntryToApply => entryOf(born(FOUNDER), { author: authorOf(FOUNDER, 'steward') })

export const without = (...checks: readonly CheckName[]): GateSettings => ({
  ...gateSettings,
  without: new Set(checks),
})
export const withLimits = (limits: Partial<Record<keyof GateLimits, number>>): GateSettings => ({
  ...gateSettings,
  limits: { ...gateLimits, ...limits },
})

/** An executor that holds the plan's first change, and then what `entries` bring. */
export async function gateWith(
  list: readonly EntryToApply[],
  settings: GateSettings = gateSettings,
): Promise<{ outcomes: readonly EntryOutcome[]; executor: Awaited<ReturnType<typeof inlineExecutor>> }> {
  const executor = await inlineExecutor(identity, settings)
  const first = await executor.applyEntries({ entries: [founding()] })
  assert(first.ok && first.value.entries[0]?.at === 'applied', `The plan is born, not ${JSON.stringify(first)}.`)
  const applied = await executor.applyEntries({ entries: list })
  assert(applied.ok, 'The executor answers.')
  return { outcomes: applied.value.entries, executor }
}

/** What became of one entry: `applied`, `parked`, or the code of its refusal. */
export async function verdictOn(entry: EntryToApply, settings?: GateSettings): Promise<string> {
  const { outcomes, executor } = await gateWith([entry], settings)
  await executor.close()
  return wordOf(outcomes[0])
}
export const wordOf = (outcome: EntryOutcome | undefined): string =>
  outcome?.at === 'refused' ? outcome.refusal.code : (outcome?.at ?? 'nothing')

/** LEB128 of a whole number. */
export function leb(value: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest])
    bytes.push((rest % 128) | 0x80)
  }
}

/** Signed LEB128. */
export function sleb(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt(value)
  for (;;) {
    const byte = Number(rest & 0x7fn)
    rest >>= 7n
    const isLast = (rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0)
    bytes.push(isLast ? byte : byte | 0x80)
    if (isLast) return Uint8Array.from(bytes)
  }
}

const MAGIC = fromHex('856f4a83')

/** A chunk with a right checksum. */
export function chunkOf(type: number, data: Uint8Array, checksum?: Uint8Array): Uint8Array {
  const head = concat(Uint8Array.of(type), leb(data.length))
  const sum = checksum ?? createHash('sha256').update(head).update(data).digest().subarray(0, 4)
  return concat(MAGIC, sum, head, data)
}

export const dataOf = (chunk: Uint8Array): Uint8Array => {
  let at = 9
  while (chunk[at]! >= 0x80) at += 1
  return chunk.subarray(at + 1)
}
export const checksumOf = (chunk: Uint8Array): Uint8Array => chunk.subarray(4, 8)

export type RawColumn = readonly [spec: number, data: Uint8Array]
const columnList = (columns: readonly RawColumn[]): Uint8Array =>
  concat(
    leb(columns.length),
    ...columns.map(([spec, data]) => concat(leb(spec), leb(data.length))),
    ...columns.map(([, data]) => data),
  )

/** A change chunk by hand. `columns` are [id * 16 + type, bytes]. */
export function changeOf(change: {
  actor: string
  seq: number
  startOp: number
  deps: readonly string[]
  columns: readonly RawColumn[]
  others?: readonly string[]
}): Uint8Array {
  const others = change.others ?? []
  const data = concat(
    leb(change.deps.length),
    ...change.deps.toSorted().map((dep) => fromHex(dep)),
    actorBytes(change.actor),
    leb(change.seq),
    leb(change.startOp),
    sleb(0),
    leb(0),
    leb(others.length),
    ...others.map(actorBytes),
    columnList(change.columns),
  )
  return chunkOf(1, data)
}
const actorBytes = (actor: string): Uint8Array => concat(leb(actor.length / 2), fromHex(actor))

/** A bundle chunk by hand. */
export function bundleOf(bundle: {
  actors: readonly string[]
  deps: readonly string[]
  changes: readonly RawColumn[]
  ops: readonly RawColumn[]
}): Uint8Array {
  return chunkOf(
    3,
    concat(
      leb(bundle.deps.length),
      ...bundle.deps.map((dep) => fromHex(dep)),
      leb(bundle.actors.length),
      ...bundle.actors.map(actorBytes),
      columnList(bundle.changes),
      columnList(bundle.ops),
    ),
  )
}

/** A run of `count` equal values in a run-length column. */
export const run = (count: number, ...value: readonly number[]): Uint8Array =>
  concat(sleb(count), Uint8Array.from(value))

/** A change that puts `count` nulls into one new list: what 123 bytes can say. */
export const nullsInAList = (actor: string, seq: number, count: number): Uint8Array =>
  changeOf({
    actor,
    seq,
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
