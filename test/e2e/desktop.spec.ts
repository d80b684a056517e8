// What only the running app can show: its menu, its place on the desktop, files by which it is opened, paper that leaves it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { chooseFolder, saveTo } from './harness/dialogs.ts'
import { type Aplec, launchAplec, makeFolder, removeFolders } from './harness/launchAplec.ts'
import { addCards, saysSaved, startPlan } from './window/asPeopleDo.ts'

test.afterAll(removeFolders)

const menuOf = ({ app }: Aplec) =>
  app.evaluate(({ Menu }) => (Menu.getApplicationMenu()?.items ?? []).map(({ label }) => label).join(' '))
const choose = ({ app }: Aplec, id: string) =>
  app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)
const section = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()

test('[SH38] a laptop is set up, backed up and looked into; its window and its files are found again', async () => {
  const folder = makeFolder()
  const stick = makeFolder()
  const aplec = await launchAplec({ folder })
  const { app, window: page } = aplec
  // The first start leads to the sample.
  await expect(page.locator('.card').first()).toBeVisible()
  await choose(aplec, 'newPlan')
  const sheet = page.getByRole('dialog')
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)

  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: /Language/ }).click()
  await page.getByRole('option', { name: 'Français' }).click()
  await expect.poll(() => menuOf(aplec)).toBe('Fichier Édition Affichage Aller Aide')
  await page.getByRole('button', { name: /Langue/ }).click()
  await page.getByRole('option', { name: 'English' }).click()

  await choose(aplec, 'backup')
  await chooseFolder(app, stick)
  await page.getByRole('button', { name: 'Back up now…' }).click()
  await expect(page.getByText(/records written and read back/)).toBeVisible()
  await expect(page.getByText(/^The last one: .* one plan, in “Aplec /)).toBeVisible()
  const [made] = readdirSync(stick)
  const [file] = readdirSync(join(stick, made!))
  expect(file).toMatch(/\.aplec$/)

  await section(page, 'Diagnostics')
  const shown = await page.getByRole('region', { name: 'Diagnostics' }).textContent()
  expect(shown).toContain('plan 1\n')
  expect(shown).not.toContain(folder)
  await saveTo(app, join(stick, 'd.txt'))
  await page.getByRole('button', { name: 'Save this text…' }).click()
  await expect(page.getByText('Saved as d.txt')).toBeVisible()
  expect(readFileSync(join(stick, 'd.txt'), 'utf8')).toBe(shown)

  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 900, height: 600 }),
  )
  const size = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await expect.poll(async () => (await size())?.width).toBe(900)
  const before = await size()
  await aplec.close()

  // By a click on the file: the plan is here already, so it is opened, as when the file is dropped.
  const again = await launchAplec({ folder, args: [join(stick, made!, file!)] })
  await expect(again.window.locator('.card').first()).toBeVisible()
  const after = await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  expect(after).toEqual(before)
  await again.close()
})

test('[UI44] paper leaves the window: dragged, printed as a page, and as PDF', async () => {
  const aplec = await launchAplec()
  const { app, window: page } = aplec
  await startPlan(page, 'Pla de barri', 'Núria')
  await addCards(page, 'Idea', ['Forn de pa'])
  await saysSaved(page)
  // What the system would do with it is noted instead.
  await app.evaluate(({ BrowserWindow, shell }) => {
    const noted: string[] = []
    Object.assign(globalThis, { noted })
    const contents = BrowserWindow.getAllWindows()[0]!.webContents
    contents.startDrag = ({ file, icon }) =>
      void noted.push(`drag ${file} ${typeof icon === 'string' || icon.isEmpty()}`)
    contents.print = (_options, done) => (noted.push('print'), done?.(true, ''))
    shell.openPath = (path) => (noted.push(`open ${path}`), Promise.resolve(''))
  })
  const noted = () => app.evaluate(() => (globalThis as unknown as { noted: string[] }).noted)

  await page.keyboard.press('Control+p')
  await expect.poll(async () => (await noted())[0]).toMatch(/^open .*Pla de barri\.pdf$/)
  const pdf = (await noted())[0]!.slice('open '.length)
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-')

  await page.keyboard.press('Control+2')
  await expect(page.getByRole('link', { name: 'Document', exact: true })).toHaveAttribute('aria-current', 'page')
  await page.keyboard.press('Control+p')
  await expect.poll(async () => (await noted())[1]).toBe('print')

  await page.keyboard.press('Control+3')
  const handle = page.getByTestId('drag-paper')
  await handle.hover()
  await expect(async () => {
    await handle.dispatchEvent('dragstart')
    expect((await noted()).at(-1)).toMatch(/^drag .*Pla de barri\.pdf false$/)
  }).toPass()
  await aplec.close()
  expect(() => readFileSync(pdf)).toThrow()
})
