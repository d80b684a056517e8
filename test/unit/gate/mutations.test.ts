import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import type { DocExecutor } from '#shared/gate/executor.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { seededRandom } from '../plan/builders.ts'
import { ANA, authorOf, chunkOf, dataOf, entryWith, FOUNDER, identity, PAU, without } from './world.ts'

type Small = { title: string; vision: string; stages: Record<string, unknown>; language?: unknown }
const text = (value: string): A.ImmutableString => new A.ImmutableString(value)

/** A plan small enough to be loaded thousands of times: its first change, and a second with every sort of operation. */
function smallPlan(): { first: Uint8Array; base: Uint8Array; change: Uint8Array } {
  const founded = A.change(A.init<Small>({ actor: FOUNDER }), { time: 0 }, (draft) => {
    Object.assign(draft, { title: '', vision: '', stages: {} })
  })
  const first = A.getLastLocalChange(founded)!
  const base = A.save(founded)
  const edited = A.change(A.load<Small>(base, { actor: ANA }), { time: 0 }, (draft) => {
    draft.stages['s1'] = { title: 'Idea', rank: text('a0'), phase: text('idea') }
    A.splice(draft, ['title'], 0, 0, 'Pla de transició')
    A.splice(draft, ['title'], 2, 3)
    A.mark(draft, ['vision'], { start: 0, end: 0, expand: 'both' }, 'strong', true)
    draft.language = text('ca')
  })
  return { first, base, change: A.getLastLocalChange(edited)! }
}

/** The change with one to three bits flipped in its data, and a checksum that fits. */
function* flipped(change: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  const random = seededRandom(seed)
  const below = (limit: number): number => {
    const [a, b] = random.bytes(2)
    return (a! * 256 + b!) % limit
  }
  for (let made = 0; made < count; made++) {
    const data = dataOf(change).slice()
    for (let flips = 1 + below(3); flips > 0; flips--) data[below(data.length)]! ^= 1 << below(8)
    yield chunkOf(1, data)
  }
}

const MUTATIONS = 4_000

test(
  '[GT21] F7: of 4,000 flips with a right checksum none leaves a document that does not reload',
  { timeout: 120_000 },
  async () => {
    const { first, change } = smallPlan()
    const seen = { refused: 0, applied: 0, withdrawn: 0, failed: 0 }
    const executor = await inlineExecutor(identity)
    const born = await executor.applyLocal({ author: authorOf(FOUNDER, 'steward'), changes: [first] })
    const start = await executor.save(null)
    if (!born.ok || !start.ok) throw new Error('The plan is born.')
    for (const mutant of flipped(change, MUTATIONS, 7)) {
      const answer = await executor.applyLocal({ author: authorOf(ANA), changes: [mutant] })
      if (!answer.ok) {
        seen[answer.error.code === 'E_WORKER' ? 'failed' : 'refused'] += 1
        continue
      }
      const saved = await executor.save(null)
      if (!saved.ok) throw new Error(`The executor is stuck: ${JSON.stringify(saved.error)}`)
      seen[saved.value.withdrawnLocal.length > 0 ? 'withdrawn' : 'applied'] += 1
      expect(A.getHeads(A.load(saved.value.bytes, { actor: ANA }))).toEqual(saved.value.heads)
      await executor.load({ cache: start.value.bytes })
    }
    // The live document is the one it was, and takes the honest change.
    expect((await executor.heads(null)).ok).toBe(true)
    expect(await executor.applyLocal({ author: authorOf(ANA), changes: [change] })).toMatchObject({ ok: true })
    expect(seen.refused + seen.applied + seen.withdrawn + seen.failed).toBe(MUTATIONS)
    expect(seen.refused).toBeGreaterThan(MUTATIONS / 2)
    expect(seen.applied).toBeGreaterThan(0)
    expect(seen.withdrawn).toBeGreaterThan(0) // some look right in every way and only reloading tells
    await executor.close()
  },
)

test('[GT21] F7: the library alone takes flips with which its document does not reload', { timeout: 120_000 }, () => {
  const { base, change } = smallPlan()
  let accepted = 0
  let lost = 0
  for (const mutant of flipped(change, 1_500, 7)) {
    let doc = A.load<Small>(base, { actor: FOUNDER })
    try {
      ;[doc] = A.applyChanges(doc, [mutant])
    } catch {
      continue
    }
    accepted += 1
    try {
      const again = A.load(A.save(doc), { actor: FOUNDER })
      if (A.getHeads(again).join() !== A.getHeads(doc).join()) lost += 1
    } catch {
      lost += 1
    }
  }
  expect(accepted).toBeGreaterThan(300)
  expect(lost).toBeGreaterThan(5)
})

