/** Preferences of this person on this laptop: language and look. Losing them loses nothing of a plan. */
import { isLanguage, type Language, languageFor } from '../words/languages.ts'
import { createCell, type Source } from './source.ts'

export type Theme = 'auto' | 'light' | 'dark'
/** `auto` is what the computer asks for. */
export type Contrast = 'auto' | 'more'
/** Percent of the computer's own size of text. */
export type TextSize = (typeof TEXT_SIZES)[number]

export type News = 'off' | 'counts' | 'names'

export const THEMES = ['auto', 'light', 'dark'] as const satisfies readonly Theme[]
export const CONTRASTS = ['auto', 'more'] as const satisfies readonly Contrast[]
export const NEWS = ['off', 'counts', 'names'] as const satisfies readonly News[]
export const TEXT_SIZES = [100, 112, 125, 150] as const

export type Settings = {
  readonly language: Language
  readonly theme: Theme
  readonly contrast: Contrast
  readonly textSize: TextSize
  /** The window is shown to a room: large type, strong contrast, few controls. */
  readonly projector: boolean
  readonly name: string
  /** What the computer may say while the window is out of sight; names may be read on a locked screen. */
  readonly news: News
  /** The others of a plan see where this person is in it. */
  readonly isSeen: boolean
}

export type SettingsStore = Source<Settings> & { readonly change: (part: Partial<Settings>) => void }

const KEY = 'aplec.settings'

export function openSettings(storage: Storage, languages: readonly string[]): SettingsStore {
  const cell = createCell(readSettings(storage.getItem(KEY), languages))
  return {
    now: cell.now,
    subscribe: cell.subscribe,
    change: (part) => {
      cell.set({ ...cell.now(), ...part })
      storage.setItem(KEY, JSON.stringify(cell.now()))
    },
  }
}

/** What is stored counts only where it makes sense; the rest comes from the computer. */
export function readSettings(stored: string | null, languages: readonly string[]): Settings {
  const found = parse(stored)
  return {
    language: isLanguage(found['language']) ? found['language'] : languageFor(languages),
    theme: oneOf(THEMES, found['theme'], 'auto'),
    contrast: oneOf(CONTRASTS, found['contrast'], 'auto'),
    textSize: oneOf(TEXT_SIZES, found['textSize'], 100),
    projector: found['projector'] === true,
    name: typeof found['name'] === 'string' ? found['name'] : '',
    news: oneOf(NEWS, found['news'], 'counts'),
    isSeen: found['isSeen'] !== false,
  }
}

function oneOf<T>(choices: readonly T[], found: unknown, otherwise: T): T {
  return choices.find((choice) => choice === found) ?? otherwise
}

function parse(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
