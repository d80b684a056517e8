// @vitest-environment happy-dom
// The board of a plan whose document still loads: the real core gives a look of it, and the document comes when the test lets it.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { err, ok } from '#shared/base/result.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { systemRandom } from '#node/system/ports.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { PlanView } from '#renderer/app/frame/PlanView.tsx'
import type { WindowCore } from '#renderer/data/core.ts'
import type { LeftOut } from '#renderer/data/leftOut.ts'
import { createPlanKeeper, type PlanKeeper } from '#renderer/data/planKeeper.ts'
import type { OpenPlan } from '#renderer/data/openPlan.ts'
import { leftOutToast } from '#renderer/parts/leftOutToast.ts'
import { Toasts } from '#renderer/ui/Toasts.tsx'
import { createWords, wordsOf } from '#renderer/words/words.ts'
import { add, founded, memberIn, mustBe, tempFolder, titlesOf } from '../../helpers/memberFolder.ts'
import { openCache } from '../../helpers/openCache.ts'
import { slowWorker } from '../../helpers/slowWorker.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { inProcessPlan } from './inProcessPlan.ts'

const PROJECTS = ['Arxiu', 'Forn', 'Molí']

type Looking = {
  readonly plan: OpenPlan
  readonly keeper: PlanKeeper
  readonly session: Parameters<typeof inProcessPlan>[0]
  /** Lets the document come. */
  readonly load: () => Promise<void>
  readonly leftOut: readonly LeftOut[]
}

/** A plan with three projects, closed and opened again; the window has a look of it and waits. */
async function looking(isReadable = true, mayWrite = true): Promise<Looking> {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const first = await founded(device)
  for (const title of PROJECTS) await add(first, 'Project', { title })
  await device.close()
  const worker = slowWorker()
  onTestFinished(worker.open)
  const session = mustBe(await (await memberIn(folder, worker)).open(first.planId))
  const remote = inProcessPlan(session)
  let letLoad = (): void => undefined
  const mayLoad = new Promise<void>((resolve) => (letLoad = resolve))
  const broken = { ...remote, documentBytes: async () => ok(new Uint8Array([1, 2, 3])) }
  const readOnly = { ...remote, lease: async () => err({ code: 'E_READ_ONLY' } as const) }
  const leftOut: LeftOut[] = []
  const core: Pick<WindowCore, 'open' | 'onCore'> = {
    open: async () => ok(!isReadable ? broken : mayWrite ? remote : readOnly),
    onCore: () => () => undefined,
  }
  const keeper = createPlanKeeper({
    core: core as WindowCore,
    chunks: openCache(newId(systemRandom)),
    random: systemRandom,
    now: () => Date.now(),
    later: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    readyToLoad: () => mayLoad,
    onNotice: () => undefined,
    onLeftOut: (left) => leftOut.push(...left),
  })
  await keeper.show(first.planId)
  const shown = keeper.shown.now()
  if (shown.at !== 'open') throw new Error(shown.at)
  const { plan } = shown
  const load = async (): Promise<void> => {
    worker.open()
    letLoad()
    await act(() => plan.document.load())
  }
  return { plan, keeper, session, load, leftOut }
}

const draw = ({ planId, ...plan }: OpenPlan, projectId?: string): void => {
  const route = { at: 'plan' as const, planId, view: 'board' as const, ...(projectId ? { projectId } : {}) }
  render(
    <I18nProvider i18n={createWords('en')}>
      <PlanProvider value={{ planId, ...plan }}>
        <PlanView route={route} />
      </PlanProvider>
    </I18nProvider>,
  )
}

const card = (title: string): HTMLElement => screen.getByRole('link', { name: title })
const writable = (plan: OpenPlan): Promise<void> =>
  waitFor('the plan may be written', () => plan.document.writing.now().state === 'open')

afterEach(cleanup)

test('[UI120] the board is drawn from the look of the core before the document is there; what a look has not waits', async () => {
  const { plan, load } = await looking()
  expect(plan.document.loaded.now()).toBe(false)
  const id = Object.values(plan.document.doc.now().projects).flatMap((bucket) => Object.keys(bucket))[0]!
  draw(plan, id)
  for (const title of PROJECTS) expect(card(title)).toBeDefined()
  const panel = screen.getByRole('complementary')
  expect([panel.getAttribute('aria-busy'), within(panel).queryAllByRole('textbox')]).toEqual(['true', []])
  await load()
  expect(plan.document.loaded.now()).toBe(true)
  expect(within(screen.getByRole('complementary')).getAllByRole('textbox').length).toBeGreaterThan(0)
})

