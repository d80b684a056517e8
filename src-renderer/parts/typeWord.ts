import { CATALOGUES, type MessageId, type Words } from '../words/words.ts'

/** What a thing is, in a word; a type of a later version by its own name. */
export function typeWord(type: string, { t }: Words): string {
  const id = `type.${type}`
  return Object.hasOwn(CATALOGUES.en, id) ? t(id as MessageId) : type
}
