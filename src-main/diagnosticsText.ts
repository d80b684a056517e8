import type { DiagnosticFacts } from '#shared/ipc/hostMessages.ts'

export interface AppFacts {
  readonly version: string
  readonly electron: string
  readonly system: string
  readonly keyStorage: string
  readonly keyIsProtected: boolean
  /** Main was ready, the window shown, the core up; since the start of the process. */
  readonly startMs: Readonly<Record<string, number>>
  /** What the window took: navigation to first paint and the like. */
  readonly windowMs: readonly number[]
  readonly memoryMb: readonly number[]
}

/** The text that a person reads, and sends if they wish. In English, for those who mend. */
export function diagnosticsText(app: AppFacts, { plans }: DiagnosticFacts): string {
  const lines = [
    'Aplec diagnostics',
    '',
    `version: ${app.version}`,
    `electron: ${app.electron}`,
    `system: ${app.system}`,
    `key storage: ${app.keyStorage} (${app.keyIsProtected ? 'protected' : 'not protected'})`,
    `start, ms: ${members(app.startMs)}`,
    `window, ms: ${app.windowMs.map(Math.round).join(', ')}`,
    `processes, MB: ${app.memoryMb.join(', ')}`,
    `plans: ${plans.length}`,
  ]
  return [...lines, ...plans.flatMap((plan, at) => ['', `plan ${at + 1}`, ...linesOf(plan)]), ''].join('\n')
}

function linesOf(plan: DiagnosticFacts['plans'][number]): readonly string[] {
  if ('refused' in plan) return [`  not opened: ${plan.refused}`]
  const { relays, entries, notices, ...rest } = plan
  return [
    ...Object.entries(rest).map(([name, value]) => `  ${name}: ${value ?? 'none'}`),
    `  entries: ${members(entries)}`,
    ...relays.map((relay, at) => `  relay ${at + 1}: ${members(relay)}`),
    `  notices: ${notices.map(({ code, times }) => `${code} x${times}`).join(', ') || 'none'}`,
  ]
}

const members = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name} ${value ?? 'none'}`)
    .join(', ')
