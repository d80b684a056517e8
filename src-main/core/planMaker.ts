import type { Notice } from '#shared/base/codes.ts'
import type { Random } from '#shared/base/ports.ts'
import { ok, type Result } from '#shared/base/result.ts'
import type { CreatedPlan, CreatePlan, JoinPlan, KeepCodes, MemberDevice, PlanListing } from '#shared/core/contract.ts'
import type { CoreInput } from '#shared/ipc/coreChannels.ts'
import type { ImportedBoard } from '#shared/ipc/shapes.ts'
import { planAll, type PlanOperation } from '#shared/plan/operations.ts'
import { templateOperations } from '#shared/plan/templates.ts'
import { bringInBoard, planBeforeBoard, understandBoard } from '#node/core/bringInBoard.ts'
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
    // Without a title of its own, a copy of the sample has the sample's.
    const text = { language, ...years, ...(title === '' ? {} : { title }) }
    return this.#found({ title, name, language, ...years }, templateOperations(template, text, this.#parts.random))
  }

  /** Makes a plan of a board of another tool; one that cannot be understood or written leaves nothing behind. */
  async importBoard(
    { board, name, language }: CoreInput<'plans.importBoard'>,
    onStep: (done: number, total: number) => void,
  ): Promise<Result<ImportedBoard, Notice>> {
    const understood = understandBoard(board, language)
    if (!understood.ok) return understood
    const { title } = understood.value
    const made = await this.#found({ title, name, language }, planBeforeBoard(title, language))
    if (!made.ok) return made
    const { planId } = made.value
    const { shelf } = this.#parts
    const report = await shelf.use(planId, (session) =>
      bringInBoard(session, { bytes: board, language, isNewPlan: true }, onStep),
    )
    if (report.ok) return ok({ planId, report: report.value })
    await this.forget(planId, true)
    return report
  }

  join(input: JoinPlan): Promise<Result<PlanListing, Notice>> {
    return this.#parts.device.join(input, this.#keepCodes)
  }

  async #found(plan: CreatePlan, operations: readonly PlanOperation[]): Promise<Result<CreatedPlan, Notice>> {
    const created = await this.#parts.device.create(plan, this.#keepCodes)
    if (!created.ok) return created
    const { planId } = created.value
    const { random, shelf } = this.#parts
    const filled = await shelf.use(planId, (session) =>
      editDocument(session, (doc) => {
        const edits = planAll(doc, operations, random)
        if (!edits.ok) throw new Error(`what a new plan begins with does not fit it: ${edits.error.kind}`)
        return edits.value
      }),
    )
    if (filled.ok) return created
    await this.forget(planId, true)
    return filled
  }

  /** Before the plan is there: what cuts its making short leaves codes without a plan, and no plan without its codes. */
  readonly #keepCodes: KeepCodes = async (planId, codes) => {
    await this.codes.keep(planId, codes)
    return this.#parts.keys.addRecovery(codes.recoveryCode)
  }

  /** Its codes are worth nothing here without it. */
  async forget(planId: string, evenUnsynced: boolean): Promise<Result<null, Notice>> {
    const forgotten = await this.#parts.shelf.forget(planId, evenUnsynced)
    if (forgotten.ok) await this.codes.kept(planId)
    return forgotten
  }
}
