import { CalendarPlus } from 'lucide-react'
import { newId } from '#shared/base/id.ts'
import { shownText, shownTitle } from '#shared/base/shownText.ts'
import type { AuthorView } from '#shared/core/contract.ts'
import { bucketOf } from '#shared/plan/buckets.ts'
import type { ClashValue, Conflict, DoubleMove, EditToRemoved } from '#shared/plan/report/clashes.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { ThingName } from '#shared/plan/report/lines.ts'
import type { MergeReport } from '#shared/plan/report/mergeReport.ts'
import { selectUnits } from '#shared/plan/lists.ts'
import { type ConflictToSettle, planSettle } from '#shared/plan/settle.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { useEdit } from '../../parts/useEdit.ts'
import { useThing } from '../../parts/useThing.ts'
import { Button } from '../../ui/Button.tsx'
import { TwoLeaves } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { authorNames, createTeller, type Teller } from '../../parts/lineSentence.ts'
import { type OpenClashes, openClashes } from '../../parts/openClashes.ts'
import { ReportLine } from './ReportLine.tsx'
import { useAgenda } from './useAgenda.ts'

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const

type Authors = Readonly<Record<string, AuthorView>>
type ConflictsProps = {
  readonly report: MergeReport
  readonly authors: Authors
  readonly onSettled: () => void
}

/** Two ideas for the same thing: both are kept and shown until someone chooses (UI21). */
export function Conflicts({ report, authors, onSettled }: ConflictsProps) {
  const words = useWords()
  const { t } = words
  const teller = createTeller(words, useDoc(selectUnits))
  const { conflicts, moves } = useDoc(openClashes, sameClashes)
  const { editsToRemoved, lostWork } = report
  if (conflicts.length + moves.length + editsToRemoved.length + lostWork.length === 0) return null
  return (
    <section className="report-part" aria-labelledby="two-ideas">
      <h3 className="page-part" id="two-ideas">
        <TwoLeaves /> {t('conflict.title')}
      </h3>
      <p className="page-soft clashes-said">{t('conflict.text')}</p>
      <ul className="clashes">
        {conflicts.map((conflict) => (
          <ConflictItem
            key={conflict.path.join('/')}
            conflict={conflict}
            teller={teller}
            authors={authors}
            onSettled={onSettled}
          />
        ))}
        {moves.map((move) => (
          <MoveItem key={move.thing.id} move={move} teller={teller} authors={authors} onSettled={onSettled} />
        ))}
        {editsToRemoved.map((edit) => (
          <RemovedItem
            key={`${edit.thing.id}/${edit.side}`}
            edit={edit}
            teller={teller}
            authors={authors}
            onSettled={onSettled}
          />
        ))}
        {lostWork.map((work) => (
          <li key={work.path.join('/')} className="clash">
            <p className="clash-head">
              {teller.thing(work.thing)}
              {work.field !== null && ` · ${teller.field(work.field)}`}
            </p>
            <p className="page-soft">
              {t('conflict.overwritten', {
                by: authorNames(work.overwrittenBy, authors, words),
                who: authorNames(work.actors, authors, words),
              })}
            </p>
            <blockquote className="clash-text">
              {shownText(work.text) || work.values.map(({ value }) => teller.value(value, work.field)).join(', ')}
            </blockquote>
          </li>
        ))}
      </ul>
    </section>
  )
}

type ItemProps = { readonly teller: Teller; readonly authors: Authors; readonly onSettled: () => void }

function ConflictItem({ conflict, teller, authors, onSettled }: ItemProps & { readonly conflict: Conflict }) {
  const { thing, field, values } = conflict
  const title = field === null ? teller.thing(thing) : `${teller.thing(thing)} · ${teller.field(field)}`
  return (
    <li className="clash">
      <p className="clash-head">{title}</p>
      <Values
        about={thing}
        title={title}
        values={values.map((value) => ({ ...value, text: teller.value(value.value, field) }))}
        conflict={conflict}
        authors={authors}
        onSettled={onSettled}
      />
    </li>
  )
}

