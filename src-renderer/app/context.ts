import { createContext, useContext, useMemo } from 'react'
import { assert } from '#shared/base/assert.ts'
import type { WindowCore } from '../data/core.ts'
import type { PlanKeeper } from '../data/planKeeper.ts'
import type { PlanSearch } from '../data/search/planSearch.ts'
import type { SettingsStore } from '../data/settings.ts'

/** What the composition root (`main.tsx`) hands to the views. */
export type WindowServices = {
  readonly core: WindowCore
  readonly keeper: PlanKeeper
  readonly settings: SettingsStore
  readonly search: PlanSearch
}

const Services = createContext<WindowServices | null>(null)

export const ServicesProvider = Services.Provider

export function useServices(): WindowServices {
  const services = useContext(Services)
  assert(services !== null, 'A view stands inside ServicesProvider.')
  return useMemo(() => services, [services])
}
