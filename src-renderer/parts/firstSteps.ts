import { createCell } from '../data/source.ts'

/**
 * Plans begun here whose first steps are still suggested. Kept beside the settings: losing it only ends the suggestion.
 */
const KEY = 'aplec.firstSteps'

const cell = createCell<readonly string[]>(read())

export const firstSteps = {
  now: cell.now,
  subscribe: cell.subscribe,
  begin: (planId: string): void => write([...cell.now().filter((one) => one !== planId), planId]),
  /** For good. */
  end: (planId: string): void => write(cell.now().filter((one) => one !== planId)),
}

function write(plans: readonly string[]): void {
  cell.set(plans)
  window.localStorage.setItem(KEY, plans.join(' '))
}

function read(): readonly string[] {
  return (window.localStorage.getItem(KEY) ?? '').split(' ').filter(Boolean)
}
