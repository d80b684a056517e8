import { type Code, type Notice, sentenceOf } from '#shared/base/codes.ts'
import { CATALOGUES, type MessageId, type Words } from '../words/words.ts'

/**
 * What a notice of the core says, in the language of the window. Codes that have no translation yet are said in the
 * core's own English: a strange sentence is better than none.
 */
export function noticeSentence(notice: Notice, { t }: Pick<Words, 't'>): string {
  const id = `code.${notice.code satisfies Code}`
  return Object.hasOwn(CATALOGUES.en, id) ? t(id as MessageId, valuesOf(notice)) : sentenceOf(notice)
}

/** Parameters a sentence may name but a notice may lack: an empty text reads better than a gap. */
const NONE = { count: 1, author: '', relay: '', file: '', date: '', limit: '', version: '', reason: '', member: '' }

const valuesOf = ({ params }: Notice): Readonly<Record<string, string | number>> => ({ ...NONE, ...params })
