import { Archive, FileDown, FileUp, History, MoreHorizontal, Printer, SlidersHorizontal, Stamp } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import type { PlanDoc } from '#shared/plan/types.ts'
import { listOf } from '#shared/plan/views.ts'
import { runCommand } from '../commands.ts'
import { useDoc } from '../planContext.ts'
import { go } from '../useRoute.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import { useExportPdf } from '../../features/agreements/useExportPdf.ts'
import { sizeText } from '../../parts/sizeText.ts'
import { SettingsButton } from '../../parts/SettingsButton.tsx'
import { usePlanFiles } from './usePlanFiles.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

/** Below this a plan file goes onto any stick, and there is nothing to choose (UI98). */
const WORTH_A_CHOICE = 20 * 1024 * 1024

const selectFilesSize = (doc: PlanDoc): number =>
  listOf('Attachment', doc.attachments).reduce((sum, file) => sum + (file.sealed === null ? 0 : (file.size ?? 0)), 0)

/** What is seldom needed: files, the PDF, the bin. */
export function PlanMenu({ planId }: { readonly planId: string }) {
  const { t, language } = useWords()
  const { exportPdf } = useExportPdf(planId)
  const { saveFile, saveBareFile, openFile } = usePlanFiles(planId)
  const filesSize = useDoc(selectFilesSize)

  const place = (view: 'bin' | 'report' | 'details') => () => go({ at: 'plan', planId, view })
  const withoutFiles = t('plan.saveBareFile', { size: sizeText(filesSize, language) })

  return (
    <div className="head-menu">
      <SettingsButton planId={planId} />
      <MenuTrigger>
        <IconButton icon={<MoreHorizontal size={20} strokeWidth={1.5} />} label={t('plan.menu')} />
        <MenuList
          label={t('plan.menu')}
          entries={[
            { key: 'pdf', name: t('plan.exportPdf'), icon: <Stamp {...ICON} />, onChoose: () => void exportPdf() },
            {
              key: 'print',
              name: t('command.print'),
              icon: <Printer {...ICON} />,
              onChoose: () => runCommand('print'),
            },
            { key: 'save', name: t('plan.saveFile'), icon: <FileDown {...ICON} />, onChoose: saveFile },
            ...(filesSize < WORTH_A_CHOICE
              ? []
              : [{ key: 'bare', name: withoutFiles, icon: <FileDown {...ICON} />, onChoose: saveBareFile }]),
            { key: 'open', name: t('plan.openFile'), icon: <FileUp {...ICON} />, onChoose: openFile },
            {
              key: 'details',
              name: t('nav.details'),
              icon: <SlidersHorizontal {...ICON} />,
              onChoose: place('details'),
            },
            { key: 'report', name: t('nav.report'), icon: <History {...ICON} />, onChoose: place('report') },
            { key: 'bin', name: t('nav.bin'), icon: <Archive {...ICON} />, onChoose: place('bin') },
          ]}
        />
      </MenuTrigger>
    </div>
  )
}
