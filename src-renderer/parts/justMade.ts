import { createCell } from '../data/source.ts'

/** The plan that was founded or joined a moment ago: its codes are shown at once, others only when asked for. */
export const justMade = createCell<string | null>(null)
