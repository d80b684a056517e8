import { COMMANDS, type CommandMenu, commandWord } from '#shared/ipc/commands.ts'
import { KeyCaps } from '../../parts/KeyCaps.tsx'
import { type MessageId, useWords } from '../../words/words.ts'

const MENUS: readonly CommandMenu[] = ['file', 'edit', 'view', 'go', 'help']

type PlaceKey = readonly [word: MessageId, ...keys: readonly string[]]

/** Keys that mean something only where the focus is; they are in no menu. */
const ON_THE_BOARD: readonly PlaceKey[] = [
  ['keys.walk', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  ['keys.move', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+ArrowUp', 'Alt+ArrowDown'],
  ['keys.open', 'Enter'],
  ['keys.rename', 'F2'],
  ['keys.moveTo', 'M'],
  ['keys.remove', 'Delete'],
]
const EVERYWHERE: readonly PlaceKey[] = [['keys.back', 'Escape']]

/** Every key there is, from the table that the menu is made of. */
export function KeysSection() {
  const { t } = useWords()
  return (
    <>
      <KeyGroup title={t('keys.board')} rows={ON_THE_BOARD.map(([word, ...keys]) => [t(word), keys])} />
      {MENUS.map((menu) => (
        <KeyGroup
          key={menu}
          title={t(`menu.${menu}`)}
          rows={COMMANDS.flatMap((command) =>
            command.menu === menu && command.keys !== null ? [[t(commandWord(command.id)), [command.keys]]] : [],
          )}
        />
      ))}
      <KeyGroup title={t('keys.everywhere')} rows={EVERYWHERE.map(([word, ...keys]) => [t(word), keys])} />
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
