// The core's process ends while someone types: the window keeps what is typed and writes it when the core is there again.
import { expect, test } from '@playwright/test'
import { launchAplec, removeFolders } from '../harness/launchAplec.ts'
import { addCards, card, startPlan } from './asPeopleDo.ts'

test.afterAll(removeFolders)

test('[UI18] the core is killed in the middle of typing: nothing that was typed is lost or written twice', async () => {
  test.setTimeout(90_000)
  const { app, window, close } = await launchAplec()
  try {
    await startPlan(window, 'Pla de la vall', 'Núria')
    await addCards(window, 'Idea', ['Forn de pa'])
    await card(window, 'Forn de pa').click()
    const prose = window.getByRole('textbox', { name: 'What it is' })
    await prose.click()
    await window.keyboard.type('Un forn de llenya ', { delay: 15 })
    const core = await app.evaluate(({ app: electron }) =>
      electron.getAppMetrics().find(({ type, name }) => type === 'Utility' && name === 'Aplec core'),
    )
    process.kill(core!.pid, 'SIGKILL')
    await window.keyboard.type('per a sis rebosts', { delay: 15 })
    await expect(window.getByTestId('status')).toHaveText(/^Saved|only here/, { timeout: 30_000 })
    await expect(prose).toHaveText('Un forn de llenya per a sis rebosts')
    await window.reload()
    await expect(window.getByRole('textbox', { name: 'What it is' })).toHaveText(
      'Un forn de llenya per a sis rebosts',
      {
        timeout: 30_000,
      },
    )
  } finally {
    await close()
  }
})
