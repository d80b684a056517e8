// @vitest-environment happy-dom
// Days as they are typed in the language of the window, over a plan of the real core.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { I18nProvider as AriaLocale } from 'react-aria-components'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { listOf } from '#shared/plan/views.ts'
import { systemRandom } from '#node/system/ports.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { DetailsView } from '#renderer/features/details/DetailsView.tsx'
import { type Language, localeOf } from '#renderer/words/languages.ts'
import { createWords, wordsOf } from '#renderer/words/words.ts'
import { type OpenedPlan, openedPlan } from './openedPlan.ts'

let opened: OpenedPlan

beforeEach(async () => {
  // This DOM tells of a selection while it is being set, and so without end.
  vi.spyOn(Selection.prototype, 'collapse').mockImplementation(() => undefined)
  opened = await openedPlan()
  opened.plan.edit((doc) =>
    planAdd(doc, { type: 'Milestone', id: newId(systemRandom) }, { title: 'Fira', day: '2027-04-15' }, systemRandom),
  )
})

afterEach(async () => {
  cleanup()
  vi.restoreAllMocks()
  await opened.close()
})

const storedDay = () => listOf('Milestone', opened.plan.document.doc.now().milestones)[0]!.day
const parts = () => screen.getAllByRole('spinbutton')

async function openDay(language: Language) {
  const i18n = createWords(language)
  const words = wordsOf(i18n, language)
  render(
    <I18nProvider i18n={i18n}>
      <AriaLocale locale={localeOf(language)}>
        <PlanProvider value={opened.plan}>
          <DetailsView />
        </PlanProvider>
      </AriaLocale>
    </I18nProvider>,
  )
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: new RegExp(words.shortDay('2027-04-15')) }))
  return { user, words }
}

test.each(['ca', 'es', 'fr', 'en'] as const)('[UI163] a day is typed as it is said: %s', async (language) => {
  await openDay(language)
  await screen.findAllByRole('spinbutton')
  expect(parts().map((part) => part.getAttribute('data-type'))).toEqual(['day', 'month', 'year'])
  expect(parts().map(({ textContent }) => textContent)).toEqual(['15', '04', '2027'])
})

test('[UI163] Enter writes the day, Escape leaves it as it was, and the calendar chooses one', async () => {
  const { user, words } = await openDay('ca')
  await waitFor(() => expect(document.activeElement).toBe(parts()[0]))
  await user.keyboard('{ArrowUp}{ArrowRight}{ArrowUp}')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(storedDay()).toBe('2027-05-16'))
  expect(screen.queryAllByRole('spinbutton')).toEqual([])

  await user.click(screen.getByRole('button', { name: new RegExp(words.shortDay('2027-05-16')) }))
  await user.keyboard('{ArrowUp}')
  await user.keyboard('{Escape}')
  expect([storedDay(), screen.queryAllByRole('spinbutton').length]).toEqual(['2027-05-16', 0])

  await user.click(screen.getByRole('button', { name: new RegExp(words.shortDay('2027-05-16')) }))
  await user.click(screen.getByRole('button', { name: new RegExp(words.t('day.calendar')) }))
  const calendar = await screen.findByRole('dialog')
  await user.click(within(calendar).getByLabelText(/28 de maig/))
  await waitFor(() => expect(storedDay()).toBe('2027-05-28'))
  expect(screen.queryAllByRole('spinbutton')).toEqual([])
})
