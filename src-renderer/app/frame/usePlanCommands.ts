import { useExportPdf } from '../../features/agreements/useExportPdf.ts'
import { useServices } from '../context.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { useCommand } from '../commands.ts'
import type { PlanView } from '../route.ts'
import { go } from '../useRoute.ts'
import { usePlanFiles } from './usePlanFiles.ts'
import { useUndo } from './useUndo.ts'

/** What can be asked for while a plan is shown. */
export function usePlanCommands(planId: string, view: PlanView): void {
  const { undo, redo } = useUndo()
  const { saveFile } = usePlanFiles(planId)
  const { exportPdf, printPdf, isMaking } = useExportPdf(planId)
  const printPage = usePrintPage()
  const to = (place: PlanView) => () => go({ at: 'plan', planId, view: place })

  useCommand('undo', undo)
  useCommand('redo', redo)
  useCommand('saveFile', saveFile)
  useCommand('exportPdf', () => void exportPdf(), !isMaking)
  // A view that is a page is printed as it is read; the board is none, and its paper is the PDF.
  useCommand('print', () => void (view === 'board' ? printPdf() : printPage()), !isMaking)
  useCommand('goBoard', to('board'), view !== 'board')
  useCommand('goDocument', to('document'), view !== 'document')
  useCommand('goAgreements', to('agreements'), view !== 'agreements')
  useCommand('goPeople', to('people'), view !== 'people')
  useCommand('goDetails', to('details'), view !== 'details')
  useCommand('goReport', to('report'), view !== 'report')
  useCommand('goBin', to('bin'), view !== 'bin')
}

function usePrintPage(): () => Promise<void> {
  const { core } = useServices()
  const { t } = useWords()
  return async () => {
    const printed = await core.shell.printPage()
    if (!printed.ok || !printed.value) toast({ text: t('print.noPrinter') })
  }
}
