/** The sample plan is written in Catalan and English: what somebody gets who reads another language best. */
const WRITTEN_FOR: Readonly<Record<string, 'ca' | 'en'>> = { ca: 'ca', oc: 'ca', es: 'ca', fr: 'en', en: 'en' }

/** Whoever tries the sample has not said a name yet, and is called what people call themselves. */
const PERSON = { ca: 'Jo', en: 'Me' } as const

/** Others would not know who that is: a name is asked for before anybody is invited. */
export const isSamplePerson = (name: string): boolean => Object.values<string>(PERSON).includes(name)

/** `languages`: BCP 47, best first, as the system has them. */
export function sampleFor(languages: readonly string[]): { readonly language: 'ca' | 'en'; readonly person: string } {
  const known = languages.map((tag) => WRITTEN_FOR[tag.toLowerCase().split(/[-_]/)[0]!]).find(Boolean)
  const language = known ?? 'en'
  return { language, person: PERSON[language] }
}
