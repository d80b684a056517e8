import { useMemo, useSyncExternalStore } from 'react'
import { parseRoute, type Route, routeToHash } from './route.ts'

export function useRoute(): Route {
  const hash = useSyncExternalStore(onHashChange, () => window.location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}

/** Goes to a place; `replace` leaves no step behind for the back button. */
export function go(route: Route, { replace = false } = {}): void {
  const hash = routeToHash(route)
  if (hash === window.location.hash) return
  if (replace) window.location.replace(hash)
  else window.location.hash = hash
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
