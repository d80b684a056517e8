import { expect, type Page } from '@playwright/test'

/** What a person does in the window, by the names they see (English). */
export class Person {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  async startPlan(title: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New plan' }).click()
    await this.page.getByLabel('Title of the plan').fill(title)
    await this.page.getByLabel('Your name, as the others will see it').fill(name)
    await this.page.getByRole('button', { name: 'Start the plan' }).click()
    await this.keepCodes()
    await expect(this.page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  }

  async join(link: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Join with a link' }).click()
    await this.page.getByLabel('The link you were given').fill(link)
    await this.page.getByLabel('Your name, as the others will see it').fill(name)
    await this.page.getByRole('button', { name: 'Join', exact: true }).click()
    await this.keepCodes()
  }

  async openPlan(title: string): Promise<void> {
    await this.page
      .getByRole('link')
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .click()
    await expect(this.page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  }

  async goToPlans(): Promise<void> {
    await this.page.getByRole('link', { name: 'Plans', exact: true }).click()
  }

  /** The codes are shown once, when a plan is started or joined. */
  async keepCodes(): Promise<void> {
    await this.page.getByRole('button', { name: 'I have written them down' }).click()
  }

  /** Adds cards under a stage, one after the other, as one types a list. */
  async addCards(stage: string, titles: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: `Add a project to ${stage}` }).click()
    const field = this.page.getByLabel('Name of the project')
    for (const title of titles) {
      await field.fill(title)
      await field.press('Enter')
    }
    await field.press('Escape')
  }

  /** By the keyboard, from the card's name to the field and out of it. */
  async rename(from: string, to: string): Promise<void> {
    await this.card(from).focus()
    await this.page.keyboard.press('F2')
    await this.page.getByLabel('Name of the project').fill(to)
    await this.page.keyboard.press('Enter')
  }

  async addRelay(url: string): Promise<void> {
    await this.page.getByTestId('status').click()
    await this.page.getByLabel('Add a relay').fill(url)
    await this.page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(this.page.getByLabel('Add a relay')).toHaveValue('')
    await this.page.keyboard.press('Escape')
  }

  /** An invitation for writing, and back to the board. */
  async invite(): Promise<string> {
    await this.page.getByRole('link', { name: 'People', exact: true }).click()
    await this.page.getByRole('button', { name: 'Invite someone' }).click()
    await this.page.getByRole('button', { name: 'Make the link' }).click()
    const link = await this.page.getByTestId('invite-link').innerText()
    await this.page.getByRole('button', { name: 'Close', exact: true }).last().click()
    await this.page.getByRole('link', { name: 'Board', exact: true }).click()
    return link.trim()
  }

  card(title: string) {
    return this.page.locator('[data-card-link]').filter({ hasText: title })
  }

  status() {
    return this.page.getByTestId('status')
  }

  /** Every column with its cards, top to bottom. */
  board(): Promise<readonly (readonly string[])[]> {
    return this.page
      .locator('[data-stage]')
      .evaluateAll((columns) =>
        columns.map((column) =>
          [column.querySelector('.column-name'), ...column.querySelectorAll('[data-card-link] .card-title')].map(
            (element) => element?.textContent ?? '',
          ),
        ),
      )
  }
}
