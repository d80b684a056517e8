import { useEffect } from 'react'
import type { CommandId } from '#shared/ipc/commands.ts'
import { useSelection } from '../data/source.ts'
import { isTyping } from '../parts/isTyping.ts'
import { commandOf, isMac } from './commandKeys.ts'
import { availableCommands, runCommand } from './commands.ts'
import { useServices } from './context.ts'

/** With a dialog over the page, only these still mean what they say. */
const OVER_DIALOGS: readonly CommandId[] = ['textLarger', 'textSmaller', 'textNormal', 'projector', 'search']
/** A field that is typed in has an undo of its own. */
const OF_FIELDS: readonly CommandId[] = ['undo', 'redo']

/** Brings the application menu and the keys to whoever does what they ask for, and tells the menu what that is. */
export function useMenu(): void {
  const { core, settings } = useServices()
  const { language, projector } = useSelection(settings, same)
  const available = useSelection(availableCommands, same)
  useEffect(() => {
    void core.shell.showMenu({ language, available: [...available], projector })
  }, [core, language, available, projector])
  useEffect(() => core.shell.onCommand(choose), [core])
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** An item of the menu: the focus is where it was, so a field that was typed in is meant. */
function choose(id: CommandId): void {
  const { activeElement } = document
  // Text of the plan that can be formatted is undone with the plan.
  const isField = isTyping(activeElement) && !(activeElement instanceof HTMLElement && activeElement.isContentEditable)
  if (OF_FIELDS.includes(id) && isField) document.execCommand(id)
  else if (mayRun(id)) runCommand(id)
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  const id = commandOf(event, isMac())
  if (id === null || !mayRun(id)) return
  const isOfField = OF_FIELDS.includes(id) || !(event.ctrlKey || event.metaKey)
  if (isOfField && isTyping(event.target)) return
  if (runCommand(id)) event.preventDefault()
}

const mayRun = (id: CommandId): boolean => OVER_DIALOGS.includes(id) || document.querySelector('.veil') === null

const same = <T>(value: T): T => value
