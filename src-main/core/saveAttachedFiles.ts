import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlanSession } from '#shared/core/contract.ts'
import type { HostInput, HostOutput } from '#shared/ipc/hostMessages.ts'
import { printLanguage } from '#shared/print/labels/labels.ts'
import { attachmentName, distinctFiles } from '../fileName.ts'
import { writePersonsFile } from './fileWork.ts'

type Attached = HostOutput<'saveCopy'>['attached']

const FOLDER_NAMES = { ca: 'fitxers', es: 'archivos', fr: 'fichiers', en: 'files' } as const

/**
 * Writes the attached files of a plan as ordinary files into a folder beside the plan file, under the names they came with. What
 * is in the bin stays in the plan file. `null`: the plan has none.
 */
export async function saveAttachedFiles(
  session: PlanSession,
  { folder: into, stem, language }: Pick<HostInput<'saveCopy'>, 'folder' | 'stem' | 'language'>,
): Promise<Attached> {
  const attached = await namedFiles(session)
  if (attached.length === 0) return null
  const folder = `${stem} · ${FOLDER_NAMES[printLanguage(language)]}`
  const counts = { saved: 0, elsewhere: 0, failed: 0 }
  const names = distinctFiles(attached.map(({ name }) => attachmentName(name)))
  for (const [at, { hash }] of attached.entries())
    counts[await saveOne(session, hash, join(into, folder), names[at]!)]++
  return { ...counts, folder: counts.saved === 0 ? '' : folder }
}

async function saveOne(
  session: PlanSession,
  hash: string,
  folder: string,
  name: string,
): Promise<'saved' | 'elsewhere' | 'failed'> {
  const clear = await session.readFile(hash)
  if (!clear.ok) return clear.error.code === 'E_FILE_MISSING' ? 'elsewhere' : 'failed'
  await mkdir(folder, { recursive: true }).catch(() => undefined)
  return (await writePersonsFile(join(folder, name), clear.value)).ok ? 'saved' : 'failed'
}

type NamedFile = { readonly hash: string; readonly name: string }

/** What others wrote into the plan may have any shape; a file without a name is called by its hash. */
async function namedFiles(session: PlanSession): Promise<readonly NamedFile[]> {
  const content = await session.canonicalJson('draft')
  if (!content.ok) return []
  const { attachments } = JSON.parse(content.value) as { readonly attachments?: Readonly<Record<string, unknown>> }
  return Object.entries(attachments ?? {}).flatMap(([hash, record]) => {
    if (typeof record !== 'object' || record === null) return []
    const { name, removed, sealed } = record as Readonly<Record<string, unknown>>
    if (removed !== undefined && removed !== null) return []
    // Only its name came, as from a board of another tool: there is no file anywhere.
    if (typeof sealed !== 'string') return []
    return [{ hash, name: typeof name === 'string' && name.trim() !== '' ? name : hash.slice(0, 16) }]
  })
}
