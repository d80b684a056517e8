import { Search, X } from 'lucide-react'
import { useCallback, useId, useMemo, useState } from 'react'
import { Button } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Card } from '#shared/plan/cards.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { plainWords } from '../../parts/plainWords.ts'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

type DependsSectionProps = { readonly projectId: string; readonly dependsOn: readonly string[] }

/** Projects that have to come first. */
export function DependsSection({ projectId, dependsOn }: DependsSectionProps) {
  const { t } = useWords()
  const plan = usePlan()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const board = useDoc(useCallback((doc) => plan.reader.board(doc), [plan]))
  const cards = useMemo(
    () => [...board.columns.flatMap((column) => column.cards), ...board.unplaced].filter(({ id }) => id !== projectId),
    [board, projectId],
  )
  const nameOf = (id: string): string =>
    shownTitle(plan.reader.card(plan.document.doc.now(), id)?.title ?? '') || t('plan.untitled')
  const ref = projectRef(projectId)
  return (
    <Section title={t('project.dependsOn')}>
      {dependsOn.length > 0 && (
        <ul className="chips">
          {dependsOn.map((id) => (
            <li key={id} className="chip">
              <a href={routeToHash({ at: 'plan', planId: plan.planId, view: 'board', projectId: id })}>{nameOf(id)}</a>
              {canWrite && (
                <Button
                  className="chip-drop"
                  aria-label={`${t('app.remove')}: ${nameOf(id)}`}
                  onPress={() => set(ref, { dependsOn: { drop: [id] } })}
                >
                  <X size={14} strokeWidth={1.75} aria-hidden />
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {canWrite && (
        <PickProject
          cards={cards.filter(({ id }) => !dependsOn.includes(id))}
          onPick={(id) => set(ref, { dependsOn: { add: [id] } })}
        />
      )}
    </Section>
  )
}

/** As many as are read at a glance. */
const MOST_FOUND = 6

type PickProjectProps = { readonly cards: readonly Card[]; readonly onPick: (id: string) => void }

/** A project by some letters of its name; Enter takes the first that fits. */
function PickProject({ cards, onPick }: PickProjectProps) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const listId = useId()
  const wanted = plainWords(text)
  const found =
    wanted === '' ? [] : cards.filter(({ title }) => plainWords(title).includes(wanted)).slice(0, MOST_FOUND)
  const pick = (id: string): void => {
    onPick(id)
    setText('')
  }
  return (
    <>
      <div className="add-line">
        <Search size={16} strokeWidth={1.5} aria-hidden />
        <input
          className="ghost"
          value={text}
          aria-label={t('project.addDependsOn')}
          aria-controls={listId}
          placeholder={t('project.addDependsOn')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
              event.preventDefault()
              if (found[0] !== undefined) pick(found[0].id)
            } else if (event.key === 'Escape' && text !== '') {
              event.stopPropagation()
              setText('')
            }
          }}
        />
      </div>
      <ul id={listId} className="found">
        {found.map(({ id, title }) => (
          <li key={id}>
            <Button className="list-item found-item" onPress={() => pick(id)}>
              {shownTitle(title) || t('plan.untitled')}
            </Button>
          </li>
        ))}
        {wanted !== '' && found.length === 0 && <li className="hint">{t('board.nothingFound')}</li>}
      </ul>
    </>
  )
}
