import { useEffect, useState } from 'react'
import type { FileState } from '#shared/core/contract.ts'
import { usePlan } from '../../app/planContext.ts'

/** Where a file of the plan is; `null` until the core has said so. */
export function useFileState(hash: string): FileState | null {
  const plan = usePlan()
  const [state, setState] = useState<FileState | null>(null)
  useEffect(() => {
    let isGone = false
    const remote = plan.document.plan()
    const stop = remote.onFile((changed, next) => {
      if (changed === hash) setState(next)
    })
    void remote.fileState(hash).then((asked) => {
      if (!isGone && asked.ok) setState(asked.value)
    })
    return () => {
      isGone = true
      stop()
    }
  }, [plan, hash])
  return state
}
