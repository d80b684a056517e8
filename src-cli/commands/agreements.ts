import { readFile, stat } from 'node:fs/promises'
import { ok, type Result } from '#shared/base/result.ts'
import type { AgreementView, PlanSession } from '#shared/core/contract.ts'
import { PRINT_LANGUAGES, printLanguage } from '#shared/print/labels/labels.ts'
import { planMarkdown } from '#shared/print/markdown.ts'
import { agreedPdf, draftPdf, type PdfOptions, type PlanPdf } from '#node/pdf/agreedPdf.ts'
import { verifyPdf, type PdfVerdict } from '#node/pdf/verifyPdf.ts'
import { type Answered, fail, type Failure, failNotice, orFailure, UsageError } from '../answer.ts'
import { type CommandContext, planJson, withPlan } from '../context.ts'
import { PDF_LIMIT_BYTES } from '../limits.ts'
import { writeWhole } from '../writeWhole.ts'

export type AdoptOptions = {
  readonly title: string
  readonly date: string
  readonly place?: string
  readonly present?: string
  readonly names?: string
  readonly assembly?: string
  readonly method?: string
}

export async function adopt(context: CommandContext, plan: string, options: AdoptOptions): Answered {
  const { title, date, place, assembly, method } = options
  const count = options.present === undefined ? undefined : Number(options.present)
  if (count !== undefined && !(Number.isInteger(count) && count >= 0))
    throw new UsageError('--present takes a number of people.')
  const names = (options.names ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return withPlan(context, plan, async (session) => {
    const adopted = orFailure(
      await session.adopt({
        title,
        date,
        ...(place === undefined ? {} : { place }),
        ...(assembly === undefined ? {} : { assembly }),
        ...(method === undefined ? {} : { method }),
        present: { names, ...(count === undefined ? {} : { count }) },
      }),
    )
    return adopted.ok ? ok({ json: adopted.value, lines: [agreementLine(adopted.value)] }) : adopted
  })
}

export async function agreements(context: CommandContext, plan: string): Answered {
  return withPlan(context, plan, async (session) => {
    const list = orFailure(await session.agreements())
    if (!list.ok) return list
    return ok({
      json: list.value,
      lines: list.value.length === 0 ? ['Nothing has been agreed yet.'] : list.value.map(agreementLine),
    })
  })
}

const agreementLine = ({ id, date, title, contentHash, valid }: AgreementView): string =>
  `${id}  ${date}  ${title}  ${contentHash.slice(0, 32)}${valid ? '' : '  (not valid)'}`

export type ExportOptions = {
  readonly format: string
  readonly version?: string
  readonly out: string
  readonly language?: string
}

export async function exportPlan(context: CommandContext, plan: string, options: ExportOptions): Answered {
  const { format, out } = options
  if (!['pdf', 'json', 'markdown'].includes(format)) throw new UsageError('--format takes one of: pdf, json, markdown.')
  if (options.version !== undefined && options.version !== 'agreed' && options.version !== 'draft')
    throw new UsageError('--version takes agreed or draft.')
  if (options.language !== undefined && !PRINT_LANGUAGES.includes(options.language as never))
    throw new UsageError(`--language takes one of: ${PRINT_LANGUAGES.join(', ')}.`)
  return withPlan(context, plan, async (session) => {
    const agreed = orFailure(await session.agreements())
    if (!agreed.ok) return agreed
    const newest = agreed.value.at(-1)
    const version = options.version ?? (newest ? 'agreed' : 'draft')
    const agreement = version === 'agreed' ? newest : undefined
    if (version === 'agreed' && !agreement) return failNotice('E_NO_AGREEMENT')
    const json = await planJson(session, version as 'agreed' | 'draft')
    if (!json.ok) return json
    const language = printLanguage(options.language ?? String(json.value.plan['language'] ?? 'en'))
    const made = { language, appVersion: context.appVersion, resources: context.resources }
    if (format === 'pdf') return exportPdf(session, agreement, out, context.today, made)
    const text = format === 'json' ? json.value.text : planMarkdown(session.planId, json.value.plan, language)
    if (!(await writeWhole(out, text))) return failNotice('E_FILE', { file: out })
    return ok({ json: { file: out, version, format }, lines: [`Saved ${out}.`] })
  })
}

async function exportPdf(
  session: PlanSession,
  agreement: AgreementView | undefined,
  out: string,
  today: string,
  options: PdfOptions,
): Answered {
  const made: Result<PlanPdf, Failure> = pdfFailure(
    agreement ? await agreedPdf(session, agreement, options) : await draftPdf(session, today, options),
  )
  if (!made.ok) return made
  const { bytes, pages, sha256 } = made.value
  if (!(await writeWhole(out, bytes))) return failNotice('E_FILE', { file: out })
  if (agreement) {
    const known = await session.prints()
    const recorded = known.ok && known.value.some((print) => print.sha256 === sha256)
    const { language, appVersion } = options
    // A reader may export too; only those who may write leave a record, and verify then works by typesetting again.
    if (!recorded && session.status().canEdit) {
      const record = orFailure(await session.recordPrint({ sha256, agreement: agreement.id, language, appVersion }))
      if (!record.ok) return record
      const flushed = orFailure(await session.flush())
      if (!flushed.ok) return flushed
    }
  }
  return ok({
    json: { file: out, pages, sha256, agreement: agreement?.id ?? null },
    lines: [`Saved ${out}: ${pages} pages, ${agreement ? `the agreement of ${agreement.date}` : 'a draft'}.`],
  })
}

function pdfFailure(made: Awaited<ReturnType<typeof agreedPdf>>): Result<PlanPdf, Failure> {
  if (made.ok) return made
  if (made.error.code === 'E_PDF')
    return fail('E_PDF', 'The PDF could not be made. This is a fault of Aplec; please report it.')
  return orFailure({ ok: false, error: made.error })
}

/** Answers with a failure when the file is not an agreement of the plan, so that scripts can rely on the exit code. */
export async function verify(context: CommandContext, file: string, plan: string): Answered {
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  )
  if (size === null) return failNotice('E_FILE', { file })
  const bytes = size > PDF_LIMIT_BYTES ? new Uint8Array() : new Uint8Array(await readFile(file))
  return withPlan(context, plan, async (session) => {
    const verdict = await verifyPdf(bytes, session, { appVersion: context.appVersion, resources: context.resources })
    if (verdict.verdict !== 'agreement') return fail(VERDICT_CODES[verdict.verdict], verdictSentence(verdict))
    return ok({ json: verdict, lines: [verdictSentence(verdict)] })
  })
}

