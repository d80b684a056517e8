import { useState } from 'react'
import { Button as AriaButton, Form } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Board } from '#shared/plan/board.ts'
import { MAX_LABEL } from '#shared/plan/kinds.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import { plainWords } from '../../parts/plainWords.ts'
import { usePlanNames } from '../../parts/usePlanNames.ts'
import { MoveSheet } from './MoveSheet.tsx'

/** What can be asked about cards before it is done to them. */
export type Ask = 'move' | 'tag' | 'person'

type SelectionSheetProps = {
  readonly ask: Ask
  readonly ids: readonly string[]
  readonly board: Board
  readonly tags: readonly string[]
  readonly commands: CardCommands
  readonly onClose: () => void
}

export function SelectionSheet({ ask, ids, board, tags, commands, onClose }: SelectionSheetProps) {
  if (ask === 'move') return <MoveSheet ids={ids} board={board} commands={commands} onClose={onClose} />
  if (ask === 'tag') return <TagSheet ids={ids} tags={tags} commands={commands} onClose={onClose} />
  return <PersonSheet ids={ids} commands={commands} onClose={onClose} />
}

type GiveProps = Pick<SelectionSheetProps, 'ids' | 'commands' | 'onClose'>

/** More are found by their first letters. */
const MOST_TAGS = 24

/** Gives all of them a tag: a new one, or one that the plan has. */
function TagSheet({ ids, tags, commands, onClose }: GiveProps & { readonly tags: readonly string[] }) {
  const { t } = useWords()
  const [tag, setTag] = useState('')
  const known = tags.filter((one) => plainWords(one).startsWith(plainWords(tag))).slice(0, MOST_TAGS)
  const give = (given: string): void => {
    if (given.trim() === '') return
    commands.setAll(ids, { tags: { add: [given.trim()] } }, t('cards.tagged', { count: ids.length, tag: given.trim() }))
    onClose()
  }
  return (
    <Sheet title={t('cards.tag.title', { count: ids.length })} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          give(tag)
        }}
      >
        <Field label={t('cards.tag.field')} value={tag} onChange={setTag} maxLength={MAX_LABEL} autoFocus />
        {known.length > 0 && (
          <div className="picks">
            {known.map((one) => (
              <AriaButton key={one} className="pick pick-toggle" onPress={() => give(one)}>
                <span className="pick-name">{shownTitle(one)}</span>
              </AriaButton>
            ))}
          </div>
        )}
        <AddFoot onClose={onClose} />
      </Form>
    </Sheet>
  )
}

/** Adds a person to those who carry them. */
function PersonSheet({ ids, commands, onClose }: GiveProps) {
  const { t } = useWords()
  const { people } = usePlanNames()
  const options = [...people.values()]
    .map(({ id, name }) => ({ key: id, name: name || t('plan.untitled') }))
    .sort((a, b) => a.name.localeCompare(b.name))
  const [person, setPerson] = useState(options[0]?.key ?? '')
  return (
    <Sheet title={t('cards.person.title', { count: ids.length })} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          const name = people.get(person)?.name ?? ''
          commands.setAll(ids, { leads: { add: [person] } }, t('cards.given', { count: ids.length, name }))
          onClose()
        }}
      >
        <Choice label={t('board.person')} options={options} chosen={person} onChoose={setPerson} autoFocus />
        <AddFoot onClose={onClose} />
      </Form>
    </Sheet>
  )
}

function AddFoot({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords()
  return (
    <footer className="sheet-foot">
      <Button onPress={onClose}>{t('app.cancel')}</Button>
      <Button look="main" type="submit">
        {t('app.add')}
      </Button>
    </footer>
  )
}
