// @vitest-environment happy-dom
// Others who have the plan open, as the core tells of them, and what the core is told.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import * as A from '@automerge/automerge/slim'
import { ok } from '#shared/base/result.ts'
import type { LiveWords, PresentMember } from '#shared/core/contract.ts'
import { storedPath } from '#shared/plan/things.ts'
import type { Place } from '#shared/presence/noteBody.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { useWhereabouts } from '#renderer/app/frame/useWhereabouts.ts'
import type { PlanRoute } from '#renderer/app/frame/PlanPage.tsx'
import { PlanProvider } from '#renderer/app/planContext.ts'
import type { OpenPlan } from '#renderer/data/openPlan.ts'
import { openSettings, type SettingsStore } from '#renderer/data/settings.ts'
import { BoardView } from '#renderer/features/board/BoardView.tsx'
import { HereInPlan, textName } from '#renderer/parts/Here.tsx'
import { TextEdit } from '#renderer/parts/TextEdit.tsx'
import { createWords } from '#renderer/words/words.ts'
import { openedPlan, type OpenedPlan } from './openedPlan.ts'

const nowhere: Place = { screen: 'board', project: null, field: null, cursor: null }
const member = (digit: string, name: string, place: Partial<Place> = {}): PresentMember => ({
  memberId: digit.repeat(64),
  personId: null,
  name,
  place: { ...nowhere, ...place },
})

interface Scene {
  readonly opened: OpenedPlan
  readonly project: string
  readonly settings: SettingsStore
  readonly told: (Place | null)[]
  here(...people: readonly PresentMember[]): void
  say(words: LiveWords): void
}

let scene: Scene | null = null
afterEach(async () => {
  cleanup()
  await scene?.opened.close()
})

async function opened(): Promise<Scene> {
  let tellWords: (words: LiveWords) => void = () => undefined
  let tell: (people: readonly PresentMember[]) => void = () => undefined
  const told: (Place | null)[] = []
  const plan = await openedPlan((remote) => ({
    ...remote,
    setPresence: async (place) => (told.push(place), ok(null)),
    onWords: (listener) => {
      tellWords = listener
      return () => undefined
    },
    onPresence: (listener) => {
      tell = listener
      return () => undefined
    },
  }))
  const settings = openSettings({ getItem: () => null, setItem: () => undefined } as unknown as Storage, ['en'])
  const project = plan.addProject('Forn de pa')
  scene = {
    opened: plan,
    project,
    settings,
    told,
    here: (...people) => act(() => tell(people)),
    say: (words) => act(() => tellWords(words)),
  }
  return scene
}

function Window({
  plan,
  route,
  project,
}: {
  readonly plan: OpenPlan
  readonly route: PlanRoute
  readonly project: string
}) {
  useWhereabouts(route)
  return (
    <>
      <HereInPlan />
      <TextEdit thing={{ type: 'Project', id: project }} field="title" stored="Forn de pa" label="Title" />
      <BoardView planId={plan.planId} openProject={null} />
    </>
  )
}

function show({ opened: { plan }, settings, project }: Scene, projectId?: string): void {
  const route = { at: 'plan', planId: plan.planId, view: 'board', ...(projectId ? { projectId } : {}) } as const
  render(
    <ServicesProvider value={{ settings } as unknown as WindowServices}>
      <I18nProvider i18n={createWords('en')}>
        <PlanProvider value={plan}>
          <Window plan={plan} route={route} project={project} />
        </PlanProvider>
      </I18nProvider>
    </ServicesProvider>,
  )
}

test('[UI184] who is here stands in the head of the plan, in letters and in words; nobody is no words', async () => {
  const at = await opened()
  show(at)
  expect(screen.queryByRole('group', { name: /here now/ })).toBeNull()
  at.here(member('1', 'Pau'), member('2', 'Berta Roca'))
  const list = screen.getByRole('group', { name: 'Pau and Berta Roca are here now' })
  expect(list.textContent).toMatch(/^PBR/)
  at.here(...['1', '2', '3', '4', '5', '6'].map((digit) => member(digit, `M${digit}`)))
  expect(screen.getByRole('group', { name: /M6 are here now/ }).textContent).toContain('+2')
  at.here()
  expect(screen.queryByRole('group', { name: /here now/ })).toBeNull()
})

test('[UI185] a card, and a text, show who is on and in it', async () => {
  const at = await opened()
  show(at)
  at.here(member('1', 'Pau', { project: at.project }))
  expect(screen.getByRole('group', { name: 'Pau is on this card' }).closest('li')?.dataset['card']).toBe(at.project)
  expect(screen.queryByRole('group', { name: /in this text/ })).toBeNull()
  const field = textName({ type: 'Project', id: at.project }, 'title')
  at.here(member('1', 'Pau', { project: at.project, field }))
  const inText = screen.getByRole('group', { name: 'Pau is in this text' })
  expect(inText.parentElement?.contains(screen.getByRole('textbox', { name: 'Title' }))).toBe(true)
})

test('[UI183] the others are told view, project and text, and nothing when that is switched off', async () => {
  const at = await opened()
  show(at, at.project)
  const { told, settings } = at
  expect(told.at(-1)).toEqual({ ...nowhere, project: at.project })
  await userEvent.click(screen.getByRole('textbox', { name: 'Title' }))
  expect(told.at(-1)?.field).toBe(textName({ type: 'Project', id: at.project }, 'title'))
  act(() => screen.getByRole('textbox', { name: 'Title' }).blur())
  expect(told.at(-1)?.field).toBeNull()
  act(() => settings.change({ isSeen: false }))
  expect(told.at(-1)).toBeNull()
  const { length } = told
  await userEvent.click(screen.getByRole('textbox', { name: 'Title' }))
  expect(told).toHaveLength(length)
  act(() => settings.change({ isSeen: true }))
  expect(told.at(-1)?.project).toBe(at.project)
})

test('[UI187] a text shows what somebody is writing in it, and to whoever is in it oneself only what is in the plan', async () => {
  const at = await opened()
  show(at)
  const field = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Title' })
  const plan = at.opened.plan.document.doc.now()
  const path = [...storedPath({ type: 'Project', id: at.project })!, 'title']
  const theirs = A.change(A.clone(plan, { actor: 'ab'.repeat(16) }), (draft) => A.splice(draft, path, 4, 0, ' gran'))
  const words = { device: '1'.repeat(64), memberId: '1'.repeat(64), name: 'Pau' }
  at.say({ ...words, changes: [{ hash: A.getHeads(theirs)[0]!, bytes: A.getLastLocalChange(theirs)! }] })
  expect(field().value).toBe('Forn gran de pa')
  act(() => field().focus())
  expect(field().value).toBe('Forn de pa')
  act(() => field().blur())
  expect(field().value).toBe('Forn gran de pa')
  at.say({ ...words, changes: [] })
  expect(field().value).toBe('Forn de pa')
})
