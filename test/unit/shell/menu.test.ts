import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS, COMMAND_IDS, type CommandId } from '#shared/ipc/commands.ts'
import { menuTemplate } from '#main/menu.ts'
import { shellLanguage, shellWords } from '#main/shellWords.ts'

const resources = resolve(import.meta.dirname, '../../../resources')

type Items = ReturnType<typeof menuTemplate>

function itemsOf(template: Items): Items {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])])
}

const menuIn = (language: 'ca' | 'es' | 'fr' | 'en', isMac: boolean, chosen: CommandId[] = []) =>
  menuTemplate({
    words: shellWords(resources, language),
    isMac,
    available: new Set<CommandId>(['newPlan', 'projector']),
    projector: true,
    onCommand: (id) => void chosen.push(id),
  })

test('[SH30] every item of the menu speaks the language of the window, on every system', () => {
  const raw = /^(menu|command|nav|shell)\./
  for (const language of ['ca', 'es', 'fr', 'en'] as const) {
    for (const isMac of [true, false]) {
      const labels = itemsOf(menuIn(language, isMac)).filter(({ type }) => type !== 'separator')
      expect(labels.filter(({ label = '' }) => label === '' || raw.test(label))).toEqual([])
    }
  }
  const heads = menuIn('ca', false).map(({ label }) => label)
  expect(heads).toEqual(['Fitxer', 'Edita', 'Visualitza', 'Vés', 'Ajuda'])
  expect([shellLanguage('ca-ES'), shellLanguage('FR'), shellLanguage('de-AT')]).toEqual(['ca', 'fr', 'en'])
})

test('[SH30] each command stands in the menu once; choosing it sends its id; what means nothing now is grey', () => {
  for (const isMac of [true, false]) {
    const chosen: CommandId[] = []
    const items = itemsOf(menuIn('en', isMac, chosen)).filter(({ id }) => id !== undefined)
    expect(items.map(({ id }) => id).sort()).toEqual([...COMMAND_IDS].sort())
    expect(items.filter(({ enabled }) => enabled).map(({ id }) => id)).toEqual(['newPlan', 'projector'])
    expect(items.find(({ id }) => id === 'projector')).toMatchObject({ type: 'checkbox', checked: true })
    for (const { click } of items) (click as () => void)()
    expect(chosen.sort()).toEqual([...COMMAND_IDS].sort())
  }
})

test('[UI41] no two commands have the same keys, and none has keys with which text is edited', () => {
  const keys = COMMANDS.map((command) => command.keys).filter((one) => one !== null)
  expect(new Set(keys).size).toBe(keys.length)
  const editing = ['A', 'C', 'V', 'X', 'B', 'I', 'U', 'Backspace', 'Delete', 'Home', 'End', 'Enter']
  expect(keys.filter((one) => editing.some((key) => one === `Mod+${key}` || one === `Mod+Shift+${key}`))).toEqual([])
  expect(keys.filter((one) => /Arrow|Alt/.test(one))).toEqual([])
})
