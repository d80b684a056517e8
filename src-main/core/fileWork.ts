import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { AgreementView, PlanSession } from '#shared/core/contract.ts'
import type { HostInput, HostOutput } from '#shared/ipc/hostMessages.ts'
import { writeWholeFile } from '#node/disk/wholeFile.ts'

/** Writes what was made to the place that the person chose; an older file there stays whole until then. */
export async function writePersonsFile(path: string, bytes: Uint8Array): Promise<Result<null, Notice>> {
  try {
    await writeWholeFile(path, bytes)
    return ok(null)
  } catch (cause) {
    const isFull = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
    return err(notice(isFull ? 'E_DISK_FULL' : 'E_FILE'))
  }
}

export async function saveAttachment(
  session: PlanSession,
  { hash, path }: Omit<HostInput<'saveAttachment'>, 'planId'>,
): Promise<Result<HostOutput<'saveAttachment'>, Notice>> {
  const clear = await session.readFile(hash)
  if (!clear.ok) return clear
  const written = await writePersonsFile(path, clear.value)
  return written.ok ? ok({ bytes: clear.value.length }) : written
}

export async function saveBundle(
  session: PlanSession,
  { path, files }: Omit<HostInput<'saveBundle'>, 'planId'>,
): Promise<Result<HostOutput<'saveBundle'>, Notice>> {
  const bundle = await session.bundle({ files })
  if (!bundle.ok) return bundle
  const written = await writePersonsFile(path, bundle.value)
  return written.ok ? ok({ bytes: bundle.value.length }) : written
}

export interface PrintParts {
  readonly appVersion: string
  readonly resources: string
  /** ISO day, for the mark of a draft. */
  readonly today: string
}

/** Prints a plan; with `record`, an agreed one is recorded in the plan, so that `verify` knows the file for ever. */
export async function exportPdf(
  session: PlanSession,
  { path, language, version, record }: HostInput<'exportPdf'>,
  parts: PrintParts,
): Promise<Result<HostOutput<'exportPdf'>, Notice>> {
  // Loaded with the first print: the typesetter is a large native library.
  const { agreedPdf, draftPdf } = await import('#node/pdf/agreedPdf.ts')
  const { printLanguage } = await import('#shared/print/labels/labels.ts')
  const options = { language: printLanguage(language), appVersion: parts.appVersion, resources: parts.resources }
  const agreement = version === 'draft' ? ok(null) : await findAgreement(session, version.agreement)
  if (!agreement.ok) return agreement
  const made =
    agreement.value === null
      ? await draftPdf(session, parts.today, options)
      : await agreedPdf(session, agreement.value, options)
  if (!made.ok) return err(made.error.code === 'E_PDF' ? notice('E_PDF') : made.error)
  const { bytes, pages, sha256 } = made.value
  const written = await writePersonsFile(path, bytes)
  if (!written.ok) return written
  if (record && agreement.value !== null) {
    const recorded = await recordPrint(session, { sha256, agreement: agreement.value.id, language }, parts)
    if (!recorded.ok) return recorded
  }
  return ok({ bytes: bytes.length, pages, sha256 })
}

/** Whoever may not write in the plan has the paper all the same. */
export async function recordPrint(
  session: PlanSession,
  { sha256, agreement, language }: Omit<HostInput<'recordPrint'>, 'planId'>,
  { appVersion }: PrintParts,
): Promise<Result<null, Notice>> {
  const { printLanguage } = await import('#shared/print/labels/labels.ts')
  const recorded = await session.recordPrint({ sha256, agreement, language: printLanguage(language), appVersion })
  const isReader = !recorded.ok && (recorded.error.code === 'E_ROLE' || recorded.error.code === 'E_READ_ONLY')
  return recorded.ok || isReader ? ok(null) : recorded
}

async function findAgreement(session: PlanSession, id: string): Promise<Result<AgreementView, Notice>> {
  const agreements = await session.agreements()
  if (!agreements.ok) return agreements
  const found = agreements.value.find((one) => one.id === id)
  return found === undefined ? err(notice('E_NO_AGREEMENT')) : ok(found)
}
