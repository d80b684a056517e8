// @vitest-environment happy-dom
// The settings over a plan of the real core; main's answers are plain data here.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notice } from '#shared/base/codes.ts'
import { newId } from '#shared/base/id.ts'
import { ok } from '#shared/base/result.ts'
import { planAttach } from '#shared/plan/attachments.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { systemRandom } from '#node/system/ports.ts'
import type { ShellInput, ShellOutput, ShellPayload } from '#shared/ipc/shellChannels.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { useNews } from '#renderer/app/frame/useNews.ts'
import { lastPlace } from '#renderer/app/lastPlace.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { type Route, type SettingsSection } from '#renderer/app/route.ts'
import { openSettings, type SettingsStore } from '#renderer/data/settings.ts'
import { createCell } from '#renderer/data/source.ts'
import { SettingsPage } from '#renderer/features/settings/SettingsPage.tsx'
import { askedCodes } from '#renderer/parts/codes/codesCells.ts'
import { createWords } from '#renderer/words/words.ts'
import { mustBe, type OpenedPlan, openedPlan } from './openedPlan.ts'

let opened: OpenedPlan
let settings: SettingsStore
let codesWaiting: number[]
let saved: ShellOutput<'copies.save'>
let steps: (step: ShellPayload<'copying'>) => void
let named: string[]
const about: ShellOutput<'app.about'> = {
  version: '0.1.0',
  electron: '33',
  keyStorage: 'gnome_libsecret',
  keyIsProtected: true,
  locale: 'en',
  system: 'linux x64',
  dataFolder: '/home/nuria/.config/Aplec/member',
  deviceName: 'portatil',
  lastBackup: null,
}

beforeEach(async () => {
  opened = await openedPlan()
  window.localStorage.clear()
  settings = openSettings(window.localStorage, ['en'])
  codesWaiting = []
  saved = null
  named = []
})
afterEach(async () => {
  cleanup()
  await opened.close()
})

function show(section: SettingsSection, withPlan = false): void {
  const { plan } = opened
  const shell = {
    about: async () => ok(about),
    nameDevice: async ({ name }: ShellInput<'device.name'>) => (named.push(name), ok(null)),
    saveCopies: async () => (steps({ done: 1, total: 2 }), ok(saved)),
    onCopying: (listener: typeof steps) => ((steps = listener), () => undefined),
    makeDiagnostics: async () => ok('plans: 1\n'),
  }
  const core = {
    shell,
    codesWaiting: async () => ok(codesWaiting.map((count) => ({ planId: plan.planId, codes: count }))),
    onCore: () => () => undefined,
    list: async () => ok([{ planId: plan.planId, title: 'Pla', role: 'steward', memberId: '', notices: [] }]),
    onPlans: () => () => undefined,
  }
  const keeper = { shown: createCell({ at: 'open', plan }) }
  const services = { core, keeper, settings } as unknown as WindowServices
  const route: Extract<Route, { at: 'settings' }> = {
    at: 'settings',
    section,
    ...(withPlan ? { planId: plan.planId } : {}),
  }
  render(
    <ServicesProvider value={services}>
      <I18nProvider i18n={createWords('en')}>
        <SettingsPage route={route} />
      </I18nProvider>
    </ServicesProvider>,
  )
}

test('[UI40] what is chosen takes effect at once and is kept on this laptop', async () => {
  const user = userEvent.setup()
  show('look')
  await user.click(screen.getByRole('radio', { name: 'Dark' }))
  await user.click(screen.getByRole('radio', { name: 'Strong' }))
  await user.click(screen.getByRole('radio', { name: '125 %' }))
  await user.click(screen.getByRole('switch', { name: /Projector mode/ }))
  const chosen = { theme: 'dark', contrast: 'more', textSize: 125, projector: true }
  expect(settings.now()).toMatchObject(chosen)
  expect(openSettings(window.localStorage, ['en']).now()).toMatchObject(chosen)
  cleanup()
  show('you')
  await user.type(screen.getByLabelText('Your name'), 'Núria')
  await user.click(screen.getByRole('radio', { name: 'None' }))
  await user.type(await screen.findByLabelText('Name of this laptop'), ' 2')
  expect(settings.now()).toMatchObject({ name: 'Núria', news: 'off' })
  expect(named.at(-1)).toBe('portatil 2')
})

test('[UI40] every part has its address, and Escape leads to where one was', async () => {
  const user = userEvent.setup()
  lastPlace.set({ at: 'plan', planId: opened.plan.planId, view: 'people' })
  show('about', true)
  const links = within(screen.getByRole('navigation')).getAllByRole('link')
  expect(links.map((link) => link.getAttribute('href'))).toEqual(
    ['look', 'you', 'plans', 'copies', 'keys', 'diagnostics', 'about'].map(
      (section) => `#/settings/${section}/${opened.plan.planId}`,
    ),
  )
  expect(links.at(-1)?.getAttribute('aria-current')).toBe('page')
  expect(screen.getByRole('link', { name: 'Back to the plan' }).getAttribute('href')).toBe(
    `#/plan/${opened.plan.planId}/people`,
  )
  await user.keyboard('{Escape}')
  expect(window.location.hash).toBe(`#/plan/${opened.plan.planId}/people`)
  cleanup()
  // A window that was opened on the settings has been nowhere else.
  lastPlace.set(null)
  show('about', true)
  await user.keyboard('{Escape}')
  expect(window.location.hash).toBe(`#/plan/${opened.plan.planId}/board`)
})