test('[UI121] what is made while one looks stands on the board and in the core once the document is there', async () => {
  const { plan, session, load } = await looking()
  draw(plan)
  const user = userEvent.setup()
  await user.click(screen.getAllByRole('button', { name: /^Add a project to/ })[0]!)
  await user.keyboard('Safareig{Enter}')
  expect(plan.document.writing.now().state).toBe('opening')
  await load()
  await writable(plan)
  await plan.document.drained()
  expect(card('Safareig')).toBeDefined()
  expect(await titlesOf(session)).toEqual([...PROJECTS, 'Safareig'])
})

test('[UI121] a plan that is left while one looks keeps what was made', async () => {
  const { plan, keeper, session, load } = await looking()
  const id = newId(systemRandom)
  expect(plan.edit((doc) => planAdd(doc, { type: 'Project', id }, { title: 'Hort' }, systemRandom)).ok).toBe(true)
  const left = keeper.show(null)
  await load()
  await left
  expect(await titlesOf(session)).toContain('Hort')
})

test('[UI122] when the document takes its place, cards stay the same elements, with the focus and the place scrolled to', async () => {
  const { plan, load } = await looking()
  draw(plan)
  const before = PROJECTS.map(card)
  const list = before[0]!.closest('ul')!
  act(() => card('Forn').focus())
  list.scrollTop = 40
  await load()
  await writable(plan)
  expect(PROJECTS.map(card)).toEqual(before)
  expect(PROJECTS.map((title, index) => card(title) === before[index])).toEqual([true, true, true])
  expect([document.activeElement === card('Forn'), list.isConnected, list.scrollTop]).toEqual([true, true, 40])
})

test('[UI123] a look whose document cannot be had is taken away, and the window says why', async () => {
  const { keeper, load } = await looking(false)
  await load()
  await waitFor('the plan is no longer shown', () => keeper.shown.now().at === 'failed')
  expect(keeper.shown.now()).toMatchObject({ at: 'failed', notice: { code: 'E_CACHE_LOST' } })
})

const addEarly = (plan: OpenPlan, title: string): void => {
  const project = { type: 'Project', id: newId(systemRandom) } as const
  expect(plan.edit((doc) => planAdd(doc, project, { title }, systemRandom)).ok).toBe(true)
}

test('[UI145] what was made while one looks and can never be written is given back: the lease is refused', async () => {
  const { plan, session, load, leftOut } = await looking(true, false)
  addEarly(plan, 'Hort')
  await load()
  await waitFor('it is given back', () => leftOut.length > 0)
  expect(leftOut).toEqual([{ why: { code: 'E_READ_ONLY' }, text: 'Hort' }])
  expect(await titlesOf(session)).toEqual(PROJECTS)
})

test('[UI145] the same when the document cannot be had, and when the plan is left before it came', async () => {
  const unreadable = await looking(false)
  addEarly(unreadable.plan, 'Hort')
  await unreadable.load()
  await waitFor('it is given back', () => unreadable.leftOut.length > 0)
  expect(unreadable.leftOut).toEqual([{ why: { code: 'E_CACHE_LOST' }, text: 'Hort' }])
  const left = await looking()
  addEarly(left.plan, 'Pou')
  const closed = left.plan.close()
  await waitFor('it is given back', () => left.leftOut.length > 0, 15_000)
  expect(left.leftOut).toEqual([{ why: { code: 'E_CLOSED' }, text: 'Pou' }])
  await left.load()
  await closed
})

test('[UI145] one that the plan refuses when it can be written is given back with the reason, and the others are written', async () => {
  const { plan, session, load, leftOut } = await looking()
  addEarly(plan, 'Hort')
  const gone = newId(systemRandom)
  const late = (doc: PlanDoc) =>
    plan.document.loaded.now()
      ? planSet(doc, { type: 'Project', id: gone }, { title: 'Pou' })
      : planAdd(doc, { type: 'Project', id: gone }, { title: 'Pou' }, systemRandom)
  expect(plan.edit(late).ok).toBe(true)
  await load()
  await writable(plan)
  await plan.document.drained()
  expect(leftOut).toEqual([{ why: { kind: 'Missing', id: gone }, text: 'Pou' }])
  expect(await titlesOf(session)).toEqual([...PROJECTS, 'Hort'].sort())
})

test('[UI145] what was left out is said, stays until it is closed, and can be copied whole', async () => {
  const user = userEvent.setup()
  const text = 'Un text llarg '.repeat(20).trim()
  render(<Toasts closeLabel="Close" />)
  act(() => leftOutToast([{ why: { code: 'E_READ_ONLY' }, text }], wordsOf(createWords('en'), 'en')))
  expect(screen.getByText(/^Not written into the plan: “Un text llarg.*…”\. This plan can be read here/)).toBeDefined()
  await user.click(screen.getByRole('button', { name: 'Copy the text' }))
  expect(await navigator.clipboard.readText()).toBe(text)
})
