import { notice, type Notice } from '#shared/base/codes.ts'
import type { Random } from '#shared/base/ports.ts'
import { err, type Result } from '#shared/base/result.ts'
import type { CreatedPlan, JoinPlan, MemberDevice, PlanListing } from '#shared/core/contract.ts'
import type { CoreInput } from '#shared/ipc/coreChannels.ts'
import { planAll } from '#shared/plan/operations.ts'
import { templateOperations } from '#shared/plan/templates.ts'
import { editDocument } from '#node/core/editDocument.ts'
import type { DeviceKeys } from './deviceKeys.ts'
import { PlanCodes } from './planCodes.ts'
import type { PlanShelf } from './planShelf.ts'

export interface MakerParts {
  readonly device: MemberDevice
  readonly shelf: PlanShelf
  readonly folder: string
  readonly keys: DeviceKeys
  readonly random: Random
}

/** Makes and joins plans, and sees to it that their codes are neither lost nor left lying about. */
export class PlanMaker {
  readonly codes: PlanCodes
  readonly #parts: MakerParts

  constructor(parts: MakerParts) {
    this.#parts = parts
    this.codes = new PlanCodes(parts.folder, parts.keys.deviceSecret, parts.random)
  }

  async create(input: CoreInput<'plans.create'>): Promise<Result<CreatedPlan, Notice>> {
    const { template = 'blank', title, name, language = 'en', horizon } = input
    const years = horizon === undefined ? {} : { horizon }
    const created = await this.#parts.device.create({ title, name, language, ...years })
    if (!created.ok) return created
    const { planId, recoveryCode, rootCode } = created.value
    const kept = await this.#keepCodes(planId, recoveryCode, rootCode)
    if (!kept.ok) return kept
    const { random, shelf } = this.#parts
    // Without a title of its own, a copy of the sample has the sample's.
    const text = { language, ...years, ...(title === '' ? {} : { title }) }
    const filled = await shelf.use(planId, (session) =>
      editDocument(session, (doc) => {
        const edits = planAll(doc, templateOperations(template, text, random), random)
        if (!edits.ok) throw new Error(`the template ${template} does not fit the plan: ${edits.error.kind}`)
        return edits.value
      }),
    )
    return filled.ok ? created : filled
  }

  async join(input: JoinPlan): Promise<Result<PlanListing, Notice>> {
    const joined = await this.#parts.device.join(input)
    if (!joined.ok) return joined
    const { planId, recoveryCode } = joined.value
    if (recoveryCode === undefined) return err(notice('E_CORE'))
    const kept = await this.#keepCodes(planId, recoveryCode, null)
    return kept.ok ? joined : kept
  }

  async #keepCodes(planId: string, recoveryCode: string, rootCode: string | null): Promise<Result<null, Notice>> {
    await this.codes.keep(planId, { recoveryCode, rootCode })
    return this.#parts.keys.addRecovery(recoveryCode)
  }
}
