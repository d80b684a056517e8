import { readFile, stat } from 'node:fs/promises'
import * as A from '@automerge/automerge/slim'
import { ok, type Result } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { importContext } from '#shared/import/importContext.ts'
import type { ImportPlan } from '#shared/import/importPlan.ts'
import { planTrelloImport } from '#shared/import/planTrelloImport.ts'
import { reportSentences } from '#shared/import/reportSentences.ts'
import { createPlan } from '#shared/plan/birth.ts'
import { planAll } from '#shared/plan/operations.ts'
import { templateOperations } from '#shared/plan/templates.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { systemClock, systemRandom } from '#node/system/ports.ts'
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

/** These documents are only read, to plan on; what is planned is written through the core. */
const READER = '00'.repeat(16)

/** Brings in a board whole or not at all: the file is read and understood before anything is made. */
export async function importBoard(context: CommandContext, file: string, options: ImportOptions): Answered {
  const bytes = await readBoard(file)
  if (!bytes.ok) return bytes
  const { language, into } = options
  const empty = A.load<PlanDoc>(createPlan(READER).bytes, { actor: READER })
  const understood = planBoard(bytes.value, empty, into === undefined, language)
  if (!understood.ok) return understood
  const opened =
    into === undefined ? await newPlan(context, understood.value.title, options) : await openPlan(context.device, into)
  if (!opened.ok) return opened
  const session = opened.value
  const planned = await plannedFor(session, bytes.value, into === undefined, language)
  if (!planned.ok) return planned
  for (const batch of planned.value.batches) {
    const done = await editPlan(session, (doc) => planAll(doc, batch, systemRandom))
    if (!done.ok) return done
  }
  return ok({
    json: { plan: session.planId, report: planned.value.report },
    lines: [session.planId, ...reportSentences(planned.value.report)],
  })
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

function planBoard(
  bytes: Uint8Array,
  doc: A.Doc<PlanDoc>,
  isNewPlan: boolean,
  language: string,
): Result<ImportPlan, Failure> {
  const known = importContext(doc, { random: systemRandom, now: systemClock.now(), by: null, isNewPlan })
  const planned = planTrelloImport(bytes, isNewPlan ? { ...known, language } : known)
  if (planned.ok) return planned
  const { code, ...params } = planned.error
  return failNotice(code, params)
}

/** The board's lists become the stages, so a new plan begins with its units alone. */
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
  const operations = templateOperations('blank', { title, language }, systemRandom).filter(
    ({ ref }) => ref.type !== 'Stage',
  )
  const filled = await editPlan(session.value, (doc) => planAll(doc, operations, systemRandom))
  return filled.ok ? session : filled
}

async function plannedFor(
  session: PlanSession,
  bytes: Uint8Array,
  isNewPlan: boolean,
  language: string,
): Promise<Result<ImportPlan, Failure>> {
  const document = orFailure(await session.documentBytes())
  return document.ok
    ? planBoard(bytes, A.load<PlanDoc>(document.value, { actor: READER }), isNewPlan, language)
    : document
}
