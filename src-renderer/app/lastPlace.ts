import type { Route } from './route.ts'
import { createCell } from '../data/source.ts'

/** Where one was before the settings, to go back there. */
export const lastPlace = createCell<Route>({ at: 'plans' })
