import { Archive, FileDown, FileUp, History, MoreHorizontal, Printer, SlidersHorizontal, Stamp } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { runCommand } from '../commands.ts'
import { go } from '../useRoute.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import { useExportPdf } from '../../features/agreements/useExportPdf.ts'
import { SettingsButton } from '../../parts/SettingsButton.tsx'
import { usePlanFiles } from './usePlanFiles.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

/** What is seldom needed: files, the PDF, the bin. */
export function PlanMenu({ planId }: { readonly planId: string }) {
  const { t } = useWords()
  const { exportPdf } = useExportPdf(planId)
  const { saveFile, openFile } = usePlanFiles(planId)

  const place = (view: 'bin' | 'report' | 'details') => () => go({ at: 'plan', planId, view })

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
