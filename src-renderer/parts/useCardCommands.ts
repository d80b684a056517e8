import { useMemo } from 'react'
import { newId } from '#shared/base/id.ts'
import { ok } from '#shared/base/result.ts'
import type { FieldInputs } from '#shared/plan/fieldEdits.ts'
import { planAll, type Planned, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMoveAll, ranksAtEnd } from '#shared/plan/order.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { usePlan } from '../app/planContext.ts'
import { announce } from '../ui/announce.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'
import { useEdit } from './useEdit.ts'

export type Destination = {
  readonly stage: string
  /** The card it stands ahead of; `null`: at the end. */
  readonly before: string | null
  /** Absent: each keeps its own. */
  readonly objective?: string | null
}

export type CardCommands = {
  /** Adds a project at the end of a stage; its id, or null when it was refused. */
  readonly add: (stage: string, title: string, objective?: string | null) => string | null
  /** Adds one for each title, in order; false when refused. */
  readonly addAll: (stage: string, titles: readonly string[], objective?: string | null) => boolean
  readonly rename: (id: string, title: string) => void
  readonly move: (id: string, to: Destination) => void
  /** Moves them to stand one after the other, in the order given. */
  readonly moveAll: (ids: readonly string[], to: Destination) => void
  /** Sets fields of all of them; `said` says what was done. */
  readonly setAll: (ids: readonly string[], fields: FieldInputs, said: string) => void
  readonly remove: (id: string) => void
  readonly removeAll: (ids: readonly string[]) => void
  readonly restore: (id: string) => void
}

export const projectRef = (id: string): ThingRef => ({ type: 'Project', id })

/** What can be done with cards, with one or with many. Each is one step of undo and says what it did. */
export function useCardCommands(): CardCommands {
  const plan = usePlan()
  const { t } = useWords()
  const edit = useEdit()
  return useMemo(() => {
    const now = (): PlanDoc => plan.document.doc.now()
    const titleOf = (id: string): string => plan.reader.card(now(), id)?.title || t('plan.untitled')

    const restoreAll = (ids: readonly string[]): void =>
      void edit((doc) => together(ids.map((id) => planRestore(doc, projectRef(id))).filter(isDue)))
    const addAll = (stage: string, titles: readonly string[], objective: string | null = null): readonly string[] => {
      const ids = titles.map(() => newId(plan.random))
      const isDone = edit((doc) => {
        const ranks = ranksAtEnd(doc, stage, titles.length, plan.random)
        const adds = ids.map((id, index) => ({
          do: 'add' as const,
          ref: projectRef(id),
          fields: {
            title: titles[index],
            place: { stage, rank: ranks[index], ...(objective === null ? {} : { objective }) },
          },
        }))
        return planAll(doc, adds, plan.random)
      })
      return isDone ? ids : []
    }
    const moveAll = (ids: readonly string[], { stage, before, objective }: Destination): void => {
      const to = { stage, ...(before === null ? {} : { before }), ...(objective === undefined ? {} : { objective }) }
      if (edit((doc) => planMoveAll(doc, ids, to, plan.random))) announce(movedSentence(ids, to))
    }
    const removeAll = (ids: readonly string[]): void => {
      const text = ids.length === 1 ? t('card.binned', { title: titleOf(ids[0]!) }) : ''
      const [by, at] = [plan.selfId(), plan.now()]
      if (!edit((doc) => together(ids.map((id) => planRemove(doc, projectRef(id), by, at))))) return
      const action = { word: t('app.undo'), run: () => restoreAll(ids) }
      toast({ text: text || t('cards.binned', { count: ids.length }), action })
    }
    return {
      add: (stage, title, objective) => addAll(stage, [title], objective)[0] ?? null,
      addAll: (stage, titles, objective) => addAll(stage, titles, objective).length > 0,
      rename: (id, title) => void edit((doc) => planSet(doc, projectRef(id), { title })),
      move: (id, to) => moveAll([id], to),
      moveAll,
      setAll: (ids, fields, said) => {
        if (edit((doc) => together(ids.map((id) => planSet(doc, projectRef(id), fields))))) announce(said)
      },
      remove: (id) => removeAll([id]),
      removeAll,
      restore: (id) => restoreAll([id]),
    }

    function movedSentence(ids: readonly string[], { stage, objective }: Partial<Destination>): string {
      const column = plan.reader.board(now()).columns.find((one) => one.stage.id === stage)
      const to = column?.stage.title ?? ''
      const lane =
        objective === null || objective === undefined
          ? t('move.noObjective')
          : (now().objectives[objective]?.title ?? '')
      const where = objective === undefined ? to : `${to}, ${lane}`
      if (ids.length > 1) return t('cards.moved', { count: ids.length, stage: where })
      const place = column?.cards.findIndex((card) => card.id === ids[0]) ?? 0
      const total = column?.cards.length ?? 0
      return t('card.moved', { title: titleOf(ids[0]!), stage: where, place: place + 1, total })
    }
  }, [plan, t, edit])
}

/** Many planned edits as one: one step of undo. All or nothing. */
function together(planned: readonly Planned[]): Planned {
  const refused = planned.find((one) => !one.ok)
  return refused ?? ok(planned.flatMap((one) => (one.ok ? one.value : [])))
}

/** What somebody else has taken out of the bin in the meantime need not be taken out again. */
const isDue = (planned: Planned): boolean => planned.ok || planned.error.kind !== 'NotRemoved'
