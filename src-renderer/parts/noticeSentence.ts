import type { Notice } from '#shared/base/codes.ts'
import type { MessageId, Words } from '../words/words.ts'

/** What a notice of the core says, in the language of the window. */
export function noticeSentence(notice: Notice, { t, day }: Pick<Words, 't' | 'day'>): string {
  return t(`code.${notice.code}` satisfies MessageId, valuesOf(notice, day))
}

/** Parameters a sentence may name but a notice may lack. `none` chooses the words that do without. */
const NONE = {
  count: 1,
  author: '',
  relay: '',
  file: '',
  date: 'none',
  limit: '',
  version: 'none',
  claimed: 'none',
  reason: '',
  member: '',
  usable: 0,
  total: 0,
}

function valuesOf({ params }: Notice, day: Words['day']): Readonly<Record<string, string | number>> {
  const date = params?.['date']
  return {
    ...NONE,
    ...params,
    ...(date === undefined ? {} : { date: day(String(date)) }),
    /** Counted where entries come in: about others, not about this device. */
    door: params?.['count'] === undefined ? 'no' : 'yes',
  }
}
