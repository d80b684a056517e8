import type { Notice } from '#shared/base/codes.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'

/** The plans of this laptop cannot be opened now: why, what is safe, what to do. It goes by itself once they can. */
export function TroubleSheet({ notice }: { readonly notice: Notice }) {
  const words = useWords()
  const { t } = words
  return (
    <Sheet
      title={t('trouble.title')}
      closeLabel={t('app.close')}
      isOpen
      isDismissable={false}
      onClose={() => undefined}
    >
      <p className="said" role="alert">
        {noticeSentence(notice, words)}
      </p>
      <p>{t(notice.code === 'E_FOLDER_LOCKED' ? 'trouble.locked' : 'trouble.text')}</p>
    </Sheet>
  )
}
