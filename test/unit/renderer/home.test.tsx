// @vitest-environment happy-dom
// The list of plans over a member's device in memory: what it says of each plan, and how one gets or puts away one.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, configure, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { encodeQR } from 'qr'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { err, ok } from '#shared/base/result.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { usePlaces } from '#renderer/app/usePlaces.ts'
import type { WindowCore } from '#renderer/data/core.ts'
import { openSettings } from '#renderer/data/settings.ts'
import { PlansPage } from '#renderer/features/plans/PlansPage.tsx'
import { firstSteps } from '#renderer/parts/firstSteps.ts'
import { textInPixels } from '#renderer/parts/qrPicture.ts'
import { whenText } from '#renderer/parts/whenText.ts'
import { createWords, wordsOf } from '#renderer/words/words.ts'
import { Toasts } from '#renderer/ui/Toasts.tsx'
import { type MemoryMember, memoryMember } from '../../helpers/memoryMember.ts'
import { mustBe } from './openedPlan.ts'

/** On a machine with other work to do. */
const PATIENCE = { timeout: 30_000 }
configure({ asyncUtilTimeout: PATIENCE.timeout })

let world: MemoryMember
let pump: ReturnType<typeof setInterval>

beforeEach(() => {
  window.localStorage.clear()
  world = memoryMember({ now: Date.now() })
  pump = setInterval(() => void world.pass(300), 10)
})

afterEach(() => {
  cleanup()
  clearInterval(pump)
})

function show(): void {
  let tell = (): void => undefined
  const { device } = world
  const told = async <T,>(answer: Promise<T>): Promise<T> => answer.finally(() => tell())
  const core = {
    list: async () => ok(await device.list()),
    onPlans: (listener: Parameters<WindowCore['onPlans']>[0]) => {
      const before = tell
      tell = () => (before(), void device.list().then(listener))
      return () => undefined
    },
    onCore: () => () => undefined,
    codesWaiting: async () => ok([]),
    create: (plan: Parameters<WindowCore['create']>[0]) => told(device.create({ ...plan })),
    putAway: (planId: string, isAway: boolean) => told(device.putAway(planId, isAway)),
    forget: (planId: string, evenUnsynced: boolean) => told(device.forget(planId, { evenUnsynced })),
  } as unknown as WindowCore
  const services = { core, settings: openSettings(window.localStorage, ['en']) } as unknown as WindowServices
  render(
    <ServicesProvider value={services}>
      <I18nProvider i18n={createWords('en')}>
        <PlansPage link={null} />
        <Toasts closeLabel="Close" />
      </I18nProvider>
    </ServicesProvider>,
  )
}

const start = async (title: string): Promise<string> =>
  mustBe(await world.device.create({ title, language: 'ca', template: 'blank', name: 'Núria' })).planId

test('[UI100] each plan says who changed it last and when, who is in it, what is agreed and where it is saved; newest first', async () => {
  await start('Older')
  await world.pass(5_000)
  const newer = mustBe(await world.device.open(await start('Newer')))
  mustBe(await newer.adopt({ title: 'Assemblea', date: '2026-07-27' }))
  show()
  const rows = await screen.findAllByRole('link')
  expect(rows.map((row) => row.querySelector('.plan-title')?.textContent)).toEqual(['Newer', 'Older'])
  expect(rows[0]!.textContent).toMatch(/Last changed by you, today, \d\d:\d\d · Only you, so far/)
  expect(rows[0]!.textContent).toContain('Agreed 27 July 2026')
  expect(rows[1]!.textContent).toContain('Draft, not yet agreed')
  expect(rows[1]!.textContent).toContain('Saved on this laptop')
})

test('[UI101] a plan is put away with a way back at once, stands below the list, and is removed only there, in two steps', async () => {
  await start('Pla')
  show()
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'More: Pla' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Put away' }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await user.click(await screen.findByRole('button', { name: 'More: Pla' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Put away' }))
  expect(await screen.findByText('No plans on this laptop yet')).toBeTruthy()
  await user.click(await screen.findByRole('button', { name: 'Remove from this laptop…: Pla', hidden: true }))
  const sheet = within(await screen.findByRole('dialog'))
  expect(sheet.getByText(/Only you have it/)).toBeTruthy()
  await user.click(sheet.getByRole('button', { name: 'Remove it' }))
  expect((await sheet.findByRole('alert')).textContent).toContain('only on this laptop and would be lost')
  expect(await world.device.list()).toHaveLength(1)
  await user.click(sheet.getByRole('button', { name: 'Remove it and lose them' }))
  await expect.poll(() => world.device.list(), PATIENCE).toEqual([])
})

