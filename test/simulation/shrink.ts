/** Makes a failing case small: fewer steps, by halves and then one by one, as long as the same invariant fails. */
import type { Case } from './campaign.ts'
import { type WorldChanges, runWorld } from './world.ts'

/** Worlds run while shrinking one case. */
const MOST_TRIES = 60

export async function shrink(found: Case, changes: WorldChanges = {}, mostTries = MOST_TRIES): Promise<Case> {
  let best = found
  let tries = 0
  const fails = async (steps: Case['steps']): Promise<boolean> => {
    tries += 1
    const { failure } = await runWorld(found.options, steps, changes)
    if (failure?.invariant !== found.failure.invariant) return false
    best = { options: found.options, steps, failure }
    return true
  }
  for (let size = best.steps.length >> 1; size >= 1; size = size >> 1) {
    for (let at = 0; at < best.steps.length && tries < mostTries;) {
      const { steps } = best
      const fewer = [...steps.slice(0, at), ...steps.slice(at + size)]
      if (!(await fails(fewer))) at += size
    }
  }
  return best
}
