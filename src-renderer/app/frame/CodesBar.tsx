import { useSelection } from '../../data/source.ts'
import { CodesReminder } from '../../parts/codes/CodesReminder.tsx'
import { firstSteps } from '../../parts/firstSteps.ts'

/** Above the board, where the first steps do not say it. */
export function CodesBar({ planId }: { readonly planId: string }) {
  const hasFirstSteps = useSelection(firstSteps, (plans) => plans.includes(planId))
  return hasFirstSteps ? null : <CodesReminder planId={planId} look="bar" />
}
