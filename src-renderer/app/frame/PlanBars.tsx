import { usePlan } from '../planContext.ts'
import { useSelection } from '../../data/source.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { useWords } from '../../words/words.ts'

/** Says above the plan why it cannot be written in, when it cannot. */
export function ReadOnlyBar() {
  const plan = usePlan()
  const words = useWords()
  const writing = useSelection(plan.document.writing, same)
  if (writing.state !== 'closed') return null
  const { code } = writing.notice
  const isReader = code === 'E_ROLE' || code === 'E_READ_ONLY'
  return (
    <p className="bar" role="status">
      {isReader ? words.t('plan.readOnly') : noticeSentence(writing.notice, words)}
    </p>
  )
}

const same = <T,>(value: T): T => value