function MoveItem({ move, teller, authors, onSettled }: ItemProps & { readonly move: DoubleMove }) {
  const { t } = useWords()
  const { id } = move.thing
  return (
    <li className="clash">
      <p className="clash-head">{t('conflict.moved', { name: teller.thing(move.thing) })}</p>
      <Values
        about={move.thing}
        title={`${teller.thing(move.thing)} · ${teller.field('place')}`}
        values={move.places.map((place) => ({
          ...place,
          text: [place.place.stageTitle, place.place.objectiveTitle].filter(Boolean).map(shownTitle).join(' · '),
        }))}
        conflict={{
          path: ['projects', bucketOf(id), id, 'place'],
          values: move.places.map(({ place, actor, op }) => ({ value: place, actor, op })),
        }}
        authors={authors}
        onSettled={onSettled}
      />
    </li>
  )
}

type Value = Omit<ClashValue, 'value'> & { readonly text: string }
type ValuesProps = {
  readonly about: ThingName
  readonly title: string
  readonly values: readonly Value[]
  readonly conflict: ConflictToSettle
  readonly authors: Authors
  readonly onSettled: () => void
}

function Values({ about, title, values, conflict, authors, onSettled }: ValuesProps) {
  const words = useWords()
  const { t } = words
  const plan = usePlan()
  const edit = useEdit()
  const agenda = useAgenda()
  const canWrite = useCanWrite()
  const choose = (chosen: Value): void => {
    const how = { id: newId(plan.random), chosen: chosen.op, by: plan.selfId(), at: plan.now() }
    if (edit((doc) => planSettle(doc, conflict, how, plan.random))) onSettled()
  }
  const nameOf = ({ actor }: Value): string => shownTitle(authors[actor]?.name ?? '') || t('project.someone')
  const ideas = values.map((value) => `${nameOf(value)}: ${value.text}`)
  const question = { about, title, ideas }
  return (
    <>
      <div className="clash-values">
        {values.map((value) => {
          const isOwn = authors[value.actor]?.isSelf ?? false
          const name = nameOf(value)
          return (
            <div key={value.op} className={value.isShown ? 'clash-value clash-shown' : 'clash-value'}>
              <p className="clash-who">
                {isOwn ? t('conflict.yours') : name}
                {value.isShown && ` · ${t('conflict.shown')}`}
              </p>
              <p className="clash-text">{value.text}</p>
              {canWrite && (
                <Button size="s" onPress={() => choose(value)}>
                  {isOwn ? t('conflict.keepMine') : t('conflict.take', { name: name.split(' ')[0]! })}
                </Button>
              )}
            </div>
          )
        })}
      </div>
      {agenda.has(question) ? (
        <p className="page-soft">
          {t('agenda.waits')}{' '}
          <a href={routeToHash({ at: 'plan', planId: plan.planId, view: 'agreements' })}>{t('agenda.see')}</a>
        </p>
      ) : (
        canWrite && (
          <Button size="s" look="quiet" icon={<CalendarPlus {...ICON} />} onPress={() => agenda.put(question)}>
            {t('agenda.put')}
          </Button>
        )
      )}
    </>
  )
}

function RemovedItem({ edit, teller, authors, onSettled }: ItemProps & { readonly edit: EditToRemoved }) {
  const words = useWords()
  const { t } = words
  const { restore } = useThing()
  const canWrite = useCanWrite()
  return (
    <li className="clash">
      <p className="clash-head">{teller.thing(edit.thing)}</p>
      <p className="page-soft">
        {t('conflict.removed', {
          by: authorNames(edit.removedBy, authors, words),
          who: authorNames(edit.editedBy, authors, words),
        })}
      </p>
      {edit.lines.length > 0 && (
        <ul className="report">
          {edit.lines.map((line, index) => (
            <ReportLine key={index} line={line} teller={teller} authors={authors} />
          ))}
        </ul>
      )}
      {canWrite && (
        <Button size="s" onPress={() => restore(refOf(edit.thing)) && onSettled()}>
          {t('bin.restore')}
        </Button>
      )}
    </li>
  )
}

/** The same questions with the same values: then nothing is drawn anew. */
const sameClashes = (a: OpenClashes, b: OpenClashes): boolean => JSON.stringify(a) === JSON.stringify(b)

const refOf = ({ type, id, in: inside }: ThingName): ThingRef =>
  inside === undefined || inside.type === 'Plan' ? { type, id } : { type, id, in: refOf(inside) }
