/** Languages in which a new plan is begun; English for any other. */
export type WrittenLanguage = 'ca' | 'es' | 'fr' | 'en'

/** A text of a template in the languages it was written in; a plan in another language starts from English. */
export type TemplateText = Readonly<Record<WrittenLanguage, string>>

export type TemplateStage = 'idea' | 'proposed' | 'agreed' | 'underway' | 'done'

/**
 * A plan to start from, as data. Things are named by `key` within the file; each copy gets ids of its own.
 * Amounts are in whole units of their currency or in hours (not minor units); years are relative to nothing: real years.
 */
export type PlanTemplate = {
  readonly title: TemplateText
  readonly horizon: { readonly from: number; readonly to: number }
  readonly vision: TemplateText
  readonly principles: TemplateText
  readonly objectives: readonly { readonly key: string; readonly title: TemplateText; readonly intent: TemplateText }[]
  readonly groups: readonly { readonly key: string; readonly name: TemplateText; readonly purpose: TemplateText }[]
  readonly partners: readonly {
    readonly key: string
    readonly name: TemplateText
    readonly role: 'ally' | 'funder' | 'supplier' | 'public'
    readonly note: TemplateText
  }[]
  readonly projects: readonly TemplateProject[]
}

export type TemplateProject = {
  readonly key: string
  readonly title: TemplateText
  readonly summary: TemplateText
  readonly stage: TemplateStage
  readonly objective: string
  readonly years: { readonly from: number; readonly to: number }
  readonly groups: readonly string[]
  readonly partners?: readonly string[]
  readonly dependsOn?: readonly string[]
  readonly tags: readonly TemplateText[]
  readonly actions: readonly { readonly title: TemplateText; readonly done?: boolean; readonly due?: string }[]
  readonly milestones?: readonly { readonly title: TemplateText; readonly date: string }[]
  readonly outputs: readonly {
    readonly title: TemplateText
    readonly kind: 'tangible' | 'intangible'
    readonly licence: TemplateText
    readonly stewardship: TemplateText
  }[]
  readonly contributions?: readonly {
    readonly title: TemplateText
    readonly amount: number
    readonly unit: 'EUR' | 'ECO' | 'HOUR'
    readonly year: number
    readonly status: 'sought' | 'applied' | 'promised' | 'received' | 'refused'
    readonly source?: string
  }[]
}
