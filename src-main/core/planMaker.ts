import { notice, type Notice } from '#shared/base/codes.ts'
import type { Random } from '#shared/base/ports.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { CreatedPlan, CreatePlan, JoinPlan, MemberDevice, PlanListing } from '#shared/core/contract.ts'
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
    await this.#unmake(planId)
    return report
  }

  async join(input: JoinPlan): Promise<Result<PlanListing, Notice>> {
    const joined = await this.#parts.device.join(input)
    if (!joined.ok) return joined
    const { planId, recoveryCode } = joined.value
    if (recoveryCode === undefined) return err(notice('E_CORE'))
    const kept = await this.#keepCodes(planId, recoveryCode, null)
    return kept.ok ? joined : kept
  }

  async #found(plan: CreatePlan, operations: readonly PlanOperation[]): Promise<Result<CreatedPlan, Notice>> {
    const created = await this.#parts.device.create(plan)
    if (!created.ok) return created
    const { planId, recoveryCode, rootCode } = created.value
    const kept = await this.#keepCodes(planId, recoveryCode, rootCode)
    if (!kept.ok) return kept
    const { random, shelf } = this.#parts
    const filled = await shelf.use(planId, (session) =>
      editDocument(session, (doc) => {
        const edits = planAll(doc, operations, random)
        if (!edits.ok) throw new Error(`what a new plan begins with does not fit it: ${edits.error.kind}`)
        return edits.value
      }),
    )
    if (filled.ok) return created
    await this.#unmake(planId)
    return filled
  }

  /** A plan that nobody has seen yet. */
  async #unmake(planId: string): Promise<void> {
    await this.#parts.shelf.forget(planId, true)
    await this.codes.kept(planId)
  }

  async #keepCodes(planId: string, recoveryCode: string, rootCode: string | null): Promise<Result<null, Notice>> {
    await this.codes.keep(planId, { recoveryCode, rootCode })
    return this.#parts.keys.addRecovery(recoveryCode)
  }
}
