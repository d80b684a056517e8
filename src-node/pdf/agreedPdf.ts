import { createHash } from 'node:crypto'
import { type Result, ok } from '#shared/base/result.ts'
import type { PrintLanguage } from '#shared/print/labels/labels.ts'
import type { AgreementView, PlanSession } from '#shared/core/contract.ts'
import type { Notice } from '#shared/base/codes.ts'
import type { PrintedAgreement, PrintInput } from '#shared/print/printModel.ts'
import type { TypesetError } from './typesetPlan.ts'

export type PdfOptions = {
  readonly language: PrintLanguage
  readonly appVersion: string
  /** Folder that holds `pdf/plan.typ`. */
  readonly resources: string
}
export type PlanPdf = { readonly bytes: Uint8Array; readonly pages: number; readonly sha256: string }

/** The PDF of one agreement. It depends on the record, the content at its heads, the language and the app version only. */
export async function agreedPdf(
  session: PlanSession,
  agreement: AgreementView,
  options: PdfOptions,
): Promise<Result<PlanPdf, Notice | TypesetError>> {
  const content = await session.canonicalJson({ agreement: agreement.id })
  if (!content.ok) return content
  return print(
    {
      ...options,
      planId: session.planId,
      plan: JSON.parse(content.value),
      agreement: printed(agreement),
      day: agreement.date,
    },
    options.resources,
  )
}

/** The PDF of the draft as it stands; it carries a mark on each page and is not an act. */
export async function draftPdf(
  session: PlanSession,
  day: string,
  options: PdfOptions,
): Promise<Result<PlanPdf, Notice | TypesetError>> {
  const content = await session.canonicalJson('draft')
  if (!content.ok) return content
  return print(
    { ...options, planId: session.planId, plan: JSON.parse(content.value), agreement: null, day },
    options.resources,
  )
}

async function print(input: PrintInput, resources: string): Promise<Result<PlanPdf, TypesetError>> {
  // Typst and the reader of fonts weigh more than all the rest: they are loaded by those who print.
  const { typesetPlan } = await import('./typesetPlan.ts')
  const made = typesetPlan(input, resources)
  if (!made.ok) return made
  return ok({ ...made.value, sha256: createHash('sha256').update(made.value.bytes).digest('hex') })
}

// The recorder is named by key: a person's name may change after the record was made, the bytes may not.
function printed(agreement: AgreementView): PrintedAgreement {
  const { id, title, assembly, date, place, method, present, heads, contentHash } = agreement
  return {
    id,
    title,
    assembly,
    date,
    place,
    method,
    present,
    heads,
    contentHash,
    recordedBy: agreement.by.memberId ?? '',
  }
}
