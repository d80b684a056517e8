import { useEffect } from 'react'
import { useSelection } from '../../data/source.ts'
import { useServices } from '../context.ts'
import { usePlan } from '../planContext.ts'
import type { PlanRoute } from './PlanPage.tsx'

/** Tells the others of the plan in which view, project and text one is (UI183), unless that is switched off. */
export function useWhereabouts({ view, projectId }: PlanRoute): void {
  const { settings } = useServices()
  const { presence } = usePlan()
  const isSeen = useSelection(settings, seen)
  useEffect(() => presence.at({ screen: view, project: projectId ?? null }), [presence, view, projectId])
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      const field = target instanceof Element ? target.closest<HTMLElement>('[data-text]')?.dataset['text'] : undefined
      // A text says its own cursor; without one it is only known that one is in it.
      presence.at({ field: field ?? null, cursor: null })
    }
    const onBlur = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget === null) presence.at({ field: null, cursor: null })
    }
    document.addEventListener('focusin', onFocus)
    document.addEventListener('focusout', onBlur)
    return () => {
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('focusout', onBlur)
    }
  }, [presence])
  useEffect(() => {
    presence.share(isSeen)
    return () => presence.share(false)
  }, [presence, isSeen])
}

const seen = ({ isSeen }: { readonly isSeen: boolean }): boolean => isSeen
