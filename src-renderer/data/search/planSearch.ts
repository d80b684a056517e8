/**
 * Finds texts in the plan that is open and in those that were open before: of these the entries are kept in the window's
 * cache, as they were when the plan was last open. Nothing is done while someone types; a large plan is read in parts.
 */
import { type SearchEntry, type SearchGroup, searchGroups } from '#shared/plan/searchEntries.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { DexieChunks } from '../dexieChunks.ts'
import type { Source } from '../source.ts'
import type { Found } from './searchIndex.ts'
import type { AskSearch } from './searchMessages.ts'

export type PlanSearch = {
  /** The plan that is open now, if any. The one before is let go. */
  readonly follow: (plan: FollowedPlan | null) => void
  /** What is found in one plan; nothing for a plan that was never open in this window. */
  readonly find: (planId: string, query: string) => Promise<readonly Found[]>
  /** The plan has left this device. */
  readonly forget: (planId: string) => Promise<void>
}

export type FollowedPlan = { readonly planId: string; readonly doc: Source<PlanDoc> }

export type SearchDeps = {
  readonly ask: AskSearch
  readonly chunks: Pick<DexieChunks, 'load' | 'save' | 'remove'>
  readonly later: (ms: number, run: () => void) => () => void
  /** ms, only for the lengths of slices */
  readonly now: () => number
}

/** Entries are kept when the plan has been at rest for this long. */
const REST_MS = 5_000
/** A slice of reading: what is left of a frame. */
const SLICE_MS = 4

export function createPlanSearch({ ask, chunks, later, now }: SearchDeps): PlanSearch {
  let open: ReturnType<typeof followPlan> | null = null
  /** Plans whose entries the index has, from the cache. */
  const read = new Map<string, Promise<void>>()

  const pause = (): Promise<void> => new Promise((resolve) => later(0, resolve))

  /** `before`: what is still being done with the index of this plan. */
  function followPlan({ planId, doc }: FollowedPlan, before: Promise<unknown> | undefined) {
    const sent = new Map<string, readonly SearchEntry[]>()
    let indexed: PlanDoc | null = null
    // Its entries come from the document from here on.
    let filling =
      before === undefined ? Promise.resolve() : before.then(() => ask(planId, 'forget', null)).then(nothing)
    let cancelRest: (() => void) | null = null

    async function fill(): Promise<void> {
      const wanted = doc.now()
      if (wanted === indexed) return
      const seen = new Set<string>()
      const changed: SearchGroup[] = []
      const send = async (): Promise<void> => {
        if (changed.length > 0) await ask(planId, 'put', { groups: changed.splice(0) })
      }
      let started = now()
      for (const group of searchGroups(wanted)) {
        seen.add(group.key)
        if (sent.get(group.key) !== group.entries) {
          sent.set(group.key, group.entries)
          changed.push(group)
        }
        if (now() - started < SLICE_MS) continue
        await send()
        await pause()
        started = now()
      }
      const gone = [...sent.keys()].filter((key) => !seen.has(key))
      for (const key of gone) sent.delete(key)
      changed.push(...gone.map((key) => ({ key, entries: [] })))
      await send()
      indexed = wanted
    }

    const filled = (): Promise<void> => (filling = filling.then(fill))

    async function keep(): Promise<void> {
      await filled()
      // What the disk refuses is kept at the next rest; this window needs none of it.
      await chunks.save(keyOf(planId), await ask(planId, 'write', null)).catch(nothing)
    }

    function rest(): void {
      cancelRest?.()
      cancelRest = later(REST_MS, () => {
        cancelRest = null
        void keep()
      })
    }

    const stop = doc.subscribe(rest)
    rest()
    return {
      planId,
      filled,
      letGo: () => {
        stop()
        cancelRest?.()
        return keep()
      },
    }
  }

  function readKept(planId: string): Promise<void> {
    const known = read.get(planId)
    if (known !== undefined) return known
    const reading = chunks.load(keyOf(planId)).then(async (bytes) => {
      if (bytes !== undefined) await ask(planId, 'read', { bytes })
    }, nothing)
    read.set(planId, reading)
    return reading
  }

  return {
    follow: (plan) => {
      if (open?.planId === plan?.planId) return
      if (open !== null) read.set(open.planId, open.letGo())
      open = plan === null ? null : followPlan(plan, read.get(plan.planId))
    },
    find: async (planId, query) => {
      await (open?.planId === planId ? open.filled() : readKept(planId))
      return ask(planId, 'find', { query })
    },
    forget: async (planId) => {
      // What is just being kept of it must not land behind what is removed.
      await read.get(planId)
      read.delete(planId)
      await Promise.all([ask(planId, 'forget', null), chunks.remove(keyOf(planId))])
    },
  }
}

const nothing = (): void => undefined

const keyOf = (planId: string): string[] => ['search', planId]
