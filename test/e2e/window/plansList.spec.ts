// The list of plans and what lies over it, without a pointer.
import { expect, type Locator, type Page, test } from '@playwright/test'
import { encodeQR } from 'qr'
import { faultsInBothThemes } from '../harness/axe.ts'
import { launchAplec, removeFolders } from '../harness/launchAplec.ts'

test.afterAll(removeFolders)

/** Goes on from where the focus is until it is there, as a person does with the Tab key; it must be seen. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  const isThere = () => goal.evaluate((element) => element === document.activeElement)
  for (let steps = 0; !(await isThere()); steps++) {
    expect(steps, 'steps with the Tab key').toBeLessThan(60)
    await page.keyboard.press('Tab')
  }
  const ring = await goal.evaluate((element) => getComputedStyle(element).outlineStyle)
  expect(ring, 'the focus is seen').not.toBe('none')
}

/** A QR as a picture of five pixels a square, let go over the middle of nothing. */
const dropPicture = (page: Page, rows: readonly (readonly boolean[])[]) =>
  page.evaluate(async (squares) => {
    const canvas = new OffscreenCanvas(squares.length * 5, squares.length * 5)
    const pen = canvas.getContext('2d')!
    squares.forEach((row, y) => {
      row.forEach((dark, x) => {
        pen.fillStyle = dark ? '#123' : '#fff'
        pen.fillRect(x * 5, y * 5, 5, 5)
      })
    })
    const data = new DataTransfer()
    data.items.add(new File([await canvas.convertToBlob()], 'invitation.png', { type: 'image/png' }))
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))
  }, rows)

const inDialog = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[role=dialog], [role=alertdialog]') !== null)

test('[UI9] [UI17] [UI101] [UI103] every sheet over the list opens and closes by the keyboard, and axe finds no fault in it', async () => {
  const { window, close } = await launchAplec()
  await expect(window.getByText('No plans on this laptop yet')).toBeVisible()
  const faults = [...(await faultsInBothThemes(window, 'plans-empty'))]
  for (const [button, title] of [
    ['New plan', 'New plan'],
    ['Join with a link', 'Join a plan'],
    ['Bring in a Trello board', 'Bring in a Trello board'],
  ] as const) {
    const way = window.getByRole('button', { name: button })
    await tabTo(window, way)
    await window.keyboard.press('Enter')
    await expect(window.getByRole('dialog').getByRole('heading', { name: title })).toBeVisible()
    expect(await inDialog(window)).toBe(true)
    faults.push(...(await faultsInBothThemes(window, title)))
    await window.keyboard.press('Escape')
    await expect(window.getByRole('dialog')).toHaveCount(0)
    await expect(way).toBeFocused()
  }

  // The picture of an invitation, dropped anywhere.
  const link = `aplec://join#${'Aa9_-'.repeat(30)}`
  await dropPicture(window, encodeQR(link, 'raw', { border: 3 }))
  await expect(window.getByLabel('The link you were given')).toHaveValue(link)
  await window.keyboard.press('Escape')
  await expect(window.getByRole('dialog')).toHaveCount(0)

  // A plan is begun, its codes are put off, it is left and taken off again.
  await tabTo(window, window.getByRole('button', { name: 'New plan' }))
  await window.keyboard.press('Enter')
  await expect(window.getByLabel('Title of the plan')).toBeFocused()
  await window.keyboard.type('Pla de la vall')
  await tabTo(window, window.getByLabel('Your name, as the others will see it'))
  await window.keyboard.type('Núria')
  await window.keyboard.press('Enter')
  await tabTo(window, window.getByRole('link', { name: 'Write down the codes' }))
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { name: 'The codes of the plan' })).toBeVisible()
  faults.push(...(await faultsInBothThemes(window, 'codes')))
  await window.keyboard.press('Escape')
  await expect(window.getByRole('dialog')).toHaveCount(0)
  await expect(window.getByRole('link', { name: 'Write down the codes' })).toBeFocused()
  await tabTo(window, window.getByRole('link', { name: 'Plans', exact: true }))
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { name: 'Your plans' })).toBeVisible()
  faults.push(...(await faultsInBothThemes(window, 'plans')))
  await tabTo(window, window.getByRole('button', { name: 'More: Pla de la vall' }))
  await window.keyboard.press('Enter')
  await expect(window.getByRole('menuitem', { name: 'Show the codes' })).toBeFocused()
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('link', { name: /Pla de la vall/ })).toHaveCount(0)
  await tabTo(window, window.locator('summary'))
  await window.keyboard.press('Enter')
  faults.push(...(await faultsInBothThemes(window, 'plans-away')))
  await tabTo(window, window.getByRole('button', { name: 'Remove from this laptop…: Pla de la vall' }))
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { name: 'Remove “Pla de la vall” from this laptop?' })).toBeVisible()
  faults.push(...(await faultsInBothThemes(window, 'forget')))
  await tabTo(window, window.getByRole('button', { name: 'Remove it', exact: true }))
  await window.keyboard.press('Enter')
  await expect(window.getByRole('dialog').getByRole('alert')).toContainText('only on this laptop and would be lost')
  faults.push(...(await faultsInBothThemes(window, 'forget-refused')))
  await window.keyboard.press('Escape')
  await tabTo(window, window.getByRole('button', { name: 'Bring back: Pla de la vall' }))
  await window.keyboard.press('Enter')
  await expect(window.getByRole('link', { name: /Pla de la vall/ })).toBeVisible()
  expect(faults).toEqual([])
  await close()
})