const VERDICT_CODES: Readonly<Record<Exclude<PdfVerdict['verdict'], 'agreement'>, string>> = {
  altered: 'E_PDF_ALTERED',
  otherVersion: 'E_PDF_VERSION',
  invalidAgreement: 'E_PDF_AGREEMENT',
  unknownAgreement: 'E_PDF_UNKNOWN',
  otherPlan: 'E_PDF_OTHER_PLAN',
  draft: 'E_PDF_DRAFT',
  foreign: 'E_PDF_FOREIGN',
}

function verdictSentence(verdict: PdfVerdict): string {
  switch (verdict.verdict) {
    case 'agreement':
      return `Yes: this file is “${verdict.agreement.title}”, agreed on ${verdict.agreement.date}, ${
        verdict.how === 'recorded' ? 'as recorded in the plan when it was printed' : 'made again here byte for byte'
      }.`
    case 'altered':
      return `No: this file says it is “${verdict.agreement.title}”, but its bytes are not those of that agreement.`
    case 'otherVersion':
      return `Cannot tell: this file was made with Aplec ${verdict.version} and is not recorded in this plan. Verify it with that version.`
    case 'invalidAgreement':
      return `No: the record of the agreement “${verdict.agreement.title}” in this plan is not valid.`
    case 'unknownAgreement':
      return 'No: this plan has no agreement like the one this file names. Sync the plan and try again.'
    case 'otherPlan':
      return 'No: this file was printed from another plan.'
    case 'draft':
      return 'No: this file is a draft, not an agreement.'
    case 'foreign':
      return 'No: this file was not printed by Aplec.'
  }
}
