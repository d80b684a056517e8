import { useServices } from '../context.ts'
import { usePlan } from '../planContext.ts'
import { go } from '../useRoute.ts'
import { bundleSentence } from '../../parts/bundleSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { openPlanFile, pickPlanFile } from '../../parts/planFile.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'

/** Plan files out of the open plan and into it, each saying what came of it. */
export function usePlanFiles(planId: string): {
  readonly saveFile: () => void
  /** The same without the attached files (UI98). */
  readonly saveBareFile: () => void
  readonly openFile: () => void
} {
  const { core } = useServices()
  const plan = usePlan()
  const words = useWords()
  const { t } = words

  const saveFile = async (files: boolean): Promise<void> => {
    await plan.document.drained()
    const saved = await core.shell.saveBundle({ planId, files })
    if (!saved.ok) return noticeToast(saved.error, words)
    if (saved.value !== null) toast({ text: t('file.saved', { name: saved.value.name }) })
  }
  const openFile = async (): Promise<void> => {
    const file = await pickPlanFile()
    if (file === null) return
    const opened = await openPlanFile(core, file)
    if (!opened.ok) return noticeToast(opened.error, words)
    toast({ text: bundleSentence(opened.value, words) })
    if (opened.value.added > 0) go({ at: 'plan', planId: opened.value.planId, view: 'report' })
  }
  return {
    saveFile: () => void saveFile(true),
    saveBareFile: () => void saveFile(false),
    openFile: () => void openFile(),
  }
}
