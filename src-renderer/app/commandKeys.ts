import { COMMANDS, type CommandId } from '#shared/ipc/commands.ts'

/** A key as the browser tells it; tests make their own. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

export const isMac = (): boolean => navigator.platform.startsWith('Mac')

/** Ctrl and Y is how Windows says it. */
const ALSO: Readonly<Partial<Record<CommandId, string>>> = { redo: 'Mod+Y' }

/** The command whose keys these are, in the one table of menu and window. */
export function commandOf(pressed: Pressed, onMac: boolean): CommandId | null {
  const found = COMMANDS.find(({ id, keys }) =>
    [keys, ALSO[id]].some((one) => typeof one === 'string' && areKeys(pressed, one, onMac)),
  )
  return found?.id ?? null
}

function areKeys(pressed: Pressed, keys: string, onMac: boolean): boolean {
  const { key, modifiers } = readKeys(keys)
  const [mod, otherMod] = onMac ? [pressed.metaKey, pressed.ctrlKey] : [pressed.ctrlKey, pressed.metaKey]
  if (pressed.altKey || otherMod || mod !== modifiers.includes('Mod')) return false
  if (isSign(key)) return pressed.key === key || (key === '+' && pressed.key === '=')
  if (pressed.shiftKey !== modifiers.includes('Shift')) return false
  // On a French keyboard the figures need Shift: the place of the key counts, not what it writes.
  if (/^\d$/.test(key)) return pressed.code === `Digit${key}` || pressed.code === `Numpad${key}`
  return pressed.key.toLowerCase() === key.toLowerCase()
}

/** Where a sign stands on a keyboard, and whether it needs Shift there, is different everywhere. */
const isSign = (key: string): boolean => /^[^\p{L}\p{N}]$/u.test(key)

/** `Mod+Shift+S` in its parts; the last may be the plus sign itself. */
export function readKeys(keys: string): { readonly modifiers: readonly string[]; readonly key: string } {
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+')
  return { modifiers: parts.slice(0, -1), key: parts.at(-1) ?? '' }
}
