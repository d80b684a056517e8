import { COMMANDS, type CommandMenu, commandWord } from '#shared/ipc/commands.ts'
import { KeyCaps } from '../../parts/KeyCaps.tsx'
import { useWords } from '../../words/words.ts'
import { PLACE_KEYS } from './placeKeys.ts'

const MENUS: readonly CommandMenu[] = ['file', 'edit', 'view', 'go', 'help']

/** Every key there is: those of the menu from its own table, then those that belong to a place. */
export function KeysSection() {
  const { t } = useWords()
  return (
    <>
      {MENUS.map((menu) => (
        <KeyGroup
          key={menu}
          title={t(`menu.${menu}`)}
          rows={COMMANDS.flatMap((command) =>
            command.menu === menu && command.keys !== null ? [[t(commandWord(command.id)), [command.keys]]] : [],
          )}
        />
      ))}
      {PLACE_KEYS.map(({ place, rows }) => (
        <KeyGroup key={place} title={t(place)} rows={rows.map(([word, ...keys]) => [t(word), keys])} />
      ))}
    </>
  )
}

type KeyGroupProps = {
  readonly title: string
  readonly rows: readonly (readonly [name: string, keys: readonly string[]])[]
}

function KeyGroup({ title, rows }: KeyGroupProps) {
  return (
    <section className="key-group">
      <h3 className="setting-title">{title}</h3>
      <dl className="key-list">
        {rows.map(([name, keys]) => (
          <div key={name} className="key-row">
            <dt>{name}</dt>
            <dd>
              {keys.map((one) => (
                <KeyCaps key={one} keys={one} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
