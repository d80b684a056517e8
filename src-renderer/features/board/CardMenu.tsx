import { MoveRight, PanelRight, PencilLine, SquareCheck, Tag, Trash2, UserPlus } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { Menu, MenuItem, Popover } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import { usePlan } from '../../app/planContext.ts'
import { useWords } from '../../words/words.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import type { Ask } from './SelectionSheets.tsx'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

type CardMenuProps = {
  readonly id: string
  /** This card, or all that are selected with it. */
  readonly ids: readonly string[]
  readonly anchor: Element
  readonly canWrite: boolean
  readonly href: string
  readonly onClose: () => void
  readonly onAsk: (ask: Ask, ids: readonly string[]) => void
  readonly onRename: (id: string) => void
  readonly onSelect: (id: string) => void
  readonly commands: CardCommands
}

type Item = { readonly key: string; readonly name: string; readonly icon: ReactNode; readonly onAction: () => void }

/** One menu for the whole board, hung under the card it was asked for; for all that are selected when that card is. */
export function CardMenu(props: CardMenuProps) {
  const { id, ids, anchor, canWrite, href, onClose, onAsk, onRename, onSelect, commands } = props
  const { t } = useWords()
  const plan = usePlan()
  const trigger = useRef<Element>(anchor)
  const isMany = ids.length > 1
  const title = shownTitle(plan.reader.card(plan.document.doc.now(), id)?.title ?? '')
  const ask = (what: Ask) => () => onAsk(what, ids)
  const alone: readonly Item[] = [
    {
      key: 'open',
      name: t('card.openItem'),
      icon: <PanelRight {...ICON} />,
      onAction: () => (window.location.hash = href),
    },
    { key: 'rename', name: t('card.rename'), icon: <PencilLine {...ICON} />, onAction: () => onRename(id) },
    { key: 'select', name: t('card.selectItem'), icon: <SquareCheck {...ICON} />, onAction: () => onSelect(id) },
  ]
  const either: readonly Item[] = [
    { key: 'move', name: t('card.moveTo'), icon: <MoveRight {...ICON} />, onAction: ask('move') },
    { key: 'tag', name: t('cards.tag'), icon: <Tag {...ICON} />, onAction: ask('tag') },
    { key: 'person', name: t('cards.person'), icon: <UserPlus {...ICON} />, onAction: ask('person') },
    { key: 'bin', name: t('card.bin'), icon: <Trash2 {...ICON} />, onAction: () => commands.removeAll(ids) },
  ]
  return (
    <Popover
      className="popover"
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement="bottom end"
      offset={4}
    >
      <Menu
        aria-label={isMany ? t('cards.menu', { count: ids.length }) : t('card.menu', { title })}
        className="list"
        autoFocus="first"
        onClose={onClose}
      >
        {[...(isMany ? [] : alone), ...either].map(({ key, name, icon, onAction }) => (
          <MenuItem
            key={key}
            id={key}
            textValue={name}
            className="list-item"
            isDisabled={!canWrite && key !== 'open' && key !== 'select'}
            onAction={onAction}
          >
            {icon}
            <span className="list-name">{name}</span>
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  )
}
