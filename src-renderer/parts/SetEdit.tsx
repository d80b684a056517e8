import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, MenuTrigger } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import { useCanWrite } from '../app/planContext.ts'
import { MenuList } from '../ui/MenuList.tsx'
import { useWords } from '../words/words.ts'

export type SetOption = { readonly id: string; readonly name: string; readonly face?: ReactNode }

type SetEditProps = {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly addLabel: string
  readonly options: readonly SetOption[]
  readonly chosen: readonly string[]
  /** Gains or loses one member: two people may add at once. */
  readonly onAdd: (id: string) => void
  readonly onDrop: (id: string) => void
}

/** Some of what the plan has: people, groups, partners. */
export function SetEdit({ label, isLabelHidden = false, addLabel, options, chosen, onAdd, onDrop }: SetEditProps) {
  const { t } = useWords()
  const canWrite = useCanWrite()
  const names = new Map(options.map((option) => [option.id, option]))
  /** What was chosen and has been put in the bin since is still chosen. */
  const nameOf = (id: string): string => {
    const option = names.get(id)
    return option === undefined ? t('project.inBin') : shownTitle(option.name) || t('plan.untitled')
  }
  const left = options.filter(({ id }) => !chosen.includes(id))
  return (
    <div className="set-edit" role="group" aria-label={label}>
      {!isLabelHidden && <span className="label">{label}</span>}
      <ul className="chips">
        {chosen.map((id) => (
          <li key={id} className="chip">
            {names.get(id)?.face}
            <span>{nameOf(id)}</span>
            {canWrite && (
              <AriaButton
                className="chip-drop"
                aria-label={`${t('app.remove')}: ${nameOf(id)}`}
                onPress={() => onDrop(id)}
              >
                <X size={14} strokeWidth={1.75} aria-hidden />
              </AriaButton>
            )}
          </li>
        ))}
        {canWrite && left.length > 0 && (
          <li>
            <MenuTrigger>
              <AriaButton className="chip chip-add" aria-label={addLabel}>
                <Plus size={14} strokeWidth={1.75} aria-hidden />
                {t('app.add')}
              </AriaButton>
              <MenuList
                label={addLabel}
                entries={left.map(({ id, name, face }) => ({
                  key: id,
                  name: name || t('plan.untitled'),
                  icon: face,
                  onChoose: () => onAdd(id),
                }))}
              />
            </MenuTrigger>
          </li>
        )}
      </ul>
    </div>
  )
}
