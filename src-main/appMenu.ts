import { Menu } from 'electron'
import { COMMAND_IDS, type CommandId } from '#shared/ipc/commands.ts'
import type { ShellInput } from '#shared/ipc/shellChannels.ts'
import { menuTemplate } from './menu.ts'
import { type ShellLanguage, type ShellWords, shellWords } from './shellWords.ts'

export interface AppMenuParts {
  readonly resources: string
  readonly language: ShellLanguage
  readonly onCommand: (id: CommandId) => void
}

/** The application menu in the language of the window, and the words of main's own dialogs in the same. */
export class AppMenu {
  readonly #parts: AppMenuParts
  #language: ShellLanguage
  words: ShellWords

  constructor(parts: AppMenuParts) {
    this.#parts = parts
    this.#language = parts.language
    this.words = shellWords(parts.resources, parts.language)
    this.#build(new Set(), false)
  }

  show({ language, available, projector }: ShellInput<'menu.show'>): void {
    const isOn = new Set(available)
    if (language !== this.#language) {
      this.#language = language
      this.words = shellWords(this.#parts.resources, language)
      return this.#build(isOn, projector)
    }
    const menu = Menu.getApplicationMenu()
    for (const id of COMMAND_IDS) {
      const item = menu?.getMenuItemById(id)
      if (item) item.enabled = isOn.has(id)
    }
    const item = menu?.getMenuItemById('projector')
    if (item) item.checked = projector
  }

  #build(available: ReadonlySet<CommandId>, projector: boolean): void {
    const { onCommand } = this.#parts
    const isMac = process.platform === 'darwin'
    const template = menuTemplate({ words: this.words, isMac, available, projector, onCommand })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
}
