import { useEffect } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { WindowCore } from '../data/core.ts'
import { useSelection } from '../data/source.ts'
import { begunHere } from '../parts/codes/codesCells.ts'
import { useWaitingCodes } from '../parts/codes/useWaitingCodes.ts'

/** Main asks once, when the window closes, about the codes of a plan that was begun or joined here and still waits for them. */
export function useClosingReminder({ list, shell }: WindowCore): void {
  const waiting = useWaitingCodes()
  const begun = useSelection(begunHere, same)
  const planId = begun.find((one) => waiting?.has(one)) ?? null
  useEffect(() => {
    if (begun.length === 0) return
    const tell = async (): Promise<void> => {
      const plans = planId === null ? null : await list()
      const plan = plans?.ok ? plans.value.find((one) => one.planId === planId) : undefined
      const title = shownTitle(plan?.title ?? '').slice(0, 200)
      await shell.remindAtClosing({ plan: planId === null ? null : { planId, title } })
    }
    void tell()
  }, [begun, list, planId, shell])
}

const same = <T>(value: T): T => value
