import { useEffect } from 'react'
import { useServices } from '../context.ts'
import { useFacts, usePlan } from '../planContext.ts'
import { useSelection } from '../../data/source.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'

/**
 * Says above the plan that what is typed is only in memory, for example on a full disk; offers to carry it away on another
 * disk, as a plan file or on paper; and asks before the window is left. Everything goes by itself once it is saved.
 */
export function NotSavedBar({ planId }: { readonly planId: string }) {
  const { core } = useServices()
  const plan = usePlan()
  const words = useWords()
  const saving = useSelection(plan.document.saving, same)
  const saved = useFacts((facts) => facts.status.saved)
  const notice = saving.state === 'notSaved' ? saving.notice : saved.state === 'notSaved' ? saved.notice : null
  const isAtRisk = notice !== null
  useEffect(() => {
    if (!isAtRisk) return undefined
    // Electron's main process asks (`will-prevent-unload`); the text is its own.
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isAtRisk])
  if (notice === null) return null

  // Not through `drained`: nothing drains while the disk is full. The core holds what was typed.
  const exportNow = async (as: 'file' | 'pdf'): Promise<void> => {
    const language = plan.reader.header(plan.document.doc.now()).language ?? words.language
    const { saveBundle, exportPdf } = core.shell
    const made = await (as === 'file' ? saveBundle({ planId }) : exportPdf({ planId, version: 'draft', language }))
    if (!made.ok) return noticeToast(made.error, words)
    if (made.value !== null) toast({ text: words.t('file.saved', { name: made.value.name }) })
  }
  return (
    <div className="bar bar-risk" role="alert">
      <span>{noticeSentence(notice, words)}</span>
      <Button size="s" onPress={() => void exportNow('file')}>
        {words.t('plan.exportNow')}
      </Button>
      <Button size="s" onPress={() => void exportNow('pdf')}>
        {words.t('plan.exportNowPdf')}
      </Button>
    </div>
  )
}

const same = <T,>(value: T): T => value
