import type { Notice } from '#shared/base/codes.ts'
import type { PlanRefusal } from '#shared/plan/refusal.ts'
import { joinTexts, type LeftOut } from '../data/leftOut.ts'
import { toast } from '../ui/Toasts.tsx'
import type { Words } from '../words/words.ts'
import { noticeSentence } from './noticeSentence.ts'
import { refusalSentence } from './refusalSentence.ts'

const MAX_SHOWN = 80

/** Says what the plan did not take and why, until it is closed, and hands the whole text out. */
export function leftOutToast(left: readonly LeftOut[], words: Words): void {
  const text = joinTexts(left.map((one) => one.text))
  const first = left[0]
  if (first === undefined) return
  const reason = sentenceOf(first.why, words)
  if (text === '') {
    toast({ text: words.t('leftOut.edits', { count: left.length, reason }), grave: true })
    return
  }
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN).trimEnd()}…` : text
  toast({
    text: words.t('leftOut.text', { text: shown, reason }),
    grave: true,
    action: { word: words.t('leftOut.copy'), run: () => void navigator.clipboard.writeText(text) },
  })
}

const sentenceOf = (why: Notice | PlanRefusal, words: Words): string =>
  'kind' in why ? refusalSentence(why, words) : noticeSentence(why, words)
