/** A project's panel over a plan of the real core, as a person finds it. */
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen, waitFor, within } from '@testing-library/react'
import { I18nProvider as AriaLocale } from 'react-aria-components'
import { newId } from '#shared/base/id.ts'
import { ok } from '#shared/base/result.ts'
import { type ProjectDetail, selectProject } from '#shared/plan/cards.ts'
import type { FieldInputs } from '#shared/plan/fieldEdits.ts'
import type { TypeName } from '#shared/plan/fields.ts'
import { planAdd } from '#shared/plan/operations.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { systemRandom } from '#node/system/ports.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import type { OpenPlan } from '#renderer/data/openPlan.ts'
import { ProjectPanel } from '#renderer/features/project/ProjectPanel.tsx'
import { type Language, localeOf } from '#renderer/words/languages.ts'
import { createWords } from '#renderer/words/words.ts'
import { mustBe, type OpenedPlan, openedPlan } from './openedPlan.ts'

export interface OpenedPanel {
  readonly plan: OpenPlan
  readonly projectId: string
  readonly project: ThingRef
  addProject(title: string): string
  add(type: TypeName, fields: FieldInputs, parent?: ThingRef): string
  doc(): PlanDoc
  detail(): ProjectDetail
  /** Its first frame. */
  begin(language?: Language): void
  /** Until all of it is there. */
  show(language?: Language): Promise<void>
  close(): Promise<void>
}

export async function openedPanel(title = 'Forn de pa'): Promise<OpenedPanel> {
  const opened: OpenedPlan = await openedPlan()
  const { plan } = opened
  const projectId = opened.addProject(title)
  // The shell is another process; nothing is asked of it here.
  const services = { core: { shell: { openExternal: async () => ok(true) } } } as unknown as WindowServices
  const route = { at: 'plan', planId: plan.planId, view: 'board', projectId } as const
  const begin = (language: Language = 'en'): void =>
    void render(
      <ServicesProvider value={services}>
        <I18nProvider i18n={createWords(language)}>
          <AriaLocale locale={localeOf(language)}>
            <PlanProvider value={plan}>
              <ProjectPanel route={route} projectId={projectId} />
            </PlanProvider>
          </AriaLocale>
        </I18nProvider>
      </ServicesProvider>,
    )
  return {
    plan,
    projectId,
    project: { type: 'Project', id: projectId },
    addProject: opened.addProject,
    add: (type, fields, parent) => {
      const id = newId(systemRandom)
      const ref: ThingRef = parent === undefined ? { type, id } : { type, id, in: parent }
      mustBe(plan.edit((doc) => planAdd(doc, ref, fields, systemRandom)))
      return id
    },
    doc: () => plan.document.doc.now(),
    detail: () => selectProject(plan.document.doc.now(), projectId)!,
    begin,
    show: async (language) => {
      begin(language)
      await wholePanel()
    },
    close: async () => {
      cleanup()
      await opened.close()
    },
  }
}

/** The panel, once its last section is drawn (UI137). */
export const wholePanel = (): Promise<Element> =>
  waitFor(() => screen.getByText((_, element) => element?.matches('.panel[aria-busy=false]') === true), {
    timeout: 20_000,
  })

/** A section of the panel by the beginning of its heading. */
export const part = (name: string) => within(screen.getByRole('region', { name: new RegExp(`^${name}`) }))
