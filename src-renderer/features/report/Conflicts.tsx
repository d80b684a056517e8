import { newId } from '#shared/base/id.ts'
import type { AuthorView } from '#shared/core/contract.ts'
import { bucketOf } from '#shared/plan/buckets.ts'
import type { ClashValue, Conflict, DoubleMove, EditToRemoved } from '#shared/plan/report/clashes.ts'
import type { MergeReport } from '#shared/plan/report/mergeReport.ts'
import { type ConflictToSettle, planSettle } from '#shared/plan/settle.ts'
import { useCanWrite, usePlan } from '../../app/planContext.ts'
import { useCardCommands } from '../../parts/useCardCommands.ts'
import { useEdit } from '../../parts/useEdit.ts'
import { Button } from '../../ui/Button.tsx'
import { TwoLeaves } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { authorNames, createTeller, type Teller } from './lineSentence.ts'

type Authors = Readonly<Record<string, AuthorView>>
type ConflictsProps = {
  readonly report: MergeReport
  readonly authors: Authors
  readonly onSettled: () => void
}

/** Two ideas for the same thing: both are kept and shown until someone chooses. */
export function Conflicts({ report, authors, onSettled }: ConflictsProps) {
  const words = useWords()
  const { t } = words
  const teller = createTeller(words)
  const { conflicts, doubleMoves, editsToRemoved, lostWork } = report
  const moves = doubleMoves.filter(({ isSameColumn }) => !isSameColumn)
  if (conflicts.length + moves.length + editsToRemoved.length + lostWork.length === 0) return null
  return (
    <section className="report-part">
      <h3 className="page-part">
        <TwoLeaves /> {t('conflict.title')}
      </h3>
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
              {work.text || work.values.map(({ value }) => teller.value(value)).join(', ')}
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
  return (
    <li className="clash">
      <p className="clash-head">
        {teller.thing(thing)}
        {field !== null && ` · ${teller.field(field)}`}
      </p>
      <Values
        values={values.map((value) => ({ ...value, text: teller.value(value.value) }))}
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
        values={move.places.map((place) => ({
          ...place,
          text: [place.place.stageTitle, place.place.objectiveTitle].filter(Boolean).join(' · '),
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
  readonly values: readonly Value[]
  readonly conflict: ConflictToSettle
  readonly authors: Authors
  readonly onSettled: () => void
}

function Values({ values, conflict, authors, onSettled }: ValuesProps) {
  const words = useWords()
  const { t } = words
  const plan = usePlan()
  const edit = useEdit()
  const canWrite = useCanWrite()
  const choose = (chosen: Value): void => {
    const how = { id: newId(plan.random), chosen: chosen.op, by: plan.selfId(), at: plan.now() }
    if (edit((doc) => planSettle(doc, conflict, how, plan.random))) onSettled()
  }
  return (
    <div className="clash-values">
      {values.map((value) => {
        const isOwn = authors[value.actor]?.isSelf ?? false
        const name = authors[value.actor]?.name ?? t('project.someone')
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
  )
}

function RemovedItem({ edit, teller, authors, onSettled }: ItemProps & { readonly edit: EditToRemoved }) {
  const words = useWords()
  const { t } = words
  const commands = useCardCommands()
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
      {canWrite && edit.thing.type === 'Project' && (
        <Button
          size="s"
          onPress={() => {
            commands.restore(edit.thing.id)
            onSettled()
          }}
        >
          {t('bin.restore')}
        </Button>
      )}
    </li>
  )
}
