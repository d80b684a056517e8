import type { PlanRefusal } from '#shared/plan/refusal.ts'
import type { MessageId, Words } from '../words/words.ts'

/** Those that a person can meet and do something about; the others mean that the thing changed meanwhile. */
const SENTENCES: Partial<Record<PlanRefusal['kind'], MessageId>> = {
  TooLong: 'refusal.tooLong',
  NotYear: 'refusal.year',
  YearsReversed: 'newPlan.yearsWrong',
  NotDay: 'refusal.day',
  NotInteger: 'refusal.number',
  NotLabel: 'refusal.label',
  PlanFull: 'refusal.full',
}

/** Why the plan did not take an edit, in words. */
export function refusalSentence(refusal: PlanRefusal, { t }: Words): string {
  const values = refusal.kind === 'TooLong' ? { max: refusal.max, length: refusal.length } : {}
  return t(SENTENCES[refusal.kind] ?? 'refusal.other', values)
}
