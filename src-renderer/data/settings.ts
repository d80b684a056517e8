/** Preferences of this person on this laptop: language and colours. Losing them loses nothing of a plan. */
import { isLanguage, type Language, languageFor } from '../words/languages.ts'
import { createCell, type Source } from './source.ts'

export type Theme = 'auto' | 'light' | 'dark'
export type Settings = { readonly language: Language; readonly theme: Theme; readonly name: string }

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
    theme: found['theme'] === 'light' || found['theme'] === 'dark' ? found['theme'] : 'auto',
    name: typeof found['name'] === 'string' ? found['name'] : '',
  }
}

function parse(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
