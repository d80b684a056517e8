import { Check, UserPlus } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { useCanWrite } from '../../app/planContext.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import type { Action } from './actionEdits.ts'

type WhoProps = { readonly thing: ThingRef; readonly action: Action; readonly names: PlanNames }

/** The people who do an action, as initials; pressed, all people to tick. */
export function Who({ thing, action, names }: WhoProps) {
  const { t } = useWords()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const people = [...names.people.values()]
  const chosen = new Set(action.who)
  const change = (next: ReadonlySet<string>): void => {
    const drop = action.who.filter((id) => !next.has(id))
    const add = [...next].filter((id) => !chosen.has(id))
    set(thing, { who: { add, drop } })
  }
  return (
    <MenuTrigger>
      <Button className="who" aria-label={t('project.who', { title: action.title })} isDisabled={!canWrite}>
        {action.who.length === 0 ? (
          <UserPlus size={16} strokeWidth={1.5} aria-hidden />
        ) : (
          action.who.map((id) => <Initials key={id} name={names.people.get(id)?.name ?? ''} />)
        )}
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu
          className="list"
          aria-label={t('project.who', { title: action.title })}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            change(keys === 'all' ? new Set(people.map(({ id }) => id)) : (keys as Set<string>))
          }
        >
          {people.map(({ id, name }) => (
            <MenuItem key={id} id={id} textValue={shownTitle(name)} className="list-item">
              <Initials name={name} />
              <span className="list-name">{shownTitle(name)}</span>
              <Check className="list-check" size={16} strokeWidth={2} aria-hidden />
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
