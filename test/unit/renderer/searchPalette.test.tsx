// @vitest-environment happy-dom
// The search over a plan of the real core and a real index.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ok } from '#shared/base/result.ts'
import type { PlanListing } from '#shared/core/contract.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { openCache } from '../../helpers/openCache.ts'
import { createPlanSearch } from '#renderer/data/search/planSearch.ts'
import { SearchPalette } from '#renderer/features/search/SearchPalette.tsx'
import { createWords } from '#renderer/words/words.ts'
import { searchInProcess } from '../../helpers/searchInProcess.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { type OpenedPlan, openedPlan } from './openedPlan.ts'

let opened: OpenedPlan
let done: string[]

beforeEach(async () => {
  opened = await openedPlan()
  done = []
  window.location.hash = ''
})

afterEach(async () => {
  cleanup()
  await opened.close()
})

const COMMANDS = [
  { id: 'goPeople', name: 'People', keys: 'Mod+4' },
  { id: 'exportPdf', name: 'Export as PDF', keys: null },
]

function show(): void {
  const { planId, document } = opened.plan
  const later = (ms: number, run: () => void): (() => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
  const chunks = openCache(`search-palette-${planId}`)
  const search = createPlanSearch({ ask: searchInProcess(), chunks, later, now: () => performance.now() })
  search.follow({ planId, doc: document.doc })
  const core = { list: async () => ok([{ planId, title: 'Pla' } as PlanListing]) }
  render(
    <ServicesProvider value={{ core, search } as unknown as WindowServices}>
      <I18nProvider i18n={createWords('en')}>
        <SearchPalette
          openPlan={planId}
          commands={COMMANDS}
          onCommand={(id) => done.push(id)}
          onClose={() => done.push('closed')}
        />
      </I18nProvider>
    </ServicesProvider>,
  )
}

const shown = (): readonly string[] => screen.queryAllByRole('menuitem').map(({ textContent }) => textContent)

test('[UI133] a project is found while its name is typed, and Enter opens it', async () => {
  const id = opened.addProject('Forn de pa')
  opened.addProject('Horta')
  show()
  await userEvent.type(screen.getByRole('searchbox'), 'forn')
  await waitFor('it is found', () => shown().some((line) => line.startsWith('Forn de pa')))
  expect(shown()).toEqual(['Forn de paproject'])
  await userEvent.keyboard('{Enter}')
  expect(done).toEqual(['closed'])
  expect(window.location.hash).toBe(`#/plan/${opened.plan.planId}/board/${id}`)
})

test('[UI133] commands are found by their names and shown with their keys; nothing found is said', async () => {
  show()
  expect(shown()).toEqual(['PeopleCtrl4', 'Export as PDF'])
  await userEvent.click(screen.getByRole('searchbox'))
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  expect(done.splice(0)).toEqual(['closed', 'exportPdf'])
  await userEvent.type(screen.getByRole('searchbox'), 'expórt')
  await waitFor('one is left', () => shown().length === 1)
  await userEvent.keyboard('{Enter}')
  expect(done).toEqual(['closed', 'exportPdf'])
  await userEvent.clear(screen.getByRole('searchbox'))
  await userEvent.type(screen.getByRole('searchbox'), 'zzz')
  expect(await screen.findByText(/Nothing was found/)).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  expect(done.at(-1)).toBe('closed')
})

test('[UI134] what others wrote is shown as text, whatever it is', async () => {
  opened.addProject('<img src=x onerror=alert(1)> \u202egnp.exe')
  show()
  await userEvent.type(screen.getByRole('searchbox'), 'onerror')
  await waitFor('it is found', () => shown().length === 1)
  expect(shown()[0]).toContain('<img src=x onerror=alert(1)> □gnp.exe')
  expect(document.querySelector('img')).toBeNull()
})
