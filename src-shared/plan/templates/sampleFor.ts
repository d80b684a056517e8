import type { WrittenLanguage } from './templateShape.ts'

/** What somebody gets who reads another language best. */
const WRITTEN_FOR: Readonly<Record<string, WrittenLanguage>> = { ca: 'ca', oc: 'ca', es: 'es', fr: 'fr', en: 'en' }

/** Whoever has not said a name yet is called what people call themselves. */
const PERSON: Readonly<Record<string, string>> = { ca: 'Jo', es: 'Yo', fr: 'Moi', en: 'Me' }

export const unsaidName = (language: string): string => PERSON[language] ?? 'Me'

/** Others would not know who that is: a name is asked for before anybody is invited. */
export const isUnsaidName = (name: string): boolean => Object.values(PERSON).includes(name)

/** `languages`: BCP 47, best first, as the system has them. */
export function sampleFor(languages: readonly string[]): {
  readonly language: WrittenLanguage
  readonly person: string
} {
  const known = languages.map((tag) => WRITTEN_FOR[tag.toLowerCase().split(/[-_]/)[0]!]).find(Boolean)
  const language = known ?? 'en'
  return { language, person: unsaidName(language) }
}
