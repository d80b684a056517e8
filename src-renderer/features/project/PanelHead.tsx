import { List, Maximize2, Minimize2, MoreHorizontal, Trash2, Undo2, X } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { MenuTrigger } from 'react-aria-components'
import type { ProjectDetail } from '#shared/plan/cards.ts'
import { useCanWrite } from '../../app/planContext.ts'
import type { Route } from '../../app/route.ts'
import { useCardCommands } from '../../parts/useCardCommands.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { FoldedCorner } from '../../ui/marks.tsx'
import { type MenuEntry, MenuList } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import { headingsIn } from './usePanelKeys.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

type PanelHeadProps = {
  readonly route: Extract<Route, { readonly at: 'plan' }>
  readonly detail: ProjectDetail
  readonly since: 'new' | 'changed' | undefined
  readonly panel: RefObject<HTMLElement | null>
  readonly onWide: () => void
  readonly onClose: () => void
}

/** Where the project stands against the agreement, and the ways out. */
export function PanelHead({ route, detail, since, panel, onWide, onClose }: PanelHeadProps) {
  const { t } = useWords()
  const commands = useCardCommands()
  const canWrite = useCanWrite()
  const { id, isRemoved } = detail.project
  return (
    <header className="panel-head">
      <span className="panel-state">
        {isRemoved ? (
          <>
            <FoldedCorner /> {t('project.inBin')}
          </>
        ) : (
          since && <span className="panel-since">{t(since === 'new' ? 'card.new' : 'card.changed')}</span>
        )}
      </span>
      <SectionMenu panel={panel} />
      <IconButton
        icon={route.wide ? <Minimize2 {...ICON} /> : <Maximize2 {...ICON} />}
        label={t(route.wide ? 'project.narrow' : 'project.wide')}
        onPress={onWide}
      />
      <MenuTrigger>
        <IconButton icon={<MoreHorizontal {...ICON} />} label={t('app.more')} isDisabled={!canWrite} />
        <MenuList
          label={t('app.more')}
          entries={[
            isRemoved
              ? {
                  key: 'restore',
                  name: t('bin.restore'),
                  icon: <Undo2 {...ICON} />,
                  onChoose: () => commands.restore(id),
                }
              : {
                  key: 'bin',
                  name: t('card.bin'),
                  icon: <Trash2 {...ICON} />,
                  onChoose: () => {
                    onClose()
                    commands.remove(id)
                  },
                },
          ]}
        />
      </MenuTrigger>
      <IconButton icon={<X size={20} strokeWidth={1.5} />} label={t('app.close')} onPress={onClose} />
    </header>
  )
}

/** The sections that are there now, to jump to. */
function SectionMenu({ panel }: { readonly panel: RefObject<HTMLElement | null> }) {
  const { t } = useWords()
  const [entries, setEntries] = useState<readonly MenuEntry[]>([])
  const look = (isOpen: boolean): void => {
    if (!isOpen || panel.current === null) return
    setEntries(
      headingsIn(panel.current).map((heading) => ({
        key: heading.id,
        name: heading.firstChild?.textContent ?? '',
        // After the menu has given the focus back to its button.
        onChoose: () => window.setTimeout(() => heading.focus()),
      })),
    )
  }
  return (
    <MenuTrigger onOpenChange={look}>
      <IconButton icon={<List {...ICON} />} label={t('project.sections')} />
      <MenuList label={t('project.sections')} entries={entries} />
    </MenuTrigger>
  )
}
