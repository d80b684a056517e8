/** Plans to test with: real documents, seeded randomness. */
import type * as A from '@automerge/automerge/slim'
import { assert } from '#shared/base/assert.ts'
import type { Random } from '#shared/base/ports.ts'
import type { Result } from '#shared/base/result.ts'
import { createPlan } from '#shared/plan/birth.ts'
import { changePlan, type PlanEdits } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planAll } from '#shared/plan/operations.ts'
import { templateOperations, type TemplateName } from '#shared/plan/templates.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import * as Automerge from '@automerge/automerge/slim'

export type Doc = A.Doc<PlanDoc>

/** A small xorshift: the same seed gives the same ids and ranks. */
export function seededRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state & 0xff
  }
  return { bytes: (length) => Uint8Array.from({ length }, next) }
}

/** 16 bytes of one digit, so that tests can tell people apart. */
export const actorOf = (digit: string): string => digit.repeat(32)

export function open(bytes: Uint8Array, actor: string): Doc {
  const reading = Automerge.load<PlanDoc>(bytes, { actor })
  const last = Automerge.getLastLocalChange(reading)
  const lastSeq = last === undefined ? 0 : Automerge.decodeChange(last).seq
  return must(openForEditing({ stream: actor, actor, lastSeq, heads: Automerge.getHeads(reading) }, bytes))
}

/** A plan by actor `0`, as it is after `aplec new`. */
export function newPlan(template: TemplateName = 'blank', language = 'en', seed = 1): Doc {
  const random = seededRandom(seed)
  const doc = open(createPlan(actorOf('0')).bytes, actorOf('0'))
  const text = { language, ...(template === 'blank' ? { title: 'Plan', horizon: { from: 2027, to: 2036 } } : {}) }
  return write(doc, must(planAll(doc, templateOperations(template, text, random), random)))
}

export const write = (doc: Doc, edits: PlanEdits | Result<PlanEdits, unknown>, at = 1_800_000_000_000): Doc =>
  changePlan(doc, 'ok' in edits ? must(edits) : edits, at)

/** The document in the hands of another actor. Fork before writing: an old `Doc` object shares its insides with newer ones. */
export const handTo = (doc: Doc, actor: string): Doc => open(Automerge.save(doc), actor)

/** Everything `theirs` knows that `ours` lacks. */
export function take(ours: Doc, theirs: Doc): Doc {
  const [merged] = Automerge.applyChanges(ours, Automerge.getChangesSince(theirs, Automerge.getHeads(ours)))
  return merged
}

export function must<T, E>(result: Result<T, E>): T {
  assert(result.ok, `Expected a value, got ${JSON.stringify(result)}.`)
  return result.value
}