test('[GT21] F7: a change that breaks reloading is found among good ones and taken out, and only it', async () => {
  const { first, base, change } = smallPlan()
  const ana = authorOf(ANA)
  const founder = authorOf(FOUNDER, 'steward')
  const executor = await inlineExecutor(identity)
  await executor.applyLocal({ author: founder, changes: [first] })
  const breaking = await firstAccepted(executor, base, change)
  const more = A.change(A.load<Small>(base, { actor: FOUNDER }), { time: 0 }, (draft) =>
    A.splice(draft, ['title'], 0, 0, 'x'),
  )
  const third = A.change(more, { time: 0 }, (draft) => A.splice(draft, ['title'], 1, 0, 'y'))
  const changes = A.getChangesSince(third, A.getHeads(A.load(base, { actor: FOUNDER })))
  expect(await executor.applyLocal({ author: ana, changes: [breaking] })).toMatchObject({ ok: true })
  expect(await executor.applyLocal({ author: founder, changes })).toMatchObject({ ok: true })
  const saved = await executor.save(null)
  const { hash } = A.decodeChange(breaking)
  expect(saved).toMatchObject({ ok: true, value: { withdrawn: [], withdrawnLocal: [hash], parkedAgain: [] } })
  expect(saved.ok && A.load<Small>(saved.value.bytes, { actor: ANA }).title).toBe('xy')
  await executor.close()

  const unchecked = await inlineExecutor(identity, without('reload'))
  await unchecked.load({ cache: base })
  expect(await unchecked.applyLocal({ author: ana, changes: [breaking] })).toMatchObject({ ok: true })
  const kept = await unchecked.save(null)
  expect(kept.ok && reloads(kept.value.bytes)).toBe(false) // what the check is for
  await unchecked.close()
})

test('[GT21] F7: what builds on what was taken out is named: own changes withdrawn, entries waiting again', async () => {
  const { first, base, change } = smallPlan()
  const executor = await inlineExecutor(identity)
  await executor.applyLocal({ author: authorOf(FOUNDER, 'steward'), changes: [first] })
  const breaking = await firstAccepted(executor, base, change)
  const [poisoned] = A.applyChanges(A.load<Small>(base, { actor: FOUNDER }), [breaking])
  const own = A.change(poisoned, { time: 0 }, (draft) => void (draft.language = text('es')))
  const ownChange = A.getLastLocalChange(own)!
  const [theirs] = A.applyChanges(A.load<Small>(base, { actor: PAU }), [breaking])
  const built = A.change(theirs, { time: 0 }, (draft) => void (draft.language = text('fr')))
  const entry = entryWith(A.saveBundle(built, A.getHeads(built)), authorOf(PAU))
  await executor.applyLocal({ author: authorOf(ANA), changes: [breaking] })
  expect(await executor.applyLocal({ author: authorOf(FOUNDER, 'steward'), changes: [ownChange] })).toMatchObject({
    ok: true,
  })
  const applied = await executor.applyEntries({ entries: [entry] })
  expect(applied).toMatchObject({ ok: true, value: { entries: [{ at: 'applied' }] } })
  const saved = await executor.save(null)
  const hashes = [breaking, ownChange].map((bytes) => A.decodeChange(bytes).hash)
  expect(saved).toMatchObject({
    ok: true,
    value: { withdrawn: [], withdrawnLocal: hashes, parkedAgain: [entry.entryHash] },
  })
  expect(saved.ok && A.getHeads(A.load(saved.value.bytes, { actor: ANA }))).toEqual([A.decodeChange(first).hash])
  await executor.close()
})

/** A flip that passes every check and with which the document does not reload; the executor is left with `base`. */
async function firstAccepted(executor: DocExecutor, base: Uint8Array, change: Uint8Array): Promise<Uint8Array> {
  for (const mutant of flipped(change, MUTATIONS, 7)) {
    await executor.load({ cache: base })
    if (!(await executor.applyLocal({ author: authorOf(ANA), changes: [mutant] })).ok) continue
    const saved = await executor.save(null)
    if (!saved.ok || saved.value.withdrawnLocal.length === 0) continue
    await executor.load({ cache: base })
    return mutant
  }
  throw new Error('None of the flips breaks reloading.')
}

function reloads(bytes: Uint8Array): boolean {
  try {
    return A.getHeads(A.load(bytes, { actor: ANA })).length > 0
  } catch {
    return false
  }
}
