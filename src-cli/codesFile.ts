import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlanId } from '#shared/core/contract.ts'

export type ShownOnce = { readonly planId: PlanId; readonly recoveryCode: string; readonly rootCode?: string }

/**
 * The codes of a plan are shown once: here, in a file only its owner may read. A plan that is joined again after it was
 * forgotten has a new code, so an older file is never written over. Gives the file.
 */
export async function writeCodes(folder: string, { planId, recoveryCode, rootCode }: ShownOnce): Promise<string> {
  const text = [
    `Plan ${planId}`,
    '',
    `Recovery code: ${recoveryCode}`,
    'With it and any copy of the plan, a new laptop of yours reads the plan again.',
    '',
    ...(rootCode === undefined
      ? []
      : [`Root code: ${rootCode}`, 'With it the founder can name stewards if none is left.', '']),
    'Print this page, keep it apart from the laptop, and delete this file.',
    '',
  ].join('\n')
  await mkdir(folder, { recursive: true })
  for (let again = 0; ; again++) {
    const file = join(folder, `codes-${planId.slice(0, 8)}${again === 0 ? '' : `-${again}`}.txt`)
    try {
      await writeFile(file, text, { mode: 0o600, flag: 'wx' })
      return file
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    }
  }
}

export const codesRemark = (file: string): string =>
  `What opens the plan when this device is lost is in ${file}. Print it, keep it apart from the laptop, delete the file.`
