/**
 * What a person can ask of the window by a menu or a key: one table for the application menu, for the keys, and for the list
 * of keys that people read. The menu sends an id of this list to the window, and nothing else.
 */

export type CommandMenu = 'file' | 'edit' | 'view' | 'go' | 'help'

export interface Command {
  readonly id: string
  readonly menu: CommandMenu
  /** `Mod` is Cmd on a Mac and Ctrl elsewhere; the last part is what the keyboard says the key is (`KeyboardEvent.key`). */
  readonly keys: string | null
  /** The first of a group, which the menu sets apart. */
  readonly begins?: true
}

export const COMMANDS = [
  { id: 'newPlan', menu: 'file', keys: 'Mod+N' },
  { id: 'openFile', menu: 'file', keys: 'Mod+O' },
  { id: 'saveFile', menu: 'file', keys: 'Mod+Shift+S', begins: true },
  { id: 'exportPdf', menu: 'file', keys: 'Mod+Shift+E' },
  { id: 'print', menu: 'file', keys: 'Mod+P' },
  { id: 'backup', menu: 'file', keys: null, begins: true },
  { id: 'settings', menu: 'file', keys: 'Mod+,', begins: true },
  { id: 'undo', menu: 'edit', keys: 'Mod+Z' },
  { id: 'redo', menu: 'edit', keys: 'Mod+Shift+Z' },
  { id: 'search', menu: 'edit', keys: 'Mod+K' },
  { id: 'textLarger', menu: 'view', keys: 'Mod++' },
  { id: 'textSmaller', menu: 'view', keys: 'Mod+-' },
  { id: 'textNormal', menu: 'view', keys: 'Mod+0' },
  { id: 'projector', menu: 'view', keys: 'Mod+Shift+P', begins: true },
  { id: 'goPlans', menu: 'go', keys: 'Mod+Shift+L' },
  { id: 'goBoard', menu: 'go', keys: 'Mod+1', begins: true },
  { id: 'goDocument', menu: 'go', keys: 'Mod+2' },
  { id: 'goAgreements', menu: 'go', keys: 'Mod+3' },
  { id: 'goPeople', menu: 'go', keys: 'Mod+4' },
  { id: 'goDetails', menu: 'go', keys: null },
  { id: 'goReport', menu: 'go', keys: null, begins: true },
  { id: 'goBin', menu: 'go', keys: null },
  { id: 'shortcuts', menu: 'help', keys: '?' },
  { id: 'diagnostics', menu: 'help', keys: null },
  { id: 'about', menu: 'help', keys: null, begins: true },
] as const satisfies readonly Command[]

export type CommandId = (typeof COMMANDS)[number]['id']

export const COMMAND_IDS: readonly CommandId[] = COMMANDS.map(({ id }) => id)

type PlaceCommand = Extract<CommandId, `go${string}`>
type PlaceOf<C> = C extends `go${infer Place}` ? Uncapitalize<Place> : never
export type CommandWord = `command.${Exclude<CommandId, PlaceCommand>}` | `nav.${PlaceOf<PlaceCommand>}`

/** The name of a command in the catalogues; one that goes to a place is called as the place is. */
export function commandWord(id: CommandId): CommandWord {
  const word = /^go[A-Z]/.test(id) ? `nav.${id.charAt(2).toLowerCase()}${id.slice(3)}` : `command.${id}`
  return word as CommandWord
}
