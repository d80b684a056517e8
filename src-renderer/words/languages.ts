/** The languages of the interface, each under its own name, in the order they are offered. */
export const LANGUAGES = { ca: 'Català', es: 'Español', fr: 'Français', en: 'English' } as const

export type Language = keyof typeof LANGUAGES

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(LANGUAGES, value)

/** The first of a person's languages (BCP 47 tags, best first) that we write in; English when there is none. */
export function languageFor(tags: readonly string[]): Language {
  return tags.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en'
}

/** How days and numbers are written. In English as on paper: 27 July 2026, and the day ahead of the month. */
export const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language)
