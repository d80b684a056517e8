/** Plan files (`.aplec`), as they come from a stick. */
import type { Notice } from '#shared/base/codes.ts'
import { err, type Result } from '#shared/base/result.ts'
import type { BundleReport } from '#shared/core/contract.ts'
import { MAX_BUNDLE_FILE_BYTES } from '#shared/ipc/coreChannels.ts'
import type { WindowCore } from '../data/core.ts'
import { pickFile, readFile } from './pickFile.ts'

export const pickPlanFile = (): Promise<File | null> => pickFile('.aplec')

export const readPlanFile = (file: File): Promise<Result<Uint8Array, Notice>> =>
  readFile(file, MAX_BUNDLE_FILE_BYTES, 'E_BUNDLE')

export async function openPlanFile(core: WindowCore, file: File): Promise<Result<BundleReport, Notice>> {
  const bytes = await readPlanFile(file)
  return bytes.ok ? core.openBundle(bytes.value) : err(bytes.error)
}
