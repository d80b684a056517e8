import type { Route } from './route.ts'
import { createCell } from '../data/source.ts'

/** Where one was before the settings, to go back there; null when the window was opened on them. */
export const lastPlace = createCell<Route | null>(null)
