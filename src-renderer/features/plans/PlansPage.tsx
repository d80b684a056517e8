import './plans.css'
import { FileUp, Link2, Plus, Sprout } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../app/context.ts'
import { go } from '../../app/useRoute.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { SettingsMenu } from '../../parts/SettingsMenu.tsx'
import { bundleSentence } from '../../parts/bundleSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { ForgetSheet } from './ForgetSheet.tsx'
import { JoinSheet } from './JoinSheet.tsx'
import { NewPlanSheet } from './NewPlanSheet.tsx'
import { PlanRow } from './PlanRow.tsx'
import { type PlanListing, usePlanList } from './usePlanList.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

/** The first place: the plans of this laptop, and the four ways to get one more. */
export function PlansPage({ link }: { readonly link: string | null }) {
  const { core, settings } = useServices()
  const words = useWords()
  const { t } = words
  const plans = usePlanList()
  const [isNew, setIsNew] = useState(false)
  const [isJoining, setIsJoining] = useState(link !== null)
  const [forgetting, setForgetting] = useState<PlanListing | null>(null)

  const openFile = async (): Promise<void> => {
    const answer = await core.shell.openBundle()
    if (!answer.ok && answer.error.code === 'E_NOT_MEMBER') return setIsJoining(true)
    if (!answer.ok) return noticeToast(answer.error, words)
    if (answer.value === null) return
    toast({ text: bundleSentence(answer.value, words) })
    go({ at: 'plan', planId: answer.value.planId, view: 'board' })
  }
  const openSample = async (): Promise<void> => {
    const { language, name } = settings.now()
    const made = await core.create({
      title: t('plans.sample.title'),
      name: name || t('plans.sample.you'),
      language: language === 'ca' ? 'ca' : language === 'es' || language === 'fr' ? 'ca' : 'en',
      horizon: { from: 2027, to: 2036 },
      template: 'commons-transition',
    })
    if (!made.ok) return noticeToast(made.error, words)
    go({ at: 'plan', planId: made.value.planId, view: 'board' })
  }

  return (
    <div className="plans">
      <header className="plans-head">
        <img src={new URL('../../../resources/icons/aplec.svg', import.meta.url).href} alt="" className="plans-logo" />
        <div>
          <h1 className="plans-name">{t('app.name')}</h1>
          <p className="plans-tagline">{t('app.tagline')}</p>
        </div>
        <SettingsMenu />
      </header>
      <main className="plans-main">
        <h2 className="plans-title">{t(plans?.length === 0 ? 'plans.empty' : 'plans.title')}</h2>
        {plans === null && <p className="plans-hint">{t('app.starting')}</p>}
        {plans?.length === 0 && <p className="plans-hint">{t('plans.empty.hint')}</p>}
        {plans !== null && plans.length > 0 && (
          <ul className="plans-list">
            {plans.map((plan) => (
              <PlanRow key={plan.planId} plan={plan} onForget={() => setForgetting(plan)} />
            ))}
          </ul>
        )}
        <div className="plans-ways">
          <Button look="main" icon={<Plus {...ICON} />} onPress={() => setIsNew(true)}>
            {t('plans.new')}
          </Button>
          <Button icon={<Link2 {...ICON} />} onPress={() => setIsJoining(true)}>
            {t('plans.join')}
          </Button>
          <Button icon={<FileUp {...ICON} />} onPress={() => void openFile()}>
            {t('plans.openFile')}
          </Button>
          <Button look="quiet" icon={<Sprout {...ICON} />} onPress={() => void openSample()}>
            {t('plans.sample')}
          </Button>
        </div>
      </main>
      {isNew && <NewPlanSheet onClose={() => setIsNew(false)} />}
      {isJoining && (
        <JoinSheet
          link={link ?? ''}
          onClose={() => {
            setIsJoining(false)
            go({ at: 'plans' }, { replace: true })
          }}
        />
      )}
      {forgetting && <ForgetSheet plan={forgetting} onClose={() => setForgetting(null)} />}
    </div>
  )
}
