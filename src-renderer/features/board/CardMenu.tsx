import { MoveRight, PanelRight, PencilLine, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { Menu, MenuItem, Popover } from 'react-aria-components'
import { usePlan } from '../../app/planContext.ts'
import { useWords } from '../../words/words.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

type CardMenuProps = {
  readonly id: string
  readonly anchor: Element
  readonly canWrite: boolean
  readonly href: string
  readonly onClose: () => void
  readonly onMove: (id: string) => void
  readonly onRename: (id: string) => void
  readonly commands: CardCommands
}

/** One menu for the whole board, hung under the card it was asked for. */
export function CardMenu({ id, anchor, canWrite, href, onClose, onMove, onRename, commands }: CardMenuProps) {
  const { t } = useWords()
  const plan = usePlan()
  const trigger = useRef<Element>(anchor)
  const title = plan.reader.card(plan.document.doc.now(), id)?.title ?? ''
  const open = (): void => {
    window.location.hash = href
  }
  return (
    <Popover
      className="popover"
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement="bottom end"
      offset={4}
    >
      <Menu aria-label={t('card.menu', { title })} className="list" autoFocus="first" onClose={onClose}>
        <MenuItem className="list-item" onAction={open}>
          <PanelRight {...ICON} />
          <span className="list-name">{t('card.openItem')}</span>
        </MenuItem>
        <MenuItem className="list-item" isDisabled={!canWrite} onAction={() => onRename(id)}>
          <PencilLine {...ICON} />
          <span className="list-name">{t('card.rename')}</span>
        </MenuItem>
        <MenuItem className="list-item" isDisabled={!canWrite} onAction={() => onMove(id)}>
          <MoveRight {...ICON} />
          <span className="list-name">{t('card.moveTo')}</span>
        </MenuItem>
        <MenuItem className="list-item" isDisabled={!canWrite} onAction={() => commands.remove(id)}>
          <Trash2 {...ICON} />
          <span className="list-name">{t('card.bin')}</span>
        </MenuItem>
      </Menu>
    </Popover>
  )
}
