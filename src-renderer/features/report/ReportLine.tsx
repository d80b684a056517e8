import { ArrowRight, CalendarClock, Minus, Pencil, Plus, Tags, Type, Undo2 } from 'lucide-react'
import type { AuthorView } from '#shared/core/contract.ts'
import type { Line } from '#shared/plan/report/lines.ts'
import { useWords } from '../../words/words.ts'
import { authorNames, type Teller } from '../../parts/lineSentence.ts'

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const
const ICONS: Readonly<Record<Line['do'], React.ReactNode>> = {
  added: <Plus {...ICON} />,
  removed: <Minus {...ICON} />,
  restored: <Undo2 {...ICON} />,
  reordered: <ArrowRight {...ICON} />,
  moved: <ArrowRight {...ICON} />,
  edited: <Pencil {...ICON} />,
  reformatted: <Type {...ICON} />,
  redated: <CalendarClock {...ICON} />,
  changedSet: <Tags {...ICON} />,
}

type ReportLineProps = {
  readonly line: Line
  readonly teller: Teller
  readonly authors: Readonly<Record<string, AuthorView>>
  readonly hasName?: boolean
}

/** One thing that happened, by whom; an edited text can be unfolded. */
export function ReportLine({ line, teller, authors, hasName = true }: ReportLineProps) {
  const words = useWords()
  const who = authorNames(line.actors, authors, words)
  const field = 'field' in line ? line.field : null
  return (
    <li className={`report-line report-${line.do}`}>
      <span className="report-mark">{ICONS[line.do]}</span>
      <div className="report-text">
        {teller.sentence(line)}
        {hasName && who !== '' && <span className="report-who">{who}</span>}
        {line.do === 'edited' && (
          <details>
            <summary>{words.t('report.show')}</summary>
            <p className="report-before">{teller.value(line.before, field)}</p>
            <p className="report-after">{teller.value(line.after, field)}</p>
          </details>
        )}
      </div>
    </li>
  )
}
