import { ArrowDown, ArrowUp, ChevronRight, MoreHorizontal, Palette, PencilLine, Trash2 } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { MenuTrigger } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import type { ObjectiveName } from '../../parts/usePlanNames.ts'
import { useBoardActions } from './boardContext.ts'
import { type Lane, shownIn } from './grid.ts'
import { HeadName } from './HeadName.tsx'
import { HuePicker } from './HuePicker.tsx'
import { RemoveHead } from './RemoveHead.tsx'
import { useHeadDrag } from './useHeadDrag.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

export const laneHeadId = (lane: string): string => `lane-${lane}`

type LaneHeadProps = { readonly lane: Lane; readonly onFold: (lane: string) => void }

/** The line of a lane: folds it, names the objective, and counts; folded, it counts stage by stage. */
export function LaneHead({ lane, onFold }: LaneHeadProps) {
  const { key, objective, isFolded, cells } = lane
  const { t } = useWords()
  const { canWrite, heads } = useBoardActions()
  const [isRenaming, setIsRenaming] = useState(false)
  const head = useRef<HTMLElement>(null)
  const canChange = canWrite && objective !== null
  const onDrop = useCallback(
    (dragged: string, side: 'before' | 'after') => heads.drop('Objective', dragged, key, side),
    [heads, key],
  )
  const side = useHeadDrag({ head, type: 'Objective', id: key, isEnabled: canChange && !isRenaming, onDrop })
  const title = objective === null ? t('board.noObjective') : objective.title || t('plan.untitled')
  const filled = cells.filter(({ shown }) => shown.length > 0)
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Alt and an arrow key, on the buttons inside
    <header
      ref={head}
      className={['lane-head', side && `head-drop-${side}`].filter(Boolean).join(' ')}
      onKeyDown={(event) => {
        if (!canChange || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        heads.step('Objective', key, event.key === 'ArrowUp' ? -1 : 1)
      }}
    >
      <button
        type="button"
        className="lane-fold"
        aria-expanded={!isFolded}
        aria-label={t(isFolded ? 'board.unfold' : 'board.fold', { title })}
        onClick={() => onFold(key)}
      >
        <ChevronRight size={18} strokeWidth={1.5} aria-hidden />
      </button>
      <span className="card-objective" aria-hidden>
        {objective?.initial ?? ''}
      </span>
      <h2 className="lane-name" id={laneHeadId(key)}>
        <HeadName
          title={title}
          label={t('board.objectiveName')}
          isRenaming={isRenaming}
          onRename={setIsRenaming}
          onDone={(name) => heads.set('Objective', key, { title: name })}
          canWrite={canChange}
        />
      </h2>
      <span className="lane-count">{t('board.count', { count: shownIn(lane) })}</span>
      {isFolded && filled.length > 0 && (
        <ul className="lane-counts">
          {filled.map(({ stage, shown }) => (
            <li key={stage.id}>
              {shownTitle(stage.title)} <b>{shown.length}</b>
            </li>
          ))}
        </ul>
      )}
      {canChange && <LaneMenu objective={objective} onRename={() => setIsRenaming(true)} />}
    </header>
  )
}

type LaneMenuProps = {
  readonly objective: ObjectiveName
  readonly onRename: () => void
}

function LaneMenu({ objective, onRename }: LaneMenuProps) {
  const { id, title, hue } = objective
  const { t } = useWords()
  const { heads } = useBoardActions()
  const [over, setOver] = useState<'colour' | 'remove' | null>(null)
  const close = (): void => setOver(null)
  const label = t('board.objectiveMenu', { title })
  return (
    <>
      <MenuTrigger>
        <IconButton icon={<MoreHorizontal size={18} strokeWidth={1.5} />} label={label} hasTooltip={false} />
        <MenuList
          label={label}
          entries={[
            { key: 'name', name: t('card.rename'), icon: <PencilLine {...ICON} />, onChoose: onRename },
            {
              key: 'colour',
              name: t('board.colourItem'),
              icon: <Palette {...ICON} />,
              onChoose: () => setOver('colour'),
            },
            {
              key: 'up',
              name: t('board.up'),
              icon: <ArrowUp {...ICON} />,
              onChoose: () => heads.step('Objective', id, -1),
            },
            {
              key: 'down',
              name: t('board.down'),
              icon: <ArrowDown {...ICON} />,
              onChoose: () => heads.step('Objective', id, 1),
            },
            {
              key: 'bin',
              name: t('card.bin'),
              icon: <Trash2 {...ICON} />,
              onChoose: () =>
                heads.cardsUnder('Objective', id) === 0 ? heads.remove('Objective', id) : setOver('remove'),
            },
          ]}
        />
      </MenuTrigger>
      {over === 'colour' && (
        <Sheet title={title} closeLabel={t('app.close')} isOpen onClose={close}>
          <HuePicker
            chosen={hue}
            onChoose={(chosen) => heads.set('Objective', id, { colour: String(chosen) })}
            hasNone={false}
          />
          <footer className="sheet-foot">
            <Button onPress={close}>{t('app.close')}</Button>
          </footer>
        </Sheet>
      )}
      {over === 'remove' && <RemoveHead type="Objective" id={id} title={title} onClose={close} />}
    </>
  )
}
