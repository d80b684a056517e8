/** Who else has the plan open, and what the others are told of this window. */
import type { PresentMember } from '#shared/core/contract.ts'
import type { Place } from '#shared/presence/noteBody.ts'
import type { PlanRemote } from './core.ts'
import { createCell, type Source } from './source.ts'

export type Presence = {
  /** Others, each once; nobody while this window does not say where it is. */
  readonly people: Source<readonly PresentMember[]>
  /** What of the place has changed. */
  readonly at: (part: Partial<Place>) => void
  /** Off: the others are told nothing. */
  readonly share: (isOn: boolean) => void
  /** Listens to the core as it is now, and tells it where this window is. */
  readonly follow: () => void
  readonly stop: () => void
}

export function createPresence(plan: () => PlanRemote): Presence {
  const people = createCell<readonly PresentMember[]>([])
  let place: Place = { screen: '', project: null, field: null, cursor: null }
  let isShared = false
  let stop = (): void => undefined
  const tell = (): void => void plan().setPresence(isShared ? place : null)
  return {
    people,
    at: (part) => {
      const next = { ...place, ...part }
      if (JSON.stringify(next) === JSON.stringify(place)) return
      place = next
      if (isShared) tell()
    },
    share: (isOn) => {
      if (isOn === isShared) return
      isShared = isOn
      tell()
    },
    follow: () => {
      stop()
      stop = plan().onPresence(people.set)
      void plan()
        .presence()
        .then((now) => now.ok && people.set(now.value))
      if (isShared) tell()
    },
    stop: () => {
      stop()
      people.set([])
    },
  }
}
