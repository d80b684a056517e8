import type { MenuItemConstructorOptions } from 'electron'
import { COMMANDS, type Command, type CommandId, type CommandMenu, commandWord } from '#shared/ipc/commands.ts'
import type { ShellWords } from './shellWords.ts'

export interface MenuParts {
  readonly words: ShellWords
  readonly isMac: boolean
  /** What the window can do now; the rest is grey. */
  readonly available: ReadonlySet<CommandId>
  readonly projector: boolean
  readonly onCommand: (id: CommandId) => void
}

type Items = readonly MenuItemConstructorOptions[]

const LINE: MenuItemConstructorOptions = { type: 'separator' }
/** These stand in the menu of the app on a Mac, as people look for them there. */
const OF_THE_APP: readonly CommandId[] = ['about', 'settings']

/** The application menu. Its items tell the window an id; roles are the system's own. No reload, no page on the net. */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const { words, isMac } = parts
  const role = (name: NonNullable<MenuItemConstructorOptions['role']>): MenuItemConstructorOptions => ({
    role: name,
    label: words(`menu.${name}`),
  })
  const of = (menu: CommandMenu): Items =>
    COMMANDS.filter((command) => command.menu === menu && !(isMac && OF_THE_APP.includes(command.id))).flatMap(
      (command, at) => [...('begins' in command && at > 0 ? [LINE] : []), itemOf(command, parts)],
    )
  const clipboard = [role('cut'), role('copy'), role('paste'), role('selectAll')]
  const menu = (name: CommandMenu, items: Items): MenuItemConstructorOptions => ({
    label: words(`menu.${name}`),
    submenu: [...items],
  })
  const windowMenu: Items = [role('minimize'), role('zoom'), LINE, role('front')]
  return [
    ...(isMac ? [appMenu(parts, role)] : []),
    menu('file', [...of('file'), LINE, isMac ? role('close') : role('quit')]),
    menu('edit', [...of('edit').slice(0, 2), LINE, ...clipboard, LINE, ...of('edit').slice(2)]),
    menu('view', [...of('view'), role('togglefullscreen')]),
    menu('go', of('go')),
    ...(isMac ? [{ role: 'window' as const, label: words('menu.window'), submenu: [...windowMenu] }] : []),
    { ...menu('help', of('help')), role: 'help' },
  ]
}

function appMenu(
  parts: MenuParts,
  role: (name: NonNullable<MenuItemConstructorOptions['role']>) => MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  const [about, settings] = OF_THE_APP.map((id) =>
    itemOf(
      COMMANDS.find((command) => command.id === id)!,
      parts,
    ),
  )
  const hiding = [role('hide'), role('hideOthers'), role('unhide')]
  return {
    label: 'Aplec',
    submenu: [about!, LINE, settings!, LINE, role('services'), LINE, ...hiding, LINE, role('quit')],
  }
}

function itemOf(command: Command & { readonly id: CommandId }, parts: MenuParts): MenuItemConstructorOptions {
  const accelerator = acceleratorOf(command.keys)
  return {
    id: command.id,
    label: parts.words(commandWord(command.id)),
    enabled: parts.available.has(command.id),
    ...(command.id === 'projector' ? { type: 'checkbox' as const, checked: parts.projector } : {}),
    // The keys are the page's, which knows what has the focus; the menu only says them. (A Mac asks the page first.)
    ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
    click: () => parts.onCommand(command.id),
  }
}

/** The key as Electron writes it; null for a key that is also a letter people type. */
function acceleratorOf(keys: string | null): string | null {
  if (keys === null || !keys.startsWith('Mod+')) return null
  return keys.replace('Mod+', 'CommandOrControl+').replace(/\+\+$/, '+Plus')
}
