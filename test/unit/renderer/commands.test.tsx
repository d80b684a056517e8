// @vitest-environment happy-dom
// The table of commands, from keys and menu to the view that does them.
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { COMMANDS, type CommandId, commandWord } from '#shared/ipc/commands.ts'
import type { ShellInput } from '#shared/ipc/shellChannels.ts'
import { ok } from '#shared/base/result.ts'
import { commandOf, type Pressed } from '#renderer/app/commandKeys.ts'
import { runThere, useCommand } from '#renderer/app/commands.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { PLAN_VIEWS } from '#renderer/app/route.ts'
import { useMenu } from '#renderer/app/useMenu.ts'
import { openSettings, type SettingsStore } from '#renderer/data/settings.ts'
import { KeysSection } from '#renderer/features/settings/KeysSection.tsx'
import { createWords, wordsOf } from '#renderer/words/words.ts'
import { waitFor } from '../../helpers/waitFor.ts'

const NONE = { key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const pressed = (part: Partial<Pressed>): Pressed => ({ ...NONE, ...part })

test('[UI41] keys are found as each keyboard has them, and only with the keys that belong to them', () => {
  const find = (part: Partial<Pressed>, onMac = false) => commandOf(pressed(part), onMac)
  expect(find({ ctrlKey: true, key: 'z' })).toBe('undo')
  expect(find({ ctrlKey: true, shiftKey: true, key: 'Z' })).toBe('redo')
  expect(find({ ctrlKey: true, key: 'y' })).toBe('redo')
  expect(find({ metaKey: true, key: 'z' })).toBeNull()
  expect(find({ metaKey: true, key: 'z' }, true)).toBe('undo')
  expect(find({ ctrlKey: true, metaKey: true, key: 'z' }, true)).toBeNull()
  expect(find({ ctrlKey: true, altKey: true, key: 'z' })).toBeNull()
  // Signs stand elsewhere on every keyboard, with Shift or without; on a French one figures are written with Shift.
  expect([find({ ctrlKey: true, key: '=' }), find({ ctrlKey: true, shiftKey: true, key: '+' })]).toEqual([
    'textLarger',
    'textLarger',
  ])
  expect(find({ ctrlKey: true, key: '&', code: 'Digit1' })).toBe('goBoard')
  expect(find({ shiftKey: true, key: '?' })).toBe('shortcuts')
  expect(find({ key: 's' })).toBeNull()
})

test('[UI41] every view of a plan can be asked for by its name', () => {
  const words = COMMANDS.map(({ id }) => commandWord(id))
  expect(PLAN_VIEWS.filter((view) => !words.includes(`nav.${view}`))).toEqual([])
})

let told: ShellInput<'menu.show'>[]
let choose: (id: CommandId) => void
let done: CommandId[]
let settings: SettingsStore

beforeEach(() => {
  window.localStorage.clear()
  settings = openSettings(window.localStorage, ['en'])
  told = []
  done = []
})
afterEach(cleanup)

function Doer({ id, isOn = true }: { readonly id: CommandId; readonly isOn?: boolean }) {
  useCommand(id, () => void done.push(id), isOn)
  return null
}

function Page({ ids, hasDialog = false }: { readonly ids: readonly CommandId[]; readonly hasDialog?: boolean }) {
  useMenu()
  return (
    <>
      {ids.map((id) => (
        <Doer key={id} id={id} />
      ))}
      <input aria-label="field" />
      {hasDialog && <div className="veil" />}
    </>
  )
}

function show(ids: readonly CommandId[], hasDialog = false): ReturnType<typeof render> {
  // Main's end of the bridge: it shows what it is told, and sends ids.
  const shell = {
    showMenu: async (shown: ShellInput<'menu.show'>) => (told.push(shown), ok(null)),
    onCommand: (listener: (id: CommandId) => void) => ((choose = listener), () => undefined),
  }
  const services = { core: { shell }, settings } as unknown as WindowServices
  return render(
    <ServicesProvider value={services}>
      <Page ids={ids} hasDialog={hasDialog} />
    </ServicesProvider>,
  )
}

test('[UI41] menu and keys reach whoever does it, and the menu is told what that is', async () => {
  const user = userEvent.setup()
  const view = show(['undo', 'settings'])
  await waitFor('the menu is told', () => told.at(-1)?.available.join() === 'settings,undo')
  await user.keyboard('{Control>}z,{/Control}{Control>}n{/Control}')
  act(() => choose('settings'))
  act(() => choose('newPlan'))
  expect(done).toEqual(['undo', 'settings', 'settings'])
  act(() => settings.change({ language: 'fr', projector: true }))
  expect(told.at(-1)).toMatchObject({ language: 'fr', projector: true })
  view.unmount()
  expect(told).toHaveLength(new Set(told.map((one) => JSON.stringify(one))).size)
})

test('[UI41] a text that is typed in keeps its undo and its question marks', async () => {
  const user = userEvent.setup()
  show(['undo', 'shortcuts', 'settings'])
  await user.click(screen.getByLabelText('field'))
  await user.keyboard('?{Control>}z{/Control}')
  expect(done).toEqual([])
  await user.keyboard('{Control>},{/Control}')
  expect(done).toEqual(['settings'])
  act(() => (document.activeElement as HTMLElement).blur())
  await user.keyboard('?')
  expect(done).toEqual(['settings', 'shortcuts'])
})

test('[UI41] over a dialog only what changes the look counts', async () => {
  const user = userEvent.setup()
  show(['settings', 'textLarger'], true)
  await user.keyboard('{Control>},{/Control}{Control>}+{/Control}')
  act(() => choose('settings'))
  expect(done).toEqual(['textLarger'])
})

test('[UI41] what a place on the way is to do is done once it is there, and once', () => {
  runThere('newPlan')
  show(['newPlan'])
  expect(done).toEqual(['newPlan'])
  cleanup()
  show(['newPlan'])
  expect(done).toEqual(['newPlan'])
})

test('[UI41] the list of keys names every command that has keys', () => {
  render(
    <I18nProvider i18n={createWords('ca')}>
      <KeysSection />
    </I18nProvider>,
  )
  const { t } = wordsOf(createWords('ca'), 'ca')
  for (const { id, keys } of COMMANDS) {
    expect(screen.queryAllByText(t(commandWord(id)), { selector: 'dt' }), id).toHaveLength(keys === null ? 0 : 1)
  }
})
