import type { BundleReport } from '#shared/core/contract.ts'
import type { Words } from '../words/words.ts'
import { noticeSentence } from './noticeSentence.ts'

/** What opening a plan file brought: how many changes and attached files, and what was wrong with the file. */
export function bundleSentence({ added, files, title, notices }: BundleReport, words: Words): string {
  const brought = words.t('file.brought', { count: added, files, title })
  return [brought, ...notices.map((notice) => noticeSentence(notice, words))].join(' ')
}
