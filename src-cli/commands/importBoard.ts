import { readFile, stat } from 'node:fs/promises'
import { ok, type Result } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { reportSentences } from '#shared/import/reportSentences.ts'
import { planAll } from '#shared/plan/operations.ts'
import { bringInBoard, planBeforeBoard, understandBoard } from '#node/core/bringInBoard.ts'
import { systemRandom } from '#node/system/ports.ts'
import { type Answered, type Failure, failNotice, orFailure } from '../answer.ts'
import { writeCodes } from '../codesFile.ts'
import { type CommandContext, openPlan } from '../context.ts'
import { editPlan } from '../editPlan.ts'
import { IMPORT_LIMIT_BYTES } from '../limits.ts'

export type ImportOptions = {
  readonly as: 'trello'
  readonly into?: string
  readonly language: string
  readonly name?: string
}

/** Brings in a board whole or not at all: the file is read and understood before anything is made. */
export async function importBoard(context: CommandContext, file: string, options: ImportOptions): Answered {
  const bytes = await readBoard(file)
  if (!bytes.ok) return bytes
  const { language, into } = options
  const understood = orFailure(understandBoard(bytes.value, language))
  if (!understood.ok) return understood
  const opened =
    into === undefined ? await newPlan(context, understood.value.title, options) : await openPlan(context.device, into)
  if (!opened.ok) return opened
  const { planId } = opened.value
  const board = { bytes: bytes.value, language, isNewPlan: into === undefined }
  const report = orFailure(await bringInBoard(opened.value, board))
  if (!report.ok) return report
  return ok({ json: { plan: planId, report: report.value }, lines: [planId, ...reportSentences(report.value)] })
}

async function readBoard(file: string): Promise<Result<Uint8Array, Failure>> {
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  )
  if (size === null) return failNotice('E_FILE', { file })
  if (size > IMPORT_LIMIT_BYTES) return failNotice('E_IMPORT_SIZE', { of: 'bytes', limit: IMPORT_LIMIT_BYTES })
  const bytes = await readFile(file).catch(() => null)
  return bytes ? ok(new Uint8Array(bytes)) : failNotice('E_FILE', { file })
}

async function newPlan(
  context: CommandContext,
  title: string,
  { language, name }: ImportOptions,
): Promise<Result<PlanSession, Failure>> {
  const created = orFailure(await context.device.create({ title, language, ...(name === undefined ? {} : { name }) }))
  if (!created.ok) return created
  await writeCodes(context.folder, created.value)
  const session = await openPlan(context.device, created.value.planId)
  if (!session.ok) return session
  const filled = await editPlan(session.value, (doc) => planAll(doc, planBeforeBoard(title, language), systemRandom))
  return filled.ok ? session : filled
}
