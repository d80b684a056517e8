import { useState } from 'react'
import type { Notice } from '#shared/base/codes.ts'
import type { AuthorView, ProjectHistoryView } from '#shared/core/contract.ts'
import { selectUnits } from '#shared/plan/lists.ts'
import type { Line } from '#shared/plan/report/lines.ts'
import type { HistoryStep } from '#shared/plan/report/projectHistory.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import { authorNames, createTeller, type Teller } from '../../parts/lineSentence.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

type Looked = Pick<ProjectHistoryView, 'steps' | 'next' | 'looked' | 'total' | 'authors'>
const NOTHING_YET: Looked = { steps: [], next: null, looked: 0, total: 0, authors: {} }

/** Who changed what and when, newest first; looked up when somebody asks, a portion at a time. */
export function HistorySection({ projectId }: { readonly projectId: string }) {
  const words = useWords()
  const { t } = words
  const plan = usePlan()
  const units = useDoc(selectUnits)
  const [found, setFound] = useState<Looked | null>(null)
  const [isLooking, setIsLooking] = useState(false)
  const [failure, setFailure] = useState<Notice | null>(null)
  const teller = createTeller(words, units)

  /** Goes on until it has found something more, or has come to the beginning. */
  const look = async (): Promise<void> => {
    setIsLooking(true)
    setFailure(null)
    // What was typed a moment ago is history too.
    await plan.document.drained()
    let all = found ?? NOTHING_YET
    const already = all.steps.length
    do {
      const more = await plan.document.plan().projectHistory(projectId, all.next)
      if (!more.ok) {
        setFailure(more.error)
        break
      }
      const { steps, authors, ...rest } = more.value
      all = { ...rest, steps: [...all.steps, ...steps], authors: { ...all.authors, ...authors } }
      setFound(all)
    } while (all.steps.length === already && all.next !== null)
    setIsLooking(false)
  }
  return (
    <Section title={t('history.title')}>
      {found !== null && (
        <ol className="history">
          {found.steps.map((step, index) => (
            <Step key={index} step={step} teller={teller} authors={found.authors} projectId={projectId} />
          ))}
        </ol>
      )}
      {failure !== null && <p className="said">{noticeSentence(failure, words)}</p>}
      {isLooking ? (
        <p className="hint" role="status">
          {found === null ? t('history.looking') : t('history.lookedAt', { looked: found.looked, total: found.total })}
        </p>
      ) : (
        (found === null || found.next !== null) && (
          <Button size="s" look="quiet" onPress={() => void look()}>
            {t(found === null ? 'history.show' : 'history.earlier')}
          </Button>
        )
      )}
    </Section>
  )
}

type StepProps = {
  readonly step: HistoryStep
  readonly teller: Teller
  readonly authors: Readonly<Record<string, AuthorView>>
  readonly projectId: string
}

function Step({ step, teller, authors, projectId }: StepProps) {
  const words = useWords()
  const who = authorNames([step.actor], authors, words) || words.t('project.someone')
  return (
    <li>
      <p className="comment-head">
        <strong className="history-who">{who}</strong>
        <span>{words.moment(step.at)}</span>
      </p>
      <ul>
        {step.lines.map((line, index) => (
          <li key={index}>{teller.sentence(withoutProject(line, projectId))}</li>
        ))}
      </ul>
    </li>
  )
}

/** Here everything is of this project: its name need not stand before each thing in it. */
function withoutProject(line: Line, projectId: string): Line {
  if (line.thing.in?.id !== projectId) return line
  const { in: _project, ...thing } = line.thing
  return { ...line, thing }
}
