import './plans.css'
import { FileUp, KanbanSquare, Link2, Plus, Sprout } from 'lucide-react'
import { useState } from 'react'
import { sampleFor } from '#shared/plan/templates/sampleFor.ts'
import { useCommand } from '../../app/commands.ts'
import { useServices } from '../../app/context.ts'
import { go } from '../../app/useRoute.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { SettingsButton } from '../../parts/SettingsButton.tsx'
import { useArrivedFile } from '../../parts/arrivedFile.ts'
import { bundleSentence } from '../../parts/bundleSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { openPlanFile, pickPlanFile } from '../../parts/planFile.ts'
import { ForgetSheet } from './ForgetSheet.tsx'
import { ImportSheet } from './ImportSheet.tsx'
import { JoinSheet } from './JoinSheet.tsx'
import { NewPlanSheet } from './NewPlanSheet.tsx'
import { PlanRow } from './PlanRow.tsx'
import { useFileDrop } from './useFileDrop.ts'
import { type PlanListing, usePlanList } from './usePlanList.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

/** What lies over the list; an invitation in the address opens the join sheet. */
type Over =
  | { readonly at: 'new' }
  | { readonly at: 'join'; readonly file: File | null }
  | { readonly at: 'import'; readonly file: File | null }
  | { readonly at: 'forget'; readonly plan: PlanListing }

/** The first place: the plans of this laptop, and the ways to get one more. */
export function PlansPage({ link }: { readonly link: string | null }) {
  const { core, settings } = useServices()
  const words = useWords()
  const { t } = words
  const plans = usePlanList()
  const [opened, setOver] = useState<Over | null>(null)
  const over = opened ?? (link === null ? null : { at: 'join' as const, file: null })
  const close = (): void => {
    setOver(null)
    go({ at: 'plans' }, { replace: true })
  }

  const openFile = async (file: File): Promise<void> => {
    const answer = await openPlanFile(core, file)
    if (!answer.ok && answer.error.code === 'E_NOT_MEMBER') return setOver({ at: 'join', file })
    if (!answer.ok) return noticeToast(answer.error, words)
    toast({ text: bundleSentence(answer.value, words) })
    go({ at: 'plan', planId: answer.value.planId, view: answer.value.added > 0 ? 'report' : 'board' })
  }
  const takeDropped = (file: File): void => {
    // What lies over the list is finished first.
    if (over !== null) return
    if (/\.aplec$/i.test(file.name)) void openFile(file)
    else setOver({ at: 'import', file })
  }
  const { isOver, ...drop } = useFileDrop(takeDropped)
  useArrivedFile(takeDropped, over !== null)
  useCommand('newPlan', () => setOver({ at: 'new' }))
  const pickFile = async (): Promise<void> => {
    const file = await pickPlanFile()
    if (file !== null) await openFile(file)
  }
  const openSample = async (): Promise<void> => {
    const { name } = settings.now()
    const { language, person } = sampleFor([words.language])
    const made = await core.create({ title: '', name: name || person, language, template: 'commons-transition' })
    if (!made.ok) return noticeToast(made.error, words)
    go({ at: 'plan', planId: made.value.planId, view: 'board' })
  }

  return (
    <div className={isOver && over === null ? 'plans plans-drop' : 'plans'} {...drop}>
      <header className="plans-head">
        <img src={new URL('../../../resources/icons/aplec.svg', import.meta.url).href} alt="" className="plans-logo" />
        <div>
          <h1 className="plans-name">{t('app.name')}</h1>
          <p className="plans-tagline">{t('app.tagline')}</p>
        </div>
        <SettingsButton />
      </header>
      <main className="plans-main">
        <h2 className="plans-title">{t(plans?.length === 0 ? 'plans.empty' : 'plans.title')}</h2>
        {plans === null && <p className="plans-hint">{t('app.starting')}</p>}
        {plans?.length === 0 && <p className="plans-hint">{t('plans.empty.hint')}</p>}
        {plans !== null && plans.length > 0 && (
          <ul className="plans-list">
            {plans.map((plan) => (
              <PlanRow key={plan.planId} plan={plan} onForget={() => setOver({ at: 'forget', plan })} />
            ))}
          </ul>
        )}
        <div className="plans-ways">
          <Button look="main" icon={<Plus {...ICON} />} onPress={() => setOver({ at: 'new' })}>
            {t('plans.new')}
          </Button>
          <Button icon={<Link2 {...ICON} />} onPress={() => setOver({ at: 'join', file: null })}>
            {t('plans.join')}
          </Button>
          <Button icon={<FileUp {...ICON} />} onPress={() => void pickFile()}>
            {t('plans.openFile')}
          </Button>
          <Button icon={<KanbanSquare {...ICON} />} onPress={() => setOver({ at: 'import', file: null })}>
            {t('plans.import')}
          </Button>
          <Button look="quiet" icon={<Sprout {...ICON} />} onPress={() => void openSample()}>
            {t('plans.sample')}
          </Button>
        </div>
        <p className="plans-hint plans-drop-hint">{t('plans.drop')}</p>
      </main>
      {over?.at === 'new' && <NewPlanSheet onClose={close} />}
      {over?.at === 'join' && <JoinSheet link={link ?? ''} file={over.file} onClose={close} />}
      {over?.at === 'import' && <ImportSheet file={over.file} onClose={close} />}
      {over?.at === 'forget' && <ForgetSheet plan={over.plan} onClose={close} />}
    </div>
  )
}