test('[UI149] a plan that cannot be read is removed from its own row; nothing is claimed of what others have', async () => {
  const planId = await start('Pla')
  await world.device.close()
  world = world.crash()
  const refuse = async () => err({ code: 'E_DISK', cause: 'EIO' } as const)
  Object.assign(world.disk(planId), { list: refuse, read: refuse })
  show()
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'More: Untitled' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Remove from this laptop…' }))
  const sheet = within(await screen.findByRole('dialog'))
  expect(sheet.getByText(/^It cannot be read here/)).toBeTruthy()
  await user.click(sheet.getByRole('button', { name: 'Remove it' }))
  await expect.poll(() => world.device.list(), PATIENCE).toEqual([])
})

test('[UI102] a title is enough for a plan; the frame of a commons transition brings objectives and no project', async () => {
  show()
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: /^Commons transition/ }))
  await user.type(await screen.findByLabelText('Title of the plan'), 'La vall{Enter}')
  await expect.poll(async () => (await world.device.list()).map(({ title }) => title), PATIENCE).toEqual(['La vall'])
  const { planId } = (await world.device.list())[0]!
  const session = mustBe(await world.device.open(planId))
  const plan = JSON.parse(mustBe(await session.canonicalJson('draft'))) as Record<string, Record<string, unknown>>
  expect(Object.keys(plan['objectives'] ?? {})).toHaveLength(5)
  expect(plan['projects'] ?? {}).toEqual({})
  expect(session.roster().members.map(({ name }) => name)).toEqual(['Me'])
  expect(firstSteps.now()).toEqual([planId])
})

test('[UI103] the link in the picture of a QR is read; a picture without one gives nothing', () => {
  const link = `aplec://join#${'Aa9_-'.repeat(30)}`
  expect(textInPixels(pictureOf(encodeQR(link, 'raw', { border: 3 })))).toBe(link)
  expect(textInPixels(pictureOf(Array.from({ length: 60 }, () => Array.from({ length: 60 }, () => false))))).toBeNull()
})

test('[UI100] a moment is said as people say it', () => {
  const words = wordsOf(createWords('en'), 'en')
  const now = new Date(2026, 6, 27, 12).getTime()
  const at = (...when: [number, number, number, number, number]): string =>
    whenText(new Date(...when).getTime(), now, words)
  expect(at(2026, 6, 27, 9, 5)).toBe('today, 09:05')
  expect(at(2026, 6, 26, 23, 59)).toBe('yesterday, 23:59')
  expect(at(2026, 6, 23, 8, 0)).toBe('4 days ago')
  expect(at(2026, 6, 1, 8, 0)).toBe('1 July 2026')
  expect(at(2027, 0, 1, 8, 0)).toBe('1 January 2027')
})

test('[UI103] at the first start the window goes to the sample, but not from under what one has begun', async () => {
  const planId = 'ab'.repeat(32)
  const offered = async (): Promise<string> => {
    window.location.hash = '#/plans'
    let isTaken = false
    const shell = {
      takePlace: async () => ((isTaken = true), ok({ kind: 'plan', planId })),
      onPlace: () => () => undefined,
    }
    const { unmount } = render(
      <I18nProvider i18n={createWords('en')}>
        <Places core={{ shell } as unknown as WindowCore} />
      </I18nProvider>,
    )
    await expect.poll(() => isTaken, PATIENCE).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 0))
    unmount()
    return window.location.hash
  }
  expect(await offered()).toBe(`#/plan/${planId}/board`)
  const dialog = document.createElement('section')
  dialog.setAttribute('role', 'dialog')
  document.body.append(dialog)
  expect(await offered()).toBe('#/plans')
  dialog.remove()
})

function Places({ core }: { readonly core: WindowCore }) {
  usePlaces(core)
  return null
}

/** Four pixels a square, as a camera or a screen copy gives them. */
function pictureOf(rows: readonly (readonly boolean[])[]) {
  const scale = 4
  const size = rows.length * scale
  const data = new Uint8ClampedArray(size * size * 4).fill(255)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (rows[Math.floor(y / scale)]![Math.floor(x / scale)]) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
    }
  }
  return { width: size, height: size, data }
}
