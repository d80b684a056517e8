import { ArrowLeft, ArrowRight, MoreHorizontal, PencilLine, Settings2, SquareCheck, Trash2 } from 'lucide-react'
import { memo, useCallback, useRef, useState } from 'react'
import { MenuTrigger } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import { hueOf } from '../../parts/usePlanNames.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import { useBoardActions } from './boardContext.ts'
import type { Column } from './grid.ts'
import { HeadName } from './HeadName.tsx'
import { RemoveHead } from './RemoveHead.tsx'
import { StageSheet } from './StageSheet.tsx'
import { useHeadDrag } from './useHeadDrag.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

export const stageHeadId = (stage: string): string => `stage-${stage}`

/** The name of a column, how many cards it has, and what can be done with it. */
export const StageHead = memo(function StageHead({ column }: { readonly column: Column }) {
  const { stage, cards, shown } = column
  const { t, number } = useWords()
  const { canWrite, heads, selectAll } = useBoardActions()
  const [isRenaming, setIsRenaming] = useState(false)
  const [over, setOver] = useState<'sheet' | 'remove' | null>(null)
  const head = useRef<HTMLElement>(null)
  const { id, view } = stage
  const canChange = canWrite && view !== null
  const onDrop = useCallback(
    (dragged: string, side: 'before' | 'after') => heads.drop('Stage', dragged, id, side),
    [heads, id],
  )
  const side = useHeadDrag({ head, type: 'Stage', id, isEnabled: canChange && !isRenaming, onDrop })
  const title = shownTitle(stage.title) || t('plan.untitled')
  const limit = view?.limit ?? null
  const isOver = limit !== null && cards.length > limit
  const step = (by: 1 | -1) => () => heads.step('Stage', id, by)
  const remove = (): void => (cards.length === 0 ? heads.remove('Stage', id) : setOver('remove'))
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Alt and an arrow key, on the buttons inside
    <header
      ref={head}
      className={['column-head', `hue-${hueOf(view?.colour ?? null)}`, side && `head-drop-${side}`]
        .filter(Boolean)
        .join(' ')}
      onKeyDown={(event) => {
        if (!canChange || !event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return
        event.preventDefault()
        step(event.key === 'ArrowLeft' ? -1 : 1)()
      }}
    >
      <h2 className="column-name" id={stageHeadId(id)}>
        <HeadName
          title={stage.title}
          label={t('board.stageName')}
          isRenaming={isRenaming}
          onRename={setIsRenaming}
          onDone={(name) => heads.set('Stage', id, { title: name })}
          canWrite={canChange}
        />
      </h2>
      <span className={isOver ? 'column-count column-over' : 'column-count'}>
        <span aria-hidden title={isOver ? t('board.overLimit', { limit }) : undefined}>
          {shown.length === cards.length ? '' : `${number(shown.length)}/`}
          {number(cards.length)}
          {limit !== null && <span className="column-limit"> / {limit}</span>}
        </span>
        <span className="only-heard">
          {t('board.count', { count: cards.length })}
          {limit !== null && ` ${t(isOver ? 'board.overLimit' : 'board.limit', { limit })}`}
        </span>
      </span>
      {canChange && (
        <MenuTrigger>
          <IconButton
            icon={<MoreHorizontal size={18} strokeWidth={1.5} />}
            label={t('board.stageMenu', { stage: title })}
            hasTooltip={false}
          />
          <MenuList
            label={t('board.stageMenu', { stage: title })}
            entries={[
              {
                key: 'all',
                name: t('board.selectAll'),
                icon: <SquareCheck {...ICON} />,
                onChoose: () => selectAll(id),
                isDisabled: shown.length === 0,
              },
              {
                key: 'name',
                name: t('card.rename'),
                icon: <PencilLine {...ICON} />,
                onChoose: () => setIsRenaming(true),
              },
              {
                key: 'sheet',
                name: t('board.stageSheet'),
                icon: <Settings2 {...ICON} />,
                onChoose: () => setOver('sheet'),
              },
              { key: 'left', name: t('board.left'), icon: <ArrowLeft {...ICON} />, onChoose: step(-1) },
              { key: 'right', name: t('board.right'), icon: <ArrowRight {...ICON} />, onChoose: step(1) },
              { key: 'bin', name: t('card.bin'), icon: <Trash2 {...ICON} />, onChoose: remove },
            ]}
          />
        </MenuTrigger>
      )}
      {over === 'sheet' && view !== null && <StageSheet stage={view} onClose={() => setOver(null)} />}
      {over === 'remove' && <RemoveHead type="Stage" id={id} title={title} onClose={() => setOver(null)} />}
    </header>
  )
})