test('[SH33] the window says plan by plan what became of a backup', async () => {
  const user = userEvent.setup()
  saved = {
    folder: 'Aplec 2026-11-23 21.05',
    plans: [
      { planId: 'a', title: 'Pla de barri', files: ['Pla de barri.aplec'], entries: 12, attached: null, notices: [] },
      { planId: 'b', title: 'Hort', files: [], entries: 0, attached: null, notices: [notice('E_DISK_FULL')] },
    ],
  }
  show('copies')
  expect(await screen.findByText('None has been made on this laptop yet.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Back up now…' }))
  expect(await screen.findByText('One plan could not be saved; the rest is in “Aplec 2026-11-23 21.05”')).toBeTruthy()
  const [good, bad] = screen.getAllByRole('listitem').slice(-2)
  expect(good?.textContent).toBe('Pla de barri12 records written and read back')
  expect(bad?.textContent).toMatch(/^Hort.*disk is full/)
})

test('[UI42] a relay is let go only after it was said what that means', async () => {
  const user = userEvent.setup()
  const relays = () => opened.plan.facts.now().status.relays.map(({ url }) => url)
  show('plans', true)
  await user.type(await screen.findByLabelText('Add a relay'), 'relay.example.coop{Enter}')
  // Without a connection nobody says so by itself.
  await act(() => opened.plan.refresh())
  const remove = { name: 'Remove: relay.example.coop' }
  await user.click(await screen.findByRole('button', remove))
  expect(screen.getByRole('dialog').textContent).toContain('What is there already stays')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(relays()).toEqual(['wss://relay.example.coop'])
  await user.click(screen.getByRole('button', remove))
  await user.click(screen.getByRole('button', { name: 'Leave it' }))
  await act(() => opened.plan.refresh())
  expect(await screen.findByText(/^No relay\./)).toBeTruthy()
  expect(relays()).toEqual([])
})

test('[UI42] of a recovery code it is said whether it waits to be written down, or cannot be shown again', async () => {
  show('plans', true)
  expect(await screen.findByText(/it cannot be shown again/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Show the code' })).toBeNull()
  cleanup()
  codesWaiting = [1]
  show('plans', true)
  expect(await screen.findByText('One code of this plan is still to be written down.')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Show the code' }))
  expect(askedCodes.now()).toBe(opened.plan.planId)
  askedCodes.set(null)
})

function News() {
  useNews()
  return null
}

test('[UI43] news holds counts, names only if allowed, and nothing in projector mode or when switched off', async () => {
  const told: ShellInput<'news.tell'>[] = []
  let others: (event: unknown) => void = () => undefined
  const plan = {
    ...opened.plan,
    document: {
      ...opened.plan.document,
      plan: () => ({ onChanges: (listener: typeof others) => ((others = listener), () => undefined) }),
    },
  } as unknown as OpenedPlan['plan']
  const core = { shell: { tellNews: async (news: ShellInput<'news.tell'>) => (told.push(news), ok(true)) } }
  const services = { core, settings } as unknown as WindowServices
  document.hasFocus = () => false
  render(
    <ServicesProvider value={services}>
      <I18nProvider i18n={createWords('en')}>
        <PlanProvider value={plan}>
          <News />
        </PlanProvider>
      </I18nProvider>
    </ServicesProvider>,
  )
  const changes = { kind: 'changes', changes: [1, 2, 3], heads: [] }
  const arrive = async (): Promise<void> => {
    const timers = vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    act(() => (others(changes), others(changes)))
    timers.advanceTimersByTime(10_000)
    timers.useRealTimers()
  }
  await arrive()
  expect(told).toMatchObject([{ title: 'Aplec', body: expect.stringContaining('6') }])
  expect(JSON.stringify(told)).not.toContain('Pla"')
  act(() => settings.change({ news: 'names' }))
  await arrive()
  expect(told[1]).toMatchObject({ title: 'Pla' })
  for (const off of [{ news: 'off' }, { news: 'counts', projector: true }] as const) {
    act(() => settings.change(off))
    await arrive()
  }
  act(() => settings.change({ projector: false }))
  document.hasFocus = () => true
  await arrive()
  expect(told).toHaveLength(2)
})

test('[UI164] how much of the files is here is said, and all of them can be kept here', async () => {
  const { plan } = opened
  const id = newId(systemRandom)
  plan.edit((doc) => planAdd(doc, { type: 'Project', id }, { title: 'Forn' }, systemRandom))
  show('plans', true)
  expect(await screen.findByText('This plan has no files.')).toBeTruthy()
  const added = mustBe(await plan.document.plan().addFile(new Blob(['x'.repeat(2048)]), () => undefined))
  const file = { ...added, name: 'acta.pdf', mediaType: 'application/pdf', by: null, at: 1_790_000_000_000 }
  act(() => void plan.edit((doc) => planAttach(doc, id, file, systemRandom)))
  await plan.document.drained()
  cleanup()
  show('plans', true)
  expect(await screen.findByText('The one file is here: 2 kB.')).toBeTruthy()

  const user = userEvent.setup()
  await user.click(screen.getByRole('switch', { name: /Keep all files on this laptop/ }))
  await waitFor(async () => expect(mustBe(await plan.document.plan().filesKept()).keepsAll).toBe(true))
  expect(screen.getByRole<HTMLInputElement>('switch', { name: /Keep all files/ }).checked).toBe(true)
})
