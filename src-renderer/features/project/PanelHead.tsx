import { Maximize2, Minimize2, MoreHorizontal, Trash2, Undo2, X } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import type { ProjectDetail } from '#shared/plan/cards.ts'
import { useCanWrite } from '../../app/planContext.ts'
import type { Route } from '../../app/route.ts'
import { go } from '../../app/useRoute.ts'
import { useCardCommands } from '../../parts/useCardCommands.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { FoldedCorner } from '../../ui/marks.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

type PanelHeadProps = {
  readonly route: Extract<Route, { readonly at: 'plan' }>
  readonly detail: ProjectDetail
  readonly since: 'new' | 'changed' | undefined
  readonly onClose: () => void
}

/** Where the project stands against the agreement, and the ways out. */
export function PanelHead({ route, detail, since, onClose }: PanelHeadProps) {
  const { t } = useWords()
  const commands = useCardCommands()
  const canWrite = useCanWrite()
  const { id, isRemoved } = detail.project
  const toggleWide = (): void => {
    const { planId, view } = route
    go({ at: 'plan', planId, view, projectId: id, wide: !route.wide })
  }
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
      <IconButton
        icon={route.wide ? <Minimize2 {...ICON} /> : <Maximize2 {...ICON} />}
        label={t(route.wide ? 'project.narrow' : 'project.wide')}
        onPress={toggleWide}
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
