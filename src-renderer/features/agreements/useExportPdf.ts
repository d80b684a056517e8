import { useCallback, useState } from 'react'
import type { ShellInput } from '#shared/ipc/shellChannels.ts'
import { useServices } from '../../app/context.ts'
import { usePlan } from '../../app/planContext.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'

type Paper = ShellInput<'pdf.export'>

type ExportPdf = {
  /** The newest agreement when there is one, else the draft; or the agreement named. */
  readonly exportPdf: (agreement?: string | 'draft') => Promise<void>
  /** Hands the same paper to the system's PDF reader, out of which it is printed. */
  readonly printPdf: () => Promise<void>
  /** What is on paper, with all that was typed until now. */
  readonly paperOf: (agreement?: string | 'draft') => Promise<Paper>
  readonly isMaking: boolean
}

/** Makes the PDF and says in a sentence what came of it. */
export function useExportPdf(planId: string): ExportPdf {
  const { core } = useServices()
  const plan = usePlan()
  const words = useWords()
  const [isMaking, setIsMaking] = useState(false)
  const paperOf = useCallback(
    async (agreement?: string | 'draft'): Promise<Paper> => {
      await plan.document.drained()
      const chosen = agreement ?? plan.facts.now().status.agreement?.id ?? 'draft'
      const language = plan.reader.header(plan.document.doc.now()).language ?? words.language
      return { planId, version: chosen === 'draft' ? 'draft' : { agreement: chosen }, language }
    },
    [plan, planId, words],
  )
  const exportPdf = useCallback(
    async (agreement?: string | 'draft'): Promise<void> => {
      setIsMaking(true)
      const made = await core.shell.exportPdf(await paperOf(agreement))
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
    [core, paperOf, words],
  )
  const printPdf = useCallback(async (): Promise<void> => {
    setIsMaking(true)
    const close = toast({ text: words.t('print.making') })
    const printed = await core.shell.printPaper(await paperOf())
    setIsMaking(false)
    close()
    if (!printed.ok) toast({ text: noticeSentence(printed.error, words), grave: true })
    else toast({ text: words.t(printed.value ? 'print.opened' : 'print.noReader') })
  }, [core, paperOf, words])
  return { exportPdf, printPdf, paperOf, isMaking }
}
