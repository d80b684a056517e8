import { Archive, FileDown, FileUp, History, MoreHorizontal, Stamp } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { useServices } from '../context.ts'
import { usePlan } from '../planContext.ts'
import { go } from '../useRoute.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { useExportPdf } from '../../features/agreements/useExportPdf.ts'
import { bundleSentence } from '../../parts/bundleSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { openPlanFile, pickPlanFile } from '../../parts/planFile.ts'
import { SettingsMenu } from '../../parts/SettingsMenu.tsx'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

/** What is seldom needed: files, the PDF, the bin. */
export function PlanMenu({ planId }: { readonly planId: string }) {
  const { core } = useServices()
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const { exportPdf } = useExportPdf(planId)

  const saveFile = async (): Promise<void> => {
    await plan.document.drained()
    const saved = await core.shell.saveBundle({ planId })
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
  const place = (view: 'bin' | 'report') => () => go({ at: 'plan', planId, view })

  return (
    <div className="head-menu">
      <SettingsMenu />
      <MenuTrigger>
        <IconButton icon={<MoreHorizontal size={20} strokeWidth={1.5} />} label={t('plan.menu')} />
        <MenuList
          label={t('plan.menu')}
          entries={[
            { key: 'pdf', name: t('plan.exportPdf'), icon: <Stamp {...ICON} />, onChoose: () => void exportPdf() },
            { key: 'save', name: t('plan.saveFile'), icon: <FileDown {...ICON} />, onChoose: () => void saveFile() },
            { key: 'open', name: t('plan.openFile'), icon: <FileUp {...ICON} />, onChoose: () => void openFile() },
            { key: 'report', name: t('nav.report'), icon: <History {...ICON} />, onChoose: place('report') },
            { key: 'bin', name: t('nav.bin'), icon: <Archive {...ICON} />, onChoose: place('bin') },
          ]}
        />
      </MenuTrigger>
    </div>
  )
}
