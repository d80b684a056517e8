/** Every place in the window has an address, so that back, forward and a link in a message work. */
export type Route =
  | { readonly at: 'plans' }
  | { readonly at: 'join'; readonly link: string }
  | {
      readonly at: 'plan'
      readonly planId: string
      readonly view: PlanView
      /** The project open at the side, if any. */
      readonly projectId?: string
      /** The project takes the whole width. */
      readonly wide?: boolean
    }

export const PLAN_VIEWS = ['board', 'document', 'agreements', 'people', 'bin', 'report'] as const
export type PlanView = (typeof PLAN_VIEWS)[number]

/** Reads an address such as `#/plan/<id>/board/<project>`; anything unknown leads to the list of plans. */
export function parseRoute(hash: string): Route {
  const [place, first = '', view, projectId, wide] = hash.replace(/^#\/?/, '').split('/').map(decodeSafely)
  if (place === 'join') return { at: 'join', link: first }
  if (place !== 'plan' || !/^[0-9a-f]{64}$/.test(first)) return { at: 'plans' }
  return {
    at: 'plan',
    planId: first,
    view: isPlanView(view) ? view : 'board',
    ...(projectId ? { projectId } : {}),
    ...(wide === 'wide' ? { wide: true } : {}),
  }
}

export function routeToHash(route: Route): string {
  if (route.at === 'plans') return '#/plans'
  if (route.at === 'join') return `#/join/${encodeURIComponent(route.link)}`
  const parts = ['plan', route.planId, route.view, ...(route.projectId ? [route.projectId] : [])]
  return `#/${parts.join('/')}${route.projectId && route.wide ? '/wide' : ''}`
}

const isPlanView = (value: unknown): value is PlanView => (PLAN_VIEWS as readonly unknown[]).includes(value)

function decodeSafely(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
