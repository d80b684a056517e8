/** Files of a plan, as a window or the command line adds them. */
import { editDocument } from '#node/core/editDocument.ts'
import { systemRandom } from '#node/system/ports.ts'
import type { AddedFile, PlanSession } from '#shared/core/contract.ts'
import { planAttach } from '#shared/plan/attachments.ts'
import { mustBe } from './memberFolder.ts'

/** Keeps the bytes, then writes the record that names them. */
export async function attach(
  session: PlanSession,
  project: string,
  bytes: Uint8Array,
  name = 'acta.pdf',
): Promise<string> {
  const added = mustBe(await session.addFile(bytes))
  await nameFile(session, project, added, name)
  return added.hash
}

export async function nameFile(session: PlanSession, project: string, added: AddedFile, name: string): Promise<void> {
  const named = { ...added, name, mediaType: 'application/pdf', by: null, at: 1_790_000_000_000 }
  const edited = await editDocument(session, (doc) => mustBe(planAttach(doc, project, named, systemRandom) as never))
  mustBe(edited)
}
