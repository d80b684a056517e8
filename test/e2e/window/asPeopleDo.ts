/** What people do in the window, by the names and roles they see. English. */
import { expect, type Page } from '@playwright/test'

export async function startPlan(page: Page, title: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New plan' }).click()
  await page.getByLabel('Title of the plan').fill(title)
  await page.getByLabel('Your name, as the others will see it').fill(name)
  await page.getByRole('button', { name: 'Start the plan' }).click()
  await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible()
}

export async function addRelay(page: Page, url: string): Promise<void> {
  await page.getByTestId('status').click()
  await page.getByLabel('Add a relay').fill(url)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('dialog').getByText('has everything')).toBeVisible()
  await page.keyboard.press('Escape')
}

/** `name`: of whoever has not said it yet. */
export async function makeInvitation(page: Page, name?: string): Promise<string> {
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Invite someone' }).click()
  if (name !== undefined) await page.getByLabel('Your name, as the others will see it').fill(name)
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = (await page.getByTestId('invite-link').textContent()) ?? ''
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('link', { name: 'Board' }).click()
  return link
}

export async function join(page: Page, link: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Join with a link' }).click()
  await page.getByLabel('The link you were given').fill(link)
  await page.getByLabel('Your name, as the others will see it').fill(name)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
}

/** Types cards one after another where they will be. */
export async function addCards(page: Page, stage: string, titles: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: `Add a project to ${stage}` }).click()
  for (const title of titles) {
    await page.keyboard.type(title)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Escape')
}

export const card = (page: Page, title: string) => page.getByRole('link', { name: title })

/** Moves the card that is named one stage to the right, by the keyboard. */
export async function moveRight(page: Page, title: string): Promise<void> {
  await card(page, title).focus()
  await page.keyboard.press('Alt+ArrowRight')
}

/** The whole board as a person reads it: each stage with the names of its cards, in order. */
export async function readBoard(page: Page): Promise<readonly string[]> {
  const columns = await page.locator('.column').all()
  return Promise.all(
    columns.map(async (column) => {
      const titles = await column.locator('.card-title').allTextContents()
      return `${await column.locator('.column-name').textContent()}: ${titles.join(' | ')}`
    }),
  )
}

export const saysSaved = (page: Page) =>
  expect(page.getByTestId('status')).toHaveText(/Saved|only here|Everyone/, { timeout: 15_000 })
