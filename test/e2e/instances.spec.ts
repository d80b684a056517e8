import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchAplec, removeFolders } from './harness/launchAplec.ts'

const projectRoot = resolve(import.meta.dirname, '../..')
test.afterAll(removeFolders)

/** A second start, as a click on a link or on the icon makes it; resolves with its exit code. */
async function startAgain(folder: string, ...words: readonly string[]): Promise<number | null> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(process.env['APLEC_ELECTRON'] ?? '', [...sandbox, projectRoot, ...words], {
    env: { ...process.env, APLEC_DATA_DIR: folder },
    stdio: 'ignore',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

test('[SH18] a second start hands its invitation to the first and ends', async () => {
  const aplec = await launchAplec()
  const takePlace = () =>
    aplec.window.evaluate(() => {
      const { aplec: bridge } = globalThis as unknown as { aplec: { takePlace(): Promise<unknown> } }
      return bridge.takePlace()
    })
  const link = `aplec://join#${'Ab0_-'.repeat(20)}`
  expect(await takePlace()).toEqual({ ok: true, value: null })
  await aplec.window.evaluate(() => {
    const page = globalThis as unknown as { aplec: { onPlace(listener: () => void): void }; told?: number }
    page.told = 0
    page.aplec.onPlace(() => (page.told = (page.told ?? 0) + 1))
  })

  expect(await startAgain(aplec.folder, 'aplec://join#<script>')).toBe(0)
  expect(await startAgain(aplec.folder, link)).toBe(0)
  await expect.poll(() => aplec.window.evaluate(() => (globalThis as unknown as { told: number }).told)).toBe(1)
  expect(await aplec.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  // The window may have taken it already when it was told; it is given once in any case.
  const taken = (await takePlace()) as { value: { link: string } | null }
  expect([link, undefined]).toContain(taken.value?.link)
  expect(await takePlace()).toEqual({ ok: true, value: null })
  await aplec.close()
})

test('[SH18] two profiles run side by side', async () => {
  const [one, other] = [await launchAplec(), await launchAplec()]
  expect(one.window.url()).toBe(other.window.url())
  await one.close()
  await other.close()
})
