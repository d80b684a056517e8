import type { MessageId } from '../../words/words.ts'

export type PlaceKeys = {
  readonly place: MessageId
  readonly rows: readonly (readonly [word: MessageId, ...keys: readonly string[]])[]
}

/** Keys that mean something only where the focus is; they are in no menu. */
export const PLACE_KEYS: readonly PlaceKeys[] = [
  {
    place: 'keys.board',
    rows: [
      ['keys.walk', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
      ['keys.move', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+ArrowUp', 'Alt+ArrowDown'],
      ['keys.open', 'Enter'],
      ['keys.select', 'Space', 'Shift+ArrowDown'],
      ['keys.selectColumn', 'Mod+A'],
      ['keys.rename', 'F2'],
      ['keys.moveTo', 'M'],
      ['keys.remove', 'Delete'],
    ],
  },
  {
    place: 'keys.project',
    rows: [
      ['keys.wide', 'Enter'],
      ['keys.section', 'Alt+PageDown', 'Alt+PageUp'],
      ['keys.send', 'Mod+Enter'],
    ],
  },
  {
    place: 'keys.text',
    rows: [
      ['rich.bold', 'Mod+B'],
      ['rich.italic', 'Mod+I'],
      ['rich.heading', 'Mod+Alt+1'],
      ['rich.subheading', 'Mod+Alt+2'],
      ['rich.bullets', 'Mod+Shift+8'],
      ['rich.numbers', 'Mod+Shift+7'],
      ['rich.quote', 'Mod+Shift+9'],
      ['rich.link', 'Mod+Shift+K'],
    ],
  },
  { place: 'keys.everywhere', rows: [['keys.back', 'Escape']] },
]
