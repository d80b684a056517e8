import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { CopiedPlan, ShellInput } from '#shared/ipc/shellChannels.ts'
import type { CoreHost } from './coreHost.ts'
import { distinctNames, fileNameOf } from './fileName.ts'

export interface CopiesMade {
  readonly path: string
  readonly plans: readonly CopiedPlan[]
}

interface CopyParts extends ShellInput<'copies.save'> {
  readonly core: Pick<CoreHost, 'ask'>
  /** Where the person says; what is there already is not touched. */
  readonly into: string
  readonly deviceName: string
  /** Local date and time, for the name of the new folder. */
  readonly now: Date
  readonly onStep: (step: { readonly done: number; readonly total: number }) => void
}

/** Saves every plan of this device into a new folder. A plan that fails is named; the others are saved all the same. */
export async function saveCopies(parts: CopyParts): Promise<Result<CopiesMade, Notice>> {
  const { core, kind, language, onStep } = parts
  const listed = await core.ask('plans', {})
  if (!listed.ok) return listed
  const total = listed.value.length
  const path = await makeNewFolder(parts.into, `Aplec ${stampOf(parts.now)} ${parts.deviceName}`)
  if (path === null) return err(notice('E_FILE'))
  const stems = distinctNames(listed.value.map(({ title }) => fileNameOf(title)))
  const plans: CopiedPlan[] = []
  for (const [at, { planId, title }] of listed.value.entries()) {
    onStep({ done: at, total })
    const asked = { planId, folder: path, stem: stems[at] ?? planId, everything: kind === 'everything', language }
    const saved = await core.ask('saveCopy', asked)
    plans.push(
      saved.ok
        ? { planId, title, ...pick(saved.value) }
        : { planId, title, files: [], entries: 0, attached: null, notices: [saved.error] },
    )
  }
  onStep({ done: total, total })
  return ok({ path, plans })
}

const pick = ({ files, entries, attached, notices }: Omit<CopiedPlan, 'planId' | 'title'>) => ({
  files,
  entries,
  attached,
  notices,
})

/** A folder that was not there before; null when the disk refuses. */
async function makeNewFolder(into: string, wanted: string): Promise<string | null> {
  const name = fileNameOf(wanted)
  for (let copy = 1; copy < 100; copy++) {
    const path = join(into, copy === 1 ? name : `${name} ${copy}`)
    try {
      await mkdir(path)
      return path
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) return null
    }
  }
  return null
}

const two = (number: number): string => String(number).padStart(2, '0')
/** 2026-11-23 21.30 */
const stampOf = (now: Date): string =>
  `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}.${two(now.getMinutes())}`
