import { useEffect } from 'react'
import { useServices } from '../context.ts'
import { usePlan } from '../planContext.ts'
import type { PlanFacts } from '../../data/openPlan.ts'
import { useWords, type Words } from '../../words/words.ts'

/** Changes come in one after the other; what is said counts those of a moment. */
const GATHER_MS = 4_000

type Agreement = PlanFacts['status']['agreement']

/**
 * While the window is out of sight, says once and quietly that others have written or that the assembly has adopted the plan.
 * Main sees to it that this happens seldom; a room that looks at a projector is told nothing.
 */
export function useNews(): void {
  const { core, settings } = useServices()
  const plan = usePlan()
  const words = useWords()
  useEffect(() => {
    let count = 0
    let adopted: Agreement = null
    let known = plan.facts.now().status.agreement?.id
    let timer: number | undefined
    const tell = (): void => {
      timer = undefined
      const { news, projector } = settings.now()
      const isOff = news === 'off' || projector || document.hasFocus()
      const body = isOff ? '' : sentence(words, count, adopted, news === 'names')
      count = 0
      adopted = null
      if (body === '') return
      const title = news === 'names' ? plan.document.doc.now().title : words.t('app.name')
      void core.shell.tellNews({ planId: plan.planId, title: title.slice(0, 300), body: body.slice(0, 300) })
    }
    const soon = (): void => {
      timer ??= window.setTimeout(tell, GATHER_MS)
    }
    const stopChanges = plan.document.plan().onChanges((event) => {
      if (event.kind !== 'changes') return
      count += event.changes.length
      soon()
    })
    const stopFacts = plan.facts.subscribe(() => {
      const { agreement } = plan.facts.now().status
      if (agreement === null || agreement.id === known) return
      known = agreement.id
      adopted = agreement
      soon()
    })
    return () => {
      window.clearTimeout(timer)
      stopChanges()
      stopFacts()
    }
  }, [core, plan, settings, words])
}

/** Counts only, unless the person allows names: a locked screen is read by whoever passes. */
function sentence({ t }: Words, count: number, adopted: Agreement, isNaming: boolean): string {
  if (adopted !== null) return isNaming ? t('news.adoptedNamed', { title: adopted.title }) : t('news.adopted')
  return count === 0 ? '' : t('report.cameIn', { count })
}
