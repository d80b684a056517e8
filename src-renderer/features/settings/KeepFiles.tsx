import { useEffect, useState } from 'react'
import type { FilesKept } from '#shared/core/contract.ts'
import { usePlan } from '../../app/planContext.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { sizeText } from '../../parts/sizeText.ts'
import { Toggle } from '../../ui/Toggle.tsx'
import { useWords } from '../../words/words.ts'

/** Whether all attached files of the plan that is open are kept on this device, and how much of them is here (UI164). */
export function KeepFiles() {
  const words = useWords()
  const { t, language } = words
  const plan = usePlan()
  const [kept, setKept] = useState<FilesKept | null>(null)
  useEffect(() => {
    let isGone = false
    const remote = plan.document.plan()
    const ask = (): void =>
      void remote.filesKept().then((answer) => {
        if (!isGone && answer.ok) setKept(answer.value)
      })
    // Of a file on its way every piece is told.
    const stop = remote.onFile((_hash, state) => state.at !== 'coming' && ask())
    ask()
    return () => {
      isGone = true
      stop()
    }
  }, [plan])
  if (kept === null) return null
  const choose = async (isOn: boolean): Promise<void> => {
    const written = await plan.document.plan().keepAllFiles(isOn)
    if (!written.ok) return noticeToast(written.error, words)
    setKept({ ...kept, keepsAll: isOn })
  }
  const { files, filesHere, bytes, bytesHere, keepsAll } = kept
  return (
    <>
      <Toggle
        label={t('files.keepAll')}
        hint={t('files.keepAll.hint')}
        isOn={keepsAll}
        onChange={(isOn) => void choose(isOn)}
      />
      <p className="hint" role="status">
        {files === 0
          ? t('files.kept.none')
          : filesHere === files
            ? t('files.kept.all', { count: files, size: sizeText(bytes, language) })
            : t('files.kept.some', {
                here: filesHere,
                files,
                bytesHere: sizeText(bytesHere, language),
                bytes: sizeText(bytes, language),
              })}
      </p>
    </>
  )
}
