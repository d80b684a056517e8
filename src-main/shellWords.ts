import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandWord } from '#shared/ipc/commands.ts'

/** The languages of the interface; what else a system speaks gets English. */
const LANGUAGES = ['ca', 'es', 'fr', 'en'] as const
export type ShellLanguage = (typeof LANGUAGES)[number]

/** A sentence of main's own dialogs and of the menu, by its name in the catalogues of the window. None takes a value. */
export type ShellWord = CommandWord | `menu.${string}` | `shell.${string}` | 'codes.why'
export type ShellWords = (id: ShellWord) => string

export const shellLanguage = (locale: string): ShellLanguage =>
  LANGUAGES.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en'

/** Reads the one catalogue that is needed: the menu is there before the window can say anything. */
export function shellWords(resources: string, language: ShellLanguage): ShellWords {
  const text = readFileSync(join(resources, 'messages', `${language}.json`), 'utf8')
  const sentences = JSON.parse(text) as Readonly<Record<string, string>>
  return (id) => sentences[id] ?? id
}
