// What an assembly takes home: the decision recorded in the window, and the same PDF from the window and the command line.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { saveTo } from '../harness/dialogs.ts'
import { launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { startRelay } from '../harness/startRelay.ts'
import { addCards, addRelay, makeInvitation, saysSaved, startPlan } from './asPeopleDo.ts'

const projectRoot = resolve(import.meta.dirname, '../../..')
const runFile = promisify(execFile)

test.afterAll(removeFolders)

test('[PD1] the window and the command line print the same bytes, and verify them', async () => {
  const relay = await startRelay(makeFolder())
  const nuria = await launchAplec()
  const [pau, paper] = [makeFolder(), makeFolder()]
  const aplec = async (...args: readonly string[]): Promise<string> =>
    (await runFile(process.execPath, ['src-cli/index.ts', '--data', pau, ...args], { cwd: projectRoot })).stdout.trim()
  try {
    const { app, window } = nuria
    await startPlan(window, 'Pla de la vall', 'Núria')
    await addCards(window, 'Idea', ['Forn de pa', 'Arxiu obert'])
    await addRelay(window, relay.url)
    const link = await makeInvitation(window)
    await saysSaved(window)

    await window.getByRole('link', { name: 'Agreements' }).click()
    await window.getByRole('button', { name: 'Record an agreement' }).first().click()
    await window.getByLabel('What was decided').fill('S’aprova el pla de la vall')
    await window.getByLabel('And how many more').fill('37')
    await window.getByRole('button', { name: 'It was agreed' }).click()
    await expect(window.getByRole('heading', { name: 'S’aprova el pla de la vall' })).toBeVisible()

    const file = join(paper, 'window.pdf')
    await saveTo(app, file)
    await window.getByRole('button', { name: 'PDF', exact: true }).click()
    await expect(window.getByText(/The PDF is saved as .*pages/)).toBeVisible()

    const [plan] = (await aplec('join', link, '--name', 'Pau', '--relay', relay.url)).split('\n')
    const again = join(paper, 'command.pdf')
    await expect
      .poll(async () => {
        await aplec('sync', plan!, '--relay', relay.url)
        return JSON.parse(await aplec('agreements', plan!, '--json')).length
      })
      .toBe(1)
    await aplec('export', plan!, '--format', 'pdf', '--out', again)
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true)
    expect(await aplec('verify', file, '--plan', plan!)).toMatch(/^Yes: this file is “S’aprova el pla de la vall”/)
  } finally {
    await nuria.close()
    await relay.stop()
  }
})
