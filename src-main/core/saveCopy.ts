import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { utf8 } from '#shared/base/bytes.ts'
import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import type { HostInput, HostOutput } from '#shared/ipc/hostMessages.ts'
import { openBundle } from '#shared/journal/bundle.ts'
import { bytesSource } from '#shared/journal/records.ts'
import { fileNameOf } from '../fileName.ts'
import { exportPdf, type PrintParts, writePersonsFile } from './fileWork.ts'
import { saveAttachedFiles } from './saveAttachedFiles.ts'

type Saved = HostOutput<'saveCopy'>
type Written = Result<{ readonly file: string }, Notice>

/**
 * Saves one plan into a folder: the plan file, which is read back from the disk and counted; with `everything` also the
 * content as canonical JSON, the draft as PDF, the newest agreement as PDF, and the attached files in a folder. What could not
 * be made is named; the rest is there.
 */
export async function saveCopy(
  session: PlanSession,
  input: HostInput<'saveCopy'>,
  parts: PrintParts,
): Promise<Result<Saved, Notice>> {
  const { folder, stem, everything } = input
  // The plan file last: the paper of an agreement is recorded in the plan.
  const more = everything ? await saveReadable(session, input, parts) : []
  const attached = everything ? await saveAttachedFiles(session, input) : null
  const entries = await saveChecked(session, join(folder, `${stem}.aplec`))
  if (!entries.ok) return entries
  return ok({
    files: [`${stem}.aplec`, ...more.flatMap((one) => (one.ok ? [one.value.file] : []))],
    entries: entries.value,
    attached,
    notices: more.flatMap((one) => (one.ok ? [] : [one.error])),
  })
}

/** Entries that were written and, read back, are the same; `E_FILE` when the disk gives back anything else. */
async function saveChecked(session: PlanSession, path: string): Promise<Result<number, Notice>> {
  const bundle = await session.bundle()
  if (!bundle.ok) return bundle
  const written = await writePersonsFile(path, bundle.value)
  return written.ok ? countEntries(path, session.planId) : written
}

export async function countEntries(path: string, planId: string): Promise<Result<number, Notice>> {
  const bytes = await readFile(path).catch(() => undefined)
  const reader = bytes && (await openBundle(bytesSource(new Uint8Array(bytes)), planId))
  if (reader?.ok !== true) return err(notice('E_FILE'))
  for await (const entry of reader.value.entries()) void entry
  const { isWhole, total, usable } = reader.value.summary()
  return isWhole ? ok(total) : err(notice('E_BUNDLE_PART', { usable, total }))
}

/** The day is what somebody wrote into the plan: it names no other folder. */
export const agreedName = (stem: string, day: string): string => `${stem} · ${fileNameOf(day)}.pdf`

async function saveReadable(
  session: PlanSession,
  { planId, folder, stem, language }: HostInput<'saveCopy'>,
  parts: PrintParts,
): Promise<readonly Written[]> {
  const named = async (file: string, make: (path: string) => Promise<Result<unknown, Notice>>): Promise<Written> => {
    const made = await make(join(folder, file))
    return made.ok ? ok({ file }) : made
  }
  const pdf = (file: string, version: HostInput<'exportPdf'>['version']): Promise<Written> =>
    named(file, (path) => exportPdf(session, { planId, path, language, version, record: true }, parts))
  const draft = await pdf(`${stem}.pdf`, 'draft')
  const newest = session.status().agreement
  const agreed = newest === null ? [] : [await pdf(agreedName(stem, newest.date), { agreement: newest.id })]
  const json = await named(`${stem}.json`, async (path) => {
    const content = await session.canonicalJson('draft')
    return content.ok ? writePersonsFile(path, utf8(content.value)) : content
  })
  return [json, draft, ...agreed]
}
