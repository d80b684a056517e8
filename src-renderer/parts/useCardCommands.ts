import { useMemo } from 'react'
import { newId } from '#shared/base/id.ts'
import { planAdd, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { usePlan } from '../app/planContext.ts'
import { announce } from '../ui/announce.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'
import { useEdit } from './useEdit.ts'

export type Destination = {
  readonly stage: string
  /** The card it stands ahead of; `null`: at the end. */
  readonly before: string | null
  readonly objective?: string | null
}

export type CardCommands = {
  /** Adds a project at the end of a stage; its id, or null when it was refused. */
  readonly add: (stage: string, title: string) => string | null
  readonly rename: (id: string, title: string) => void
  readonly move: (id: string, to: Destination) => void
  readonly remove: (id: string) => void
  readonly restore: (id: string) => void
}

export const projectRef = (id: string): ThingRef => ({ type: 'Project', id })

/** What can be done with cards. Each is one step of undo and says what it did. */
export function useCardCommands(): CardCommands {
  const plan = usePlan()
  const { t } = useWords()
  const edit = useEdit()
  return useMemo(() => {
    const titleOf = (id: string): string => plan.reader.card(plan.document.doc.now(), id)?.title || t('plan.untitled')

    const restore = (id: string): void => void edit((doc) => planRestore(doc, projectRef(id)))
    return {
      add: (stage, title) => {
        const id = newId(plan.random)
        const fields = { title, place: { stage } }
        return edit((doc) => planAdd(doc, projectRef(id), fields, plan.random)) ? id : null
      },
      rename: (id, title) => void edit((doc) => planSet(doc, projectRef(id), { title })),
      move: (id, { stage, before, objective }) => {
        const to = { stage, ...(before === null ? {} : { before }), ...(objective === undefined ? {} : { objective }) }
        if (edit((doc) => planMove(doc, id, to, plan.random))) announce(movedSentence(id))
      },
      remove: (id) => {
        const title = titleOf(id)
        if (!edit((doc) => planRemove(doc, projectRef(id), plan.selfId(), plan.now()))) return
        toast({ text: t('card.binned', { title }), action: { word: t('app.undo'), run: () => restore(id) } })
      },
      restore,
    }

    function movedSentence(id: string): string {
      const { columns } = plan.reader.board(plan.document.doc.now())
      const column = columns.find(({ cards }) => cards.some((card) => card.id === id))
      const place = column?.cards.findIndex((card) => card.id === id) ?? 0
      return t('card.moved', {
        title: titleOf(id),
        stage: column?.stage.title ?? '',
        place: place + 1,
        total: column?.cards.length ?? 0,
      })
    }
  }, [plan, t, edit])
}
