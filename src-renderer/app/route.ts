/** Every place in the window has an address, so that back, forward and a link in a message work. */
export type Route =
  | { readonly at: 'plans' }
  | { readonly at: 'join'; readonly link: string }
  /** `planId`: the plan one came from, which stays open. */
  | { readonly at: 'settings'; readonly section: SettingsSection; readonly planId?: string }
  | {
      readonly at: 'plan'
      readonly planId: string
      readonly view: PlanView
      /** The project open at the side, if any. */
      readonly projectId?: string
      /** The project takes the whole width. */
      readonly wide?: boolean
    }

export const PLAN_VIEWS = ['board', 'document', 'agreements', 'people', 'bin', 'report', 'details'] as const
export type PlanView = (typeof PLAN_VIEWS)[number]

export const SETTINGS_SECTIONS = ['look', 'you', 'plans', 'copies', 'keys', 'diagnostics', 'about'] as const
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]

/** Reads an address such as `#/plan/<id>/board/<project>`; anything unknown leads to the list of plans. */
export function parseRoute(hash: string): Route {
  const [place, first = '', view, projectId, wide] = hash.replace(/^#\/?/, '').split('/').map(decodeSafely)
  if (place === 'join') return { at: 'join', link: first }
  if (place === 'settings') {
    const section = SETTINGS_SECTIONS.find((one) => one === first) ?? 'look'
    return { at: 'settings', section, ...(isPlanId(view) ? { planId: view } : {}) }
  }
  if (place !== 'plan' || !isPlanId(first)) return { at: 'plans' }
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
  if (route.at === 'settings')
    return ['#', 'settings', route.section, ...(route.planId ? [route.planId] : [])].join('/')
  const parts = ['plan', route.planId, route.view, ...(route.projectId ? [route.projectId] : [])]
  return `#/${parts.join('/')}${route.projectId && route.wide ? '/wide' : ''}`
}

/** The plan an address is about, if any: it is open, or being opened, as long as one is there. */
export const planOf = (route: Route): string | null => ('planId' in route && route.planId ? route.planId : null)

const isPlanId = (part: string | undefined): part is string => part !== undefined && /^[0-9a-f]{64}$/.test(part)
const isPlanView = (value: unknown): value is PlanView => (PLAN_VIEWS as readonly unknown[]).includes(value)

function decodeSafely(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
