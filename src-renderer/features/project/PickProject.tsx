import { type KeyboardEvent, useMemo, useState } from 'react'
import { ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { Search } from 'lucide-react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Card } from '#shared/plan/cards.ts'
import { plainWords } from '../../parts/plainWords.ts'
import { useWords } from '../../words/words.ts'

/** As many as are read at a glance. */
const MOST_FOUND = 8

type PickProjectProps = { readonly cards: readonly Card[]; readonly onPick: (id: string) => void }

/** A project by some letters of its name; Enter takes the first that fits. */
export function PickProject({ cards, onPick }: PickProjectProps) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const wanted = plainWords(text)
  const found = useMemo(
    () => (wanted === '' ? [] : cards.filter(({ title }) => plainWords(title).includes(wanted)).slice(0, MOST_FOUND)),
    [cards, wanted],
  )
  const pick = (id: string): void => {
    setText('')
    onPick(id)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const isChosen = (event.target as HTMLElement).getAttribute('aria-activedescendant')
    if (event.key === 'Enter' && !isChosen && found[0] !== undefined && !event.nativeEvent.isComposing) {
      event.preventDefault()
      event.stopPropagation()
      pick(found[0].id)
    }
  }
  return (
    <div className="add-line" onKeyDownCapture={onKeyDown}>
      <Search size={16} strokeWidth={1.5} aria-hidden />
      <ComboBox
        aria-label={t('project.addDependsOn')}
        items={found}
        inputValue={text}
        onInputChange={setText}
        value={null}
        onChange={(key) => key !== null && pick(String(key))}
        allowsCustomValue
        allowsEmptyCollection={wanted !== ''}
        menuTrigger="input"
      >
        <Input className="ghost" placeholder={t('project.addDependsOn')} />
        <Popover className="popover choice-list" offset={4}>
          <ListBox<Card>
            className="list"
            renderEmptyState={() => <p className="hint found-none">{t('board.nothingFound')}</p>}
          >
            {({ id, title }) => {
              const name = shownTitle(title) || t('plan.untitled')
              return (
                <ListBoxItem id={id} textValue={name} className="list-item">
                  <span className="list-name">{name}</span>
                </ListBoxItem>
              )
            }}
          </ListBox>
        </Popover>
      </ComboBox>
    </div>
  )
}
