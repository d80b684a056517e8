// @vitest-environment happy-dom
// The codes of a plan in the window: what reminds of them, and how they are shown.
import { I18nProvider } from '@lingui/react'
import { cleanup, configure, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ok } from '#shared/base/result.ts'
import { ClosingReminder } from '#main/closingReminder.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { CodesBar } from '#renderer/app/frame/CodesBar.tsx'
import { useClosingReminder } from '#renderer/app/useClosingReminder.ts'
import type { Codes, WindowCore } from '#renderer/data/core.ts'
import { PlanRow } from '#renderer/features/plans/PlanRow.tsx'
import { askedCodes, begunHere } from '#renderer/parts/codes/codesCells.ts'
import { CodesHost } from '#renderer/parts/codes/CodesHost.tsx'
import { CodesReminder } from '#renderer/parts/codes/CodesReminder.tsx'
import { firstSteps } from '#renderer/parts/firstSteps.ts'
import { createWords } from '#renderer/words/words.ts'

const PATIENCE = { timeout: 30_000 }
configure({ asyncUtilTimeout: PATIENCE.timeout })

const planId = 'ab'.repeat(32)
let codes: Codes
let reminder: ClosingReminder
let listeners: Set<() => void>

beforeEach(() => {
  window.localStorage.clear()
  codes = { recoveryCode: 'AAAA-BBBB', rootCode: 'CCCC-DDDD' }
  reminder = new ClosingReminder()
  listeners = new Set()
})
afterEach(() => {
  cleanup()
  askedCodes.set(null)
  firstSteps.end(planId)
})

const ignore = (): void => undefined
const waiting = (): number => [codes.recoveryCode, codes.rootCode].filter((code) => code !== null).length

const core = {
  codes: async () => ok(codes),
  codesWaiting: async () => ok(waiting() === 0 ? [] : [{ planId, codes: waiting() }]),
  codesKept: async () => {
    codes = { recoveryCode: null, rootCode: null }
    for (const tell of listeners) tell()
    return ok(null)
  },
  list: async () => ok([{ planId, title: 'Pla' }]),
  onPlans: (listener: () => void) => (listeners.add(listener), () => listeners.delete(listener)),
  onCore: () => () => undefined,
  shell: {
    remindAtClosing: async ({ plan }: Parameters<WindowCore['shell']['remindAtClosing']>[0]) =>
      ok((reminder.remember(plan), null)),
  },
} as unknown as WindowCore

function Places() {
  useClosingReminder(core)
  const plan = { planId, title: 'Pla', standing: null, notices: [], role: 'steward' } as unknown as Parameters<
    typeof PlanRow
  >[0]['plan']
  return (
    <>
      <CodesBar planId={planId} />
      <ul>
        <PlanRow plan={plan} codes={waiting()} now={0} onPutAway={ignore} onRemove={ignore} />
      </ul>
      <section aria-label="inviting">
        <CodesReminder planId={planId} look="boxed" />
      </section>
      <CodesHost />
    </>
  )
}

const show = () =>
  render(
    <ServicesProvider value={{ core } as unknown as WindowServices}>
      <I18nProvider i18n={createWords('en')}>
        <Places />
      </I18nProvider>
    </ServicesProvider>,
  )

test('[UI150] no dialog opens by itself; a line says above the board, in the list of plans and before inviting what waits', async () => {
  show()
  await expect
    .poll(() => screen.queryAllByText(/^2 codes of this plan are still to be written down\./).length, PATIENCE)
    .toBe(2)
  expect(screen.getByRole('link', { name: /Pla.*2 codes to write down/s })).toBeTruthy()
  expect(within(screen.getByLabelText('inviting')).getByText(/nobody can come back into the plan as you/)).toBeTruthy()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.body.textContent).not.toContain('AAAA')
})

test('[UI150] where the first steps stand, they say it', async () => {
  firstSteps.begin(planId)
  show()
  expect(await screen.findAllByText(/^2 codes of this plan/)).toHaveLength(1)
})

test('[UI151] asked for, the codes are shown; put off they wait on, kept they are gone from every place at once', async () => {
  const user = userEvent.setup()
  show()
  await user.click((await screen.findAllByRole('button', { name: 'Show the codes' }))[0]!)
  const sheet = await screen.findByRole('dialog')
  for (const text of ['AAAA-BBBB', 'CCCC-DDDD', /nobody can invite people or record agreements any more/])
    expect(within(sheet).getByText(text)).toBeTruthy()
  await user.click(within(sheet).getByRole('button', { name: 'Later' }))
  await expect.poll(() => screen.queryByRole('dialog'), PATIENCE).toBeNull()
  expect(screen.getAllByText(/^2 codes of this plan/)).toHaveLength(2)
  await user.click(screen.getAllByRole('button', { name: 'Show the codes' })[0]!)
  await user.click(await screen.findByRole('button', { name: 'I have it on paper' }))
  await expect.poll(() => screen.queryByText(/codes? of this plan/), PATIENCE).toBeNull()
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('[SH41] closing asks once about a plan that was begun here and still waits, and about no other', async () => {
  show()
  await screen.findAllByText(/^2 codes of this plan/)
  expect(reminder.take()).toBeNull()
  begunHere.add(planId)
  let said: ReturnType<ClosingReminder['take']> = null
  await expect.poll(() => (said = reminder.take()), PATIENCE).not.toBeNull()
  expect(said).toEqual({ planId, title: 'Pla' })
  expect(reminder.take()).toBeNull()
  cleanup()
  reminder = new ClosingReminder()
  show()
  await core.codesKept(planId)
  await expect.poll(() => screen.queryByText(/^2 codes of this plan/), PATIENCE).toBeNull()
  expect(reminder.take()).toBeNull()
})
