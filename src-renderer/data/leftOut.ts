/** What a person wrote and the plan did not take: never dropped in silence, and its text can be had (UI145, UI146). */
import type { Notice } from '#shared/base/codes.ts'
import type { PlanEdit, PlanEdits, StoredRecord } from '#shared/plan/edits.ts'
import type { PlanRefusal } from '#shared/plan/refusal.ts'

export type LeftOut = {
  readonly why: Notice | PlanRefusal
  /** What was typed, as far as it was text; empty for an edit without any. */
  readonly text: string
}

/** The texts that edits would write, each on a line of its own. */
export const textIn = (edits: PlanEdits): string => joinTexts(edits.map(textOf))

export const joinTexts = (texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n')

function textOf(edit: PlanEdit): string {
  switch (edit.do) {
    case 'updateText':
      return edit.text
    case 'splice':
      return edit.insert
    case 'rich':
      return edit.to
        .map((span) => (span.type === 'text' ? span.text : '\n'))
        .join('')
        .trim()
    case 'put':
      return textsIn(edit.value)
    case 'delete':
      return ''
  }
}

/** Texts of a new thing; values, which are ids and ranks too, are not strings here. */
function textsIn(stored: StoredRecord[string]): string {
  if (typeof stored === 'string') return stored
  return isRecord(stored) ? joinTexts(Object.values(stored).map(textsIn)) : ''
}

const isRecord = (stored: unknown): stored is StoredRecord =>
  typeof stored === 'object' && stored !== null && Object.getPrototypeOf(stored) === Object.prototype
