import { useCallback, useState } from 'react'
import { useServices } from '../../app/context.ts'
import { usePlan } from '../../app/planContext.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'

type ExportPdf = {
  /** The newest agreement when there is one, else the draft; or the agreement named. */
  readonly exportPdf: (agreement?: string | 'draft') => Promise<void>
  readonly isMaking: boolean
}

/** Makes the PDF and says in a sentence what came of it. */
export function useExportPdf(planId: string): ExportPdf {
  const { core } = useServices()
  const plan = usePlan()
  const words = useWords()
  const [isMaking, setIsMaking] = useState(false)
  const exportPdf = useCallback(
    async (agreement?: string | 'draft'): Promise<void> => {
      setIsMaking(true)
      await plan.document.drained()
      const chosen = agreement ?? plan.facts.now().status.agreement?.id ?? 'draft'
      const language = plan.reader.header(plan.document.doc.now()).language ?? words.language
      const version = chosen === 'draft' ? ('draft' as const) : { agreement: chosen }
      const made = await core.shell.exportPdf({ planId, version, language })
      setIsMaking(false)
      if (!made.ok) {
        toast({ text: noticeSentence(made.error, words), grave: true })
        return
      }
      if (made.value === null) return
      const { name, pages, bytes } = made.value
      const kilobytes = words.number(Math.max(1, Math.round(bytes / 1024)))
      const count = { name, kilobytes }
      toast({ text: pages === undefined ? words.t('pdf.made', count) : words.t('pdf.madePages', { ...count, pages }) })
    },
    [core, plan, planId, words],
  )
  return { exportPdf, isMaking }
}
