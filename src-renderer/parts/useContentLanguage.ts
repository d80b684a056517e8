import { useMemo } from 'react'
import { TYPES } from '#shared/plan/fields.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { plainField } from '#shared/plan/views.ts'
import { useDoc } from '../app/planContext.ts'

const selectLanguage = (doc: PlanDoc): string | null =>
  plainField(TYPES.Plan.fields.language, doc.language) as string | null

/**
 * The language the plan is written in, as an attribute of what holds its words: screen readers say them and browsers part
 * and check them by it, whatever the language of the window. Nothing when the plan does not say.
 */
export function useContentLanguage(): { readonly lang?: string } {
  const language = useDoc(selectLanguage)
  return useMemo(() => (language === null || language === '' ? {} : { lang: language }), [language])
}
