// @vitest-environment happy-dom
// Row 3 in the window: the real board, core and journal on a disk in memory that is full.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { ok } from '#shared/base/result.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { systemRandom } from '#node/system/ports.ts'
import { type WindowServices, ServicesProvider } from '#renderer/app/context.ts'
import { NotSavedBar } from '#renderer/app/frame/NotSavedBar.tsx'
import { PlanProvider } from '#renderer/app/planContext.ts'
import type { WindowCore } from '#renderer/data/core.ts'
import { openCache } from '../../helpers/openCache.ts'
import { openPlan } from '#renderer/data/openPlan.ts'
import { createWords } from '#renderer/words/words.ts'
import { memoryMember } from '#test/helpers/memoryMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'
import { inProcessPlan } from '../../unit/renderer/inProcessPlan.ts'
import { mustBe } from '../../unit/renderer/openedPlan.ts'

async function titlesOf(session: PlanSession): Promise<readonly string[]> {
  const plan = JSON.parse(mustBe(await session.canonicalJson('draft'))) as {
    projects?: Record<string, { title: string }>
  }
  return Object.values(plan.projects ?? {})
    .map(({ title }) => title)
    .sort()
}

test('[BI3] the window says at once that the disk is full, offers to export, asks before it is left, and stops when there is room', async () => {
  const world = memoryMember()
  const pump = setInterval(() => void world.pass(300), 10)
  onTestFinished(() => clearInterval(pump))
  const { planId } = mustBe(await world.device.create({ title: 'Pla', template: 'blank', name: 'Núria' }))
  const session = mustBe(await world.device.open(planId))
  const exported: unknown[] = []
  const note = async (input: unknown) => {
    exported.push(input)
    return ok(null)
  }
  const core = {
    open: async () => ok(inProcessPlan(session)),
    onCore: () => () => undefined,
    shell: { saveBundle: note, exportPdf: note },
  } as unknown as WindowCore
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
  const notices: string[] = []
  const plan = mustBe(
    await openPlan(
      {
        core,
        chunks: openCache('full-disk'),
        random: systemRandom,
        now: () => Date.now(),
        later,
        readyToLoad: async () => undefined,
        onNotice: ({ code }) => void notices.push(code),
        onLeftOut: () => undefined,
      },
      planId,
    ),
  )
  onTestFinished(async () => {
    cleanup()
    await plan.close()
  })
  await waitFor('the window may write', () => plan.document.writing.now().state === 'open')
  render(
    <I18nProvider i18n={createWords('en')}>
      <ServicesProvider value={{ core } as WindowServices}>
        <PlanProvider value={plan}>
          <NotSavedBar planId={planId} />
        </PlanProvider>
      </ServicesProvider>
    </I18nProvider>,
  )
  const add = (title: string): void => {
    const id = newId(systemRandom)
    mustBe(plan.edit((doc) => planAdd(doc, { type: 'Project', id }, { title }, systemRandom)))
  }
  const leaving = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  add('Hort')
  await waitFor('it is saved', () => plan.document.saving.now().state === 'saved')
  expect([screen.queryByRole('alert'), leaving()]).toEqual([null, false])

  const disk = world.disk(planId)
  disk.room = 0
  add('Forn')
  await waitFor('the bar says it', () => screen.queryByRole('alert') !== null)
  expect(screen.getByRole('alert').textContent).toContain('Not saved: the disk is full.')
  expect(leaving()).toBe(true)
  add('Aigua')
  expect(Object.values(plan.document.doc.now().projects).flatMap((bucket) => Object.keys(bucket))).toHaveLength(3)
  fireEvent.click(screen.getByRole('button', { name: 'Export now…' }))
  fireEvent.click(screen.getByRole('button', { name: 'As a PDF…' }))
  expect(exported).toEqual([{ planId }, { planId, version: 'draft', language: 'en' }])
  // What is exported comes from the core, which has what was typed.
  await waitFor('the core has both', async () => (await titlesOf(session)).length === 3)

  disk.room = Infinity
  await waitFor('the bar goes', () => screen.queryByRole('alert') === null)
  expect(leaving()).toBe(false)
  expect(await titlesOf(session)).toEqual(['Aigua', 'Forn', 'Hort'])
  expect(notices).toEqual([])
  await waitFor('all is durable', () => session.status().saved.state === 'saved')
  const again = mustBe(await world.crash().device.open(planId))
  expect(await titlesOf(again)).toEqual(['Aigua', 'Forn', 'Hort'])
}, 60_000)
