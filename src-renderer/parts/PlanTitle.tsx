import { THE_PLAN } from '#shared/plan/things.ts'
import { useWords } from '../words/words.ts'
import { TextEdit } from './TextEdit.tsx'
import { usePlanHeader } from './usePlanHeader.ts'

/** The plan's title, edited where it is read. */
export function PlanTitle() {
  const { t } = useWords()
  return (
    <TextEdit
      thing={THE_PLAN}
      field="title"
      stored={usePlanHeader().title}
      label={t('newPlan.name')}
      isLabelHidden
      look="title"
      placeholder={t('plan.untitled')}
    />
  )
}
