import { useEffect } from 'react'
import { usePlan } from '../planContext.ts'
import { parseRoute } from '../route.ts'
import { go } from '../useRoute.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'

/** Single changes of people who write at the same time show themselves; a handful at once wants a word. */
const WORTH_SAYING = 3
const QUIET_FOR_MS = 60_000

/** Says that the work of others has come in, and leads to what it is; who is there already is not told. */
export function useArrivals(): void {
  const plan = usePlan()
  const { t } = useWords()
  useEffect(() => {
    let quietUntil = 0
    let close = (): void => undefined
    const onPlace = (): void => {
      if (isAtReport()) close()
    }
    window.addEventListener('hashchange', onPlace)
    const stop = plan.document.plan().onChanges((event) => {
      if (event.kind !== 'changes' || event.changes.length < WORTH_SAYING || plan.now() < quietUntil) return
      if (isAtReport()) return
      quietUntil = plan.now() + QUIET_FOR_MS
      close = toast({
        text: t('report.cameIn', { count: event.changes.length }),
        action: { word: t('report.see'), run: () => go({ at: 'plan', planId: plan.planId, view: 'report' }) },
      })
    })
    return () => {
      window.removeEventListener('hashchange', onPlace)
      stop()
    }
  }, [plan, t])
}

function isAtReport(): boolean {
  const route = parseRoute(window.location.hash)
  return route.at === 'plan' && route.view === 'report'
}
