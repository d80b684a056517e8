import { useState } from 'react'
import { Form } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Board } from '#shared/plan/board.ts'
import type { Card } from '#shared/plan/cards.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import { usePlanNames } from '../../parts/usePlanNames.ts'

type MoveSheetProps = {
  readonly ids: readonly string[]
  readonly board: Board
  readonly onClose: () => void
  readonly commands: CardCommands
}

const NONE = 'none'
const KEEP = 'keep'
const LAST = 'last'
const FIRST = 'first'
/** A longer list of neighbours is walked with Alt and the arrow keys. */
const MOST_PLACES = 100

/** Every move the pointer can make, in words: stage, place in it, objective; for one card or for many. */
export function MoveSheet({ ids, board, onClose, commands }: MoveSheetProps) {
  const { t } = useWords()
  const { objectives } = usePlanNames()
  const all = [...board.columns.flatMap(({ cards }) => cards), ...board.unplaced]
  const moved = new Set(ids)
  const cards = all.filter(({ id }) => moved.has(id))
  const [first] = cards
  const [stage, setStage] = useState(
    board.columns.find((column) => column.stage.id === first?.stage)?.stage.id ?? board.columns[0]?.stage.id ?? '',
  )
  const [objective, setObjective] = useState(() => sharedObjective(cards) ?? KEEP)
  const [before, setBefore] = useState(LAST)
  if (first === undefined) return null

  const others = (board.columns.find((one) => one.stage.id === stage)?.cards ?? []).filter(({ id }) => !moved.has(id))
  const between = others.length > MOST_PLACES ? [] : others.slice(1)
  const places = [
    ...(others.length > 0 ? [{ key: FIRST, name: t('move.first') }] : []),
    ...between.map(({ id }, at) => ({ key: id, name: t('move.after', { title: others[at]!.title }) })),
    { key: LAST, name: others.length === 0 ? t('move.first') : t('move.last') },
  ]
  const title =
    ids.length === 1 ? t('move.title', { title: first.title }) : t('move.titleMany', { count: cards.length })
  return (
    <Sheet title={title} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          commands.moveAll(ids, {
            stage,
            before: before === LAST ? null : before === FIRST ? (others[0]?.id ?? null) : before,
            ...(objective === KEEP ? {} : { objective: objective === NONE ? null : objective }),
          })
          onClose()
        }}
      >
        <Choice
          label={t('move.stage')}
          options={board.columns.map((one) => ({ key: one.stage.id, name: one.stage.title }))}
          chosen={stage}
          onChoose={(key) => {
            setStage(key)
            setBefore(LAST)
          }}
          autoFocus
        />
        <Choice label={t('move.place')} options={places} chosen={before} onChoose={setBefore} />
        <Choice
          label={t('move.objective')}
          options={[
            ...(sharedObjective(cards) === null ? [{ key: KEEP, name: t('move.keepObjective') }] : []),
            { key: NONE, name: t('move.noObjective') },
            ...[...objectives.values()].map(({ id: key, title: name, hue }) => ({
              key,
              name: shownTitle(name),
              ...(hue === 'none' ? {} : { swatch: hue }),
            })),
          ]}
          chosen={objective}
          onChoose={setObjective}
        />
        <footer className="sheet-foot">
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="main" type="submit">
            {t('move.do')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}

/** The objective that all of them have (`none` is one too); `null` when they differ. */
function sharedObjective(cards: readonly Card[]): string | null {
  const [one, ...more] = new Set(cards.map(({ objective }) => objective ?? NONE))
  return more.length === 0 ? (one ?? null) : null
}
