import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Page } from '@playwright/test'

const projectRoot = resolve(import.meta.dirname, '../../..')

/** Pictures are made only when APLEC_PICTURES is set: they are files of the project, and to be looked at. */
export const areWanted = process.env['APLEC_PICTURES'] !== undefined

/** As one sees it who has just come: the pointer is nowhere. `file`: from the root of the project. */
export async function takePicture(page: Page, file: string): Promise<void> {
  if (!areWanted) return
  await page.mouse.move(0, 0)
  const path = join(projectRoot, file)
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path, animations: 'disabled' })
}
