import '../styles/controls.css'
import { isMac, readKeys } from '../app/commandKeys.ts'
import { type MessageId, useWords } from '../words/words.ts'

/** Keys that have a name of their own in each language. */
const NAMED: Readonly<Record<string, MessageId>> = {
  Shift: 'key.shift',
  Enter: 'key.enter',
  Escape: 'key.escape',
  Delete: 'key.delete',
  Space: 'key.space',
  PageDown: 'key.pageDown',
  PageUp: 'key.pageUp',
}
const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  '-': '−',
}
const ON_MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Delete: '⌫' }

/** Keys as they are called on this keyboard, in this language. */
export function KeyCaps({ keys }: { readonly keys: string }) {
  const { t } = useWords()
  const { modifiers, key } = readKeys(keys)
  const capOf = (one: string): string => {
    const sign = (isMac() ? ON_MAC[one] : undefined) ?? SIGNS[one]
    const name = NAMED[one]
    return sign ?? (name === undefined ? one.replace('Mod', 'Ctrl') : t(name))
  }
  return (
    <span className="keys">
      {[...modifiers, key].map((one) => (
        <kbd key={one} className="key">
          {capOf(one)}
        </kbd>
      ))}
    </span>
  )
}
