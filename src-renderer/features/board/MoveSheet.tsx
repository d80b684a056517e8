import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Board } from '#shared/plan/board.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import { usePlanNames } from '../../parts/usePlanNames.ts'

type MoveSheetProps = {
  readonly id: string
  readonly board: Board
  readonly onClose: () => void
  readonly commands: CardCommands
}

const NONE = 'none'
const LAST = 'last'

/** Every move the pointer can make, in words: stage, place in it, objective. */
export function MoveSheet({ id, board, onClose, commands }: MoveSheetProps) {
  const { t } = useWords()
  const { objectives } = usePlanNames()
  const column = board.columns.find(({ cards }) => cards.some((card) => card.id === id))
  const card = column?.cards.find((one) => one.id === id) ?? board.unplaced.find((one) => one.id === id)
  const [stage, setStage] = useState(column?.stage.id ?? board.columns[0]?.stage.id ?? '')
  const [objective, setObjective] = useState(card?.objective ?? NONE)
  const [before, setBefore] = useState(LAST)
  if (card === undefined) return null

  const others = (board.columns.find((one) => one.stage.id === stage)?.cards ?? []).filter((one) => one.id !== id)
  const places = [
    ...others.map((one, index) => ({
      key: one.id,
      name: index === 0 ? t('move.first') : t('move.after', { title: others[index - 1]!.title }),
    })),
    { key: LAST, name: others.length === 0 ? t('move.first') : t('move.last') },
  ]
  return (
    <Sheet title={t('move.title', { title: card.title })} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          commands.move(id, {
            stage,
            before: before === LAST ? null : before,
            objective: objective === NONE ? null : objective,
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
            { key: NONE, name: t('move.noObjective') },
            ...[...objectives.values()].map(({ id: key, title, hue }) => ({
              key,
              name: title,
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
