import type { Notice } from '#shared/base/codes.ts'
import { toast } from '../ui/Toasts.tsx'
import type { Words } from '../words/words.ts'
import { noticeSentence } from './noticeSentence.ts'

/** Says at the foot of the window what the core answered instead of doing what was asked. */
export function noticeToast(notice: Notice, words: Words): void {
  toast({ text: noticeSentence(notice, words), grave: isGrave(notice) })
}

const isGrave = ({ code }: Notice): boolean => code === 'E_DISK_FULL' || code === 'E_DISK' || code === 'E_KEYRING'
