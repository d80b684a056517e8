import { ca } from './ca.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

/** Every word the printed plan adds to what people wrote. `{…}` are filled by `fill`. */
export type PrintLabels = {
  readonly language: string
  readonly months: readonly string[]
  /** `{day} {month} {year}`; Catalan elides before vowels, so `{of}` stands for "de " or "d’". */
  readonly date: string
  readonly decimal: string
  readonly thousands: string
  readonly horizon: string
  readonly draft: string
  readonly draftMark: string
  readonly agreedOn: string
  readonly agreement: string
  readonly fingerprint: string
  readonly contents: string
  readonly vision: string
  readonly principles: string
  readonly objectives: string
  readonly noObjective: string
  readonly noStage: string
  readonly board: string
  readonly boardAlt: string
  readonly cardCount: string
  readonly timeline: string
  readonly timelineAlt: string
  readonly projects: string
  readonly stage: string
  readonly objective: string
  readonly years: string
  readonly groups: string
  readonly leads: string
  readonly partners: string
  readonly dependsOn: string
  readonly tags: string
  readonly actions: string
  readonly done: string
  readonly toDo: string
  readonly milestones: string
  readonly links: string
  readonly more: string
  readonly outputs: string
  readonly tangible: string
  readonly intangible: string
  readonly tangibleLong: string
  readonly intangibleLong: string
  readonly licence: string
  readonly stewardship: string
  readonly project: string
  readonly output: string
  readonly contributions: string
  readonly funding: string
  readonly fundingNote: string
  readonly amount: string
  readonly source: string
  readonly status: string
  readonly year: string
  readonly noYear: string
  readonly total: string
  readonly statuses: Readonly<Record<'sought' | 'applied' | 'promised' | 'received' | 'refused', string>>
  readonly partnersAndGroups: string
  readonly partnerSorts: Readonly<Record<'ally' | 'funder' | 'supplier' | 'public', string>>
  readonly name: string
  readonly kind: string
  readonly note: string
  readonly purpose: string
  readonly people: string
  readonly annex: string
  readonly decision: string
  readonly assembly: string
  readonly day: string
  readonly place: string
  readonly method: string
  readonly present: string
  readonly andMore: string
  readonly peopleCount: string
  readonly recordedBy: string
  readonly agreementId: string
  readonly planId: string
  readonly heads: string
  readonly recordHeads: string
  readonly contentHash: string
  readonly madeWith: string
  readonly verify: string
  readonly verifySteps: readonly string[]
  readonly page: string
  readonly nothingYet: string
  readonly untitled: string
}

const LABELS = { ca, es, fr, en } as const
export type PrintLanguage = keyof typeof LABELS
export const PRINT_LANGUAGES = Object.keys(LABELS) as readonly PrintLanguage[]

/** The language of a BCP 47 tag if we print in it, else English. */
export function printLanguage(tag: string): PrintLanguage {
  const base = tag.toLowerCase().split('-')[0] ?? ''
  return PRINT_LANGUAGES.find((language) => language === base) ?? 'en'
}

export const printLabels = (language: PrintLanguage): PrintLabels => LABELS[language]

/** Puts values into a label's `{places}`. */
export const fill = (label: string, values: Readonly<Record<string, string | number>>): string =>
  label.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
