import { useMemo } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { FieldInputs } from '#shared/plan/fieldEdits.ts'
import { selectObjectives, selectStages } from '#shared/plan/lists.ts'
import { planReorder } from '#shared/plan/order.ts'
import { usePlan } from '../../app/planContext.ts'
import { useEdit } from '../../parts/useEdit.ts'
import { useThing } from '../../parts/useThing.ts'
import { announce } from '../../ui/announce.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'

export type HeadType = 'Stage' | 'Objective'

/** What can be done with the heads of columns and lanes; each is one step of undo. */
export type HeadCommands = {
  /** Adds one at the end; null when it was refused. */
  readonly add: (type: HeadType, title: string) => string | null
  readonly set: (type: HeadType, id: string, fields: FieldInputs) => void
  /** One place forward or back among its own; says where it stands. */
  readonly step: (type: HeadType, id: string, by: 1 | -1) => void
  readonly drop: (type: HeadType, dragged: string, onto: string, side: 'before' | 'after') => void
  readonly remove: (type: HeadType, id: string) => void
  /** How many cards stand under it, whatever the filter shows. */
  readonly cardsUnder: (type: HeadType, id: string) => number
}

export function useHeadCommands(): HeadCommands {
  const plan = usePlan()
  const { t } = useWords()
  const edit = useEdit()
  const things = useThing()
  return useMemo(() => {
    const orderOf = (type: HeadType): readonly { readonly id: string; readonly title: string }[] =>
      (type === 'Stage' ? selectStages : selectObjectives)(plan.document.doc.now())
    const titleOf = (type: HeadType, id: string): string =>
      shownTitle(orderOf(type).find((one) => one.id === id)?.title ?? '') || t('plan.untitled')
    const put = (type: HeadType, id: string, before: string | null): void => {
      if (!edit((doc) => planReorder(doc, { type, id }, before, plan.random))) return
      const order = orderOf(type)
      const place = order.findIndex((one) => one.id === id) + 1
      announce(t('board.headMoved', { title: titleOf(type, id), place, total: order.length }))
    }
    return {
      add: (type, title) => things.add(type, { title, ...(type === 'Objective' ? { colour: nextHue() } : {}) }),
      set: (type, id, fields) => void things.set({ type, id }, fields),
      step: (type, id, by) => {
        const order = orderOf(type)
        const at = order.findIndex((one) => one.id === id)
        if (at === -1 || at + by < 0 || at + by >= order.length) return
        put(type, id, by === -1 ? order[at - 1]!.id : (order[at + 2]?.id ?? null))
      },
      drop: (type, dragged, onto, side) => {
        const order = orderOf(type).filter(({ id }) => id !== dragged)
        const at = order.findIndex(({ id }) => id === onto)
        if (at !== -1) put(type, dragged, order[side === 'before' ? at : at + 1]?.id ?? null)
      },
      remove: (type, id) => {
        const text = t('card.binned', { title: titleOf(type, id) })
        things.remove({ type, id })
        toast({ text, action: { word: t('app.undo'), run: () => void things.restore({ type, id }) } })
      },
      cardsUnder: (type, id) => {
        const { columns, unplaced } = plan.reader.board(plan.document.doc.now())
        const cards = [...columns.flatMap((column) => column.cards), ...unplaced]
        return cards.filter(({ stage, objective }) => (type === 'Stage' ? stage : objective) === id).length
      },
    }

    /** The hue that the fewest objectives have: neighbours are told apart. */
    function nextHue(): string {
      const used = selectObjectives(plan.document.doc.now()).map(({ colour }) => colour)
      const times = Array.from({ length: 8 }, (_, hue) => used.filter((colour) => colour === `${hue}`).length)
      return String(times.indexOf(Math.min(...times)))
    }
  }, [plan, t, edit, things])
}
