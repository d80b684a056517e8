import { MoreHorizontal, Trash2 } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { useCanWrite } from '../app/planContext.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { type MenuEntry, MenuList } from '../ui/MenuList.tsx'
import { useWords } from '../words/words.ts'
import { useBin } from './useBin.ts'

type LineMenuProps = {
  readonly thing: ThingRef
  readonly name: string
  /** What else can be done with it, ahead of the bin. */
  readonly entries?: readonly MenuEntry[]
}

/** What can be done with one line; there when the line is under the pointer or has the focus. */
export function LineMenu({ thing, name, entries = [] }: LineMenuProps) {
  const { t } = useWords()
  const bin = useBin()
  const canWrite = useCanWrite()
  if (!canWrite) return null
  const toBin: MenuEntry = {
    key: 'bin',
    name: t('card.bin'),
    icon: <Trash2 size={16} strokeWidth={1.5} aria-hidden />,
    onChoose: () => bin(thing, name),
  }
  return (
    <span className="line-remove">
      <MenuTrigger>
        <IconButton
          icon={<MoreHorizontal size={16} strokeWidth={1.5} />}
          label={`${t('app.more')}: ${shownTitle(name) || t('plan.untitled')}`}
          hasTooltip={false}
        />
        <MenuList label={t('app.more')} entries={[...entries, toBin]} />
      </MenuTrigger>
    </span>
  )
}
