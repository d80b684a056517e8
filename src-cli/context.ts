import type { MemberDevice, PlanSession } from '#shared/core/contract.ts'
import { ok, type Result } from '#shared/base/result.ts'
import { type Failure, fail, orFailure } from './answer.ts'

/** What every command is given. */
export type CommandContext = {
  readonly device: MemberDevice
  /** The member's data folder. */
  readonly folder: string
  /** ISO day of today, for drafts that are printed. */
  readonly today: string
  readonly appVersion: string
  /** Folder with `pdf/plan.typ`. */
  readonly resources: string
  /** Writes one line at once, for commands that go on. */
  readonly say: (line: string) => void
  /** Resolves when the person asks to stop (Ctrl-C). */
  readonly stopped: Promise<void>
}

/** Opens a plan named by its id or by the beginning of it (at least 4 digits). */
export async function openPlan(device: MemberDevice, given: string): Promise<Result<PlanSession, Failure>> {
  const plans = await device.list()
  const found = plans.filter(({ planId }) => planId === given || (given.length >= 4 && planId.startsWith(given)))
  if (found.length > 1) return fail('E_NO_PLAN', `${found.length} plans begin with ${given}; give more of the id.`)
  const [plan] = found
  if (!plan) return orFailure(await device.open(given.toLowerCase()))
  return orFailure(await device.open(plan.planId))
}

/** Runs `use` with an open plan. */
export async function withPlan<T>(
  { device }: CommandContext,
  given: string,
  use: (session: PlanSession) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const session = await openPlan(device, given)
  return session.ok ? use(session.value) : session
}

export async function planJson(
  session: PlanSession,
  version: 'draft' | 'agreed' = 'draft',
): Promise<Result<{ readonly text: string; readonly plan: Readonly<Record<string, unknown>> }, Failure>> {
  const json = orFailure(await session.canonicalJson(version))
  return json.ok ? ok({ text: json.value, plan: JSON.parse(json.value) }) : json
}
