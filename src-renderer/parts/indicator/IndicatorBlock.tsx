import './indicator.css'
import { type ReactNode, useCallback } from 'react'
import { type IndicatorDetail, projectsMeasuredBy, selectIndicator } from '#shared/plan/indicators.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import type { MenuEntry } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import { LineMenu } from '../LineMenu.tsx'
import { NoteEdit, useNote } from '../NoteEdit.tsx'
import { TextEdit } from '../TextEdit.tsx'
import { figureSentences } from './figures.ts'
import { IndicatorFigures } from './IndicatorFigures.tsx'
import { IndicatorSpark } from './IndicatorSpark.tsx'

type IndicatorBlockProps = {
  readonly id: string
  /** The project it is looked at from; absent: from the plan. */
  readonly projectId?: string
  readonly entries?: readonly MenuEntry[]
}

/** One indicator: what it measures, how it goes, and its figures when they are asked for. */
export function IndicatorBlock({ id, projectId, entries = [] }: IndicatorBlockProps) {
  const detail = useDoc(useCallback((doc) => selectIndicator(doc, id), [id]))
  return detail === null ? null : (
    <Block detail={detail} entries={entries} {...(projectId === undefined ? {} : { projectId })} />
  )
}

type BlockProps = Omit<IndicatorBlockProps, 'id' | 'entries'> & {
  readonly detail: IndicatorDetail
  readonly entries: readonly MenuEntry[]
}

function Block({ detail, projectId, entries }: BlockProps) {
  const words = useWords()
  const { t } = words
  const { id, title, note } = detail.indicator
  const ref: ThingRef = { type: 'Indicator', id }
  const [isNoteOpen, noteEntries] = useNote(note)
  const said = figureSentences(detail, words)
  return (
    <li className="block indicator">
      <div className="line">
        <div className="line-main">
          <TextEdit thing={ref} field="title" stored={title} label={t('type.Indicator')} isLabelHidden look="line" />
          {said.length > 0 && <p className="indicator-said">{said.join(' · ')}</p>}
        </div>
        <IndicatorSpark detail={detail} />
        <LineMenu thing={ref} name={title} entries={[...noteEntries, ...entries]} />
      </div>
      <Measures id={id} {...(projectId === undefined ? {} : { projectId })} />
      <NoteEdit thing={ref} name={title} isOpen={isNoteOpen} stored={note} />
      <IndicatorFigures detail={detail} />
    </li>
  )
}

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])

/** Which projects it measures, or which others: who changes it here changes it there. */
function Measures({ id, projectId }: { readonly id: string; readonly projectId?: string }): ReactNode {
  const { t } = useWords()
  const plan = usePlan()
  const all = useDoc(
    useCallback((doc: PlanDoc) => projectsMeasuredBy(doc, id), [id]),
    sameIds,
  )
  const others = all.filter((other) => other !== projectId)
  if (others.length === 0) return null
  return (
    <p className="indicator-said">
      {t(projectId === undefined ? 'indicator.measures' : 'indicator.alsoMeasures')}{' '}
      {others.map((other, index) => (
        <span key={other}>
          {index > 0 && ', '}
          <a href={routeToHash({ at: 'plan', planId: plan.planId, view: 'board', projectId: other })}>
            {plan.reader.card(plan.document.doc.now(), other)?.title || t('plan.untitled')}
          </a>
        </span>
      ))}
    </p>
  )
}
