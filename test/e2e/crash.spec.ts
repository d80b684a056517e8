// What was shown as saved is there after the worst: a dead core, a dead app.
import { expect, test } from '@playwright/test'
import { launchAplec, removeFolders } from './harness/launchAplec.ts'
import { Person } from './harness/person.ts'

test.afterAll(removeFolders)
test.setTimeout(120_000)

const SAVED = /Saved on this laptop/

test('[SH19] the core is killed while someone types: it comes back, and nothing is lost', async () => {
  const laptop = await launchAplec()
  const person = new Person(laptop.window)
  await person.startPlan('Pla', 'Núria')
  await person.addCards('Idea', ['Abans'])
  await expect(person.status()).toContainText(SAVED)

  const corePid = () =>
    laptop.app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Aplec core')?.pid ?? 0)
  const first = await corePid()
  process.kill(first, 'SIGKILL')
  await person.addCards('Idea', ['Mentre tornava'])
  await expect.poll(corePid).not.toBe(first)
  await person.addCards('Idea', ['Després'])
  await expect(person.status()).toContainText(SAVED)

  await laptop.close()
  const again = await launchAplec({ folder: laptop.folder })
  const later = new Person(again.window)
  await later.openPlan('Pla')
  await expect.poll(async () => (await later.board())[0]).toEqual(['Idea', 'Abans', 'Mentre tornava', 'Després'])
  await again.close()
})

test('[SH21] kill -9 of the whole app in the middle of typing loses nothing that was shown as saved', async () => {
  let folder = ''
  const titles: string[] = []
  for (const round of [1, 2, 3]) {
    const laptop = await launchAplec(folder === '' ? {} : { folder })
    folder = laptop.folder
    const person = new Person(laptop.window)
    if (round === 1) await person.startPlan('Pla', 'Núria')
    else await person.openPlan('Pla')
    await expect.poll(async () => (await person.board())[0]).toEqual(['Idea', ...titles])
    const shown = [`Desat ${round}a`, `Desat ${round}b`]
    await person.addCards('Idea', shown)
    await expect(person.status()).toContainText(SAVED)
    titles.push(...shown)
    // In the middle of a word, without a breath.
    await person.page.getByRole('button', { name: 'Add a project to Proposed' }).click()
    await person.page.keyboard.type('a mig escriu')
    await laptop.kill()
  }
  const laptop = await launchAplec({ folder })
  const person = new Person(laptop.window)
  await person.openPlan('Pla')
  await expect.poll(async () => (await person.board())[0]).toEqual(['Idea', ...titles])
  await person.addCards('Idea', ['I encara s’hi escriu'])
  await expect(person.status()).toContainText(SAVED)
  await laptop.close()
})
