/** A plan open in the window over a member's device in memory: the real core, gate and journal. */
import { newId } from '#shared/base/id.ts'
import { ok, type Result } from '#shared/base/result.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { systemRandom } from '#node/system/ports.ts'
import type { PlanRemote, WindowCore } from '#renderer/data/core.ts'
import { openCache } from '../../helpers/openCache.ts'
import { type OpenPlan, openPlan } from '#renderer/data/openPlan.ts'
import { memoryMember } from '../../helpers/memoryMember.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { inProcessPlan } from './inProcessPlan.ts'

export interface OpenedPlan {
  readonly plan: OpenPlan
  /** Adds a project at the end of the first stage; its id. */
  addProject(title: string): string
  close(): Promise<void>
}

export function mustBe<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

let databases = 0

/** `via` may stand between the window and the core, as a slow port would. */
export async function openedPlan(via: (plan: PlanRemote) => PlanRemote = (plan) => plan): Promise<OpenedPlan> {
  const world = memoryMember({ now: Date.now() })
  // The device's own time goes on by itself here, as it does for people.
  const pump = setInterval(() => void world.pass(300), 10)
  const created = await world.device.create({ title: 'Pla', language: 'ca', template: 'blank', name: 'Núria' })
  const { planId } = mustBe(created)
  const session = mustBe(await world.device.open(planId))
  const core: Pick<WindowCore, 'open' | 'onCore'> = {
    open: async () => ok(via(inProcessPlan(session))),
    onCore: () => () => undefined,
  }
  const services = {
    core: core as WindowCore,
    chunks: openCache(`opened-plan-${++databases}`),
    random: systemRandom,
    now: () => Date.now(),
    later: (ms: number, run: () => void) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    readyToLoad: async () => undefined,
    onNotice: () => undefined,
    onLeftOut: () => undefined,
  }
  const plan = mustBe(await openPlan(services, planId))
  await waitFor('the window may write', () => plan.document.writing.now().state === 'open')
  return {
    plan,
    addProject: (title) => {
      const id = newId(systemRandom)
      mustBe(plan.edit((doc) => planAdd(doc, { type: 'Project', id }, { title }, systemRandom)))
      return id
    },
    close: async () => {
      await plan.close()
      clearInterval(pump)
    },
  }
}
