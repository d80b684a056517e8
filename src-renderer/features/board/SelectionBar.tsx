import { ChevronDown, MoveRight, Tag, Trash2, UserPlus, X } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { Button } from '../../ui/Button.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import type { Ask } from './SelectionSheets.tsx'

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const

type SelectionBarProps = {
  readonly ids: readonly string[]
  readonly names: PlanNames
  readonly canWrite: boolean
  readonly commands: CardCommands
  readonly onAsk: (ask: Ask, ids: readonly string[]) => void
  readonly onClear: () => void
}

/** Takes the place of the filter while cards are selected: how many, and what can be done with all of them. */
export function SelectionBar({ ids, names, canWrite, commands, onAsk, onClear }: SelectionBarProps) {
  const { t } = useWords()
  const setObjective = (objective: string | null, title: string): void =>
    commands.setAll(ids, { place: { objective } }, t('cards.objectiveSet', { count: ids.length, title }))
  const objectives = [
    ...[...names.objectives.values()].map(({ id, title, hue, initial }) => ({
      key: id,
      name: title || t('plan.untitled'),
      icon: (
        <span className={`card-objective hue-${hue}`} aria-hidden>
          {initial}
        </span>
      ),
      onChoose: () => setObjective(id, title),
    })),
    { key: 'none', name: t('move.noObjective'), onChoose: () => setObjective(null, t('move.noObjective')) },
  ]
  return (
    <div className="board-tools board-selection" role="toolbar" aria-label={t('cards.bar')}>
      <p className="selection-count">{t('cards.selected', { count: ids.length })}</p>
      {canWrite && (
        <>
          <Button size="s" icon={<MoveRight {...ICON} />} onPress={() => onAsk('move', ids)}>
            {t('card.moveTo')}
          </Button>
          <MenuTrigger>
            <Button size="s" icon={<ChevronDown {...ICON} />}>
              {t('board.objective')}
            </Button>
            <MenuList label={t('board.objective')} entries={objectives} />
          </MenuTrigger>
          <Button size="s" icon={<Tag {...ICON} />} onPress={() => onAsk('tag', ids)}>
            {t('cards.tag')}
          </Button>
          <Button size="s" icon={<UserPlus {...ICON} />} onPress={() => onAsk('person', ids)}>
            {t('cards.person')}
          </Button>
          <Button size="s" icon={<Trash2 {...ICON} />} onPress={() => commands.removeAll(ids)}>
            {t('card.bin')}
          </Button>
        </>
      )}
      <Button size="s" look="quiet" icon={<X {...ICON} />} onPress={onClear}>
        {t('cards.clear')}
      </Button>
    </div>
  )
}
