/** The board of a plan of the real core, and what people do with it. English. */
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import { userEvent, type UserEvent } from '@testing-library/user-event'
import { newId } from '#shared/base/id.ts'
import type { FieldInputs } from '#shared/plan/fieldEdits.ts'
import type { TypeName } from '#shared/plan/fields.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import { systemRandom } from '#node/system/ports.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { BoardView } from '#renderer/features/board/BoardView.tsx'
import { createWords } from '#renderer/words/words.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { mustBe, type OpenedPlan, openedPlan } from './openedPlan.ts'

export interface ShownBoard {
  readonly opened: OpenedPlan
  readonly user: UserEvent
  add(type: TypeName, fields: FieldInputs): string
  set(id: string, fields: FieldInputs): void
  focus(title: string): void
  /** Titles of the cards of a column, in order. */
  column(name: string): readonly string[]
  /** Each cell of a lane that has cards: its cards, in order. */
  lane(name: string): readonly string[]
  undo(): void
  isSaid(sentence: RegExp): Promise<void>
  close(): Promise<void>
}

/** Opens a plan, lets `fill` write in it, and shows its board. */
export async function boardOf(fill: (board: Pick<ShownBoard, 'add' | 'opened'>) => void): Promise<ShownBoard> {
  const opened = await openedPlan()
  const { plan } = opened
  const add = (type: TypeName, fields: FieldInputs): string => {
    const id = newId(systemRandom)
    act(() => void mustBe(plan.edit((doc) => planAdd(doc, { type, id }, fields, systemRandom))))
    return id
  }
  fill({ add, opened })
  render(
    <I18nProvider i18n={createWords('en')}>
      <PlanProvider value={plan}>
        <BoardView planId={plan.planId} openProject={null} />
      </PlanProvider>
    </I18nProvider>,
  )
  return {
    opened,
    user: userEvent.setup(),
    add,
    set: (id, fields) => act(() => void mustBe(plan.edit((doc) => planSet(doc, { type: 'Project', id }, fields)))),
    focus: (title) => act(() => screen.getByRole('link', { name: new RegExp(title) }).focus()),
    column: (name) => titlesIn(screen.getByRole('region', { name: new RegExp(`^${name}`) })),
    lane: (name) => {
      const lists = within(screen.getByRole('region', { name: new RegExp(`^${name}`) })).queryAllByRole('list')
      return lists.map((list) => titlesIn(list).join(' | '))
    },
    undo: () => act(() => void plan.history.undo()),
    isSaid: (sentence) =>
      waitFor(`it is said: ${sentence}`, () =>
        sentence.test(document.querySelector('[data-announcer]')?.textContent ?? ''),
      ),
    close: async () => {
      cleanup()
      await opened.close()
    },
  }
}

const titlesIn = (element: HTMLElement): readonly string[] =>
  [...element.querySelectorAll('.card-title')].map(({ textContent }) => textContent ?? '')
