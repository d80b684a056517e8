import { createHash } from 'node:crypto'
import type { AgreementView, PlanSession } from '#shared/core/contract.ts'
import { printLanguage } from '#shared/print/labels/labels.ts'
import { agreedPdf } from './agreedPdf.ts'

/** What a PDF claims to be, from the keywords every printed plan carries. */
export type PdfClaim = {
  readonly plan: string
  /** null for a draft. */
  readonly agreement: string | null
  readonly language: string
  readonly version: string
}

export type PdfVerdict =
  /** The file is that agreement: recorded when it was made, or made again here byte for byte. */
  | { readonly verdict: 'agreement'; readonly how: 'recorded' | 'rendered'; readonly agreement: AgreementView }
  /** It says it is, but its bytes are not what this version makes of the agreement, and no record names them. */
  | { readonly verdict: 'altered'; readonly agreement: AgreementView }
  /** Made with another version of Aplec and not recorded in this plan, so it cannot be told here. */
  | { readonly verdict: 'otherVersion'; readonly version: string; readonly agreement: AgreementView }
  /** The record of the agreement itself does not hold: wrong signature or content. */
  | { readonly verdict: 'invalidAgreement'; readonly agreement: AgreementView }
  | { readonly verdict: 'unknownAgreement'; readonly agreement: string }
  | { readonly verdict: 'otherPlan'; readonly plan: string }
  | { readonly verdict: 'draft' }
  | { readonly verdict: 'foreign' }

/**
 * Says whether a PDF is an agreement of this plan (PD5): first by the print records of the plan, which work for every
 * version; else, made with this version, by typesetting it again and comparing bytes.
 */
export async function verifyPdf(
  bytes: Uint8Array,
  session: PlanSession,
  options: { readonly appVersion: string; readonly resources: string },
): Promise<PdfVerdict> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const prints = await session.prints()
  const agreements = await session.agreements()
  const known = agreements.ok ? agreements.value : []
  const record = prints.ok ? prints.value.find((print) => print.sha256 === sha256 && print.valid) : undefined
  const recorded = known.find((agreement) => agreement.id === record?.agreement)
  if (recorded) return ofAgreement(recorded, { verdict: 'agreement', how: 'recorded', agreement: recorded })

  const claim = readClaim(bytes)
  if (!claim) return { verdict: 'foreign' }
  if (claim.plan !== session.planId) return { verdict: 'otherPlan', plan: claim.plan }
  if (claim.agreement === null) return { verdict: 'draft' }
  const agreement = known.find(({ id }) => id === claim.agreement)
  if (!agreement) return { verdict: 'unknownAgreement', agreement: claim.agreement }
  if (claim.version !== options.appVersion) return { verdict: 'otherVersion', version: claim.version, agreement }
  const again = await agreedPdf(session, agreement, { ...options, language: printLanguage(claim.language) })
  const same = again.ok && again.value.sha256 === sha256
  return ofAgreement(
    agreement,
    same ? { verdict: 'agreement', how: 'rendered', agreement } : { verdict: 'altered', agreement },
  )
}

const ofAgreement = (agreement: AgreementView, verdict: PdfVerdict): PdfVerdict =>
  agreement.valid ? verdict : { verdict: 'invalidAgreement', agreement }

/** Reads the claim out of the file's metadata; null when it is no printed plan. Looks at no more than 64 MB. */
export function readClaim(bytes: Uint8Array): PdfClaim | null {
  if (bytes.length > 64 * 1024 * 1024) return null
  const text = Buffer.from(bytes).toString('latin1')
  if (!text.startsWith('%PDF-')) return null
  const found =
    /aplec plan=([0-9a-f]{64}) (?:agreement=([0-9a-f]{32})|draft) language=([a-z]{2}) version=([0-9A-Za-z.+-]{1,40})/.exec(
      text,
    )
  if (!found) return null
  return { plan: found[1]!, agreement: found[2] ?? null, language: found[3]!, version: found[4]! }
}
