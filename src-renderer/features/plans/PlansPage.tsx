import './plans.css'
import { Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { sampleFor } from '#shared/plan/templates/sampleFor.ts'
import { useCommand } from '../../app/commands.ts'
import { useServices } from '../../app/context.ts'
import { go } from '../../app/useRoute.ts'
import { arrivedFile, useArrivedFile } from '../../parts/arrivedFile.ts'
import { bundleSentence } from '../../parts/bundleSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { openPlanFile, pickPlanFile } from '../../parts/planFile.ts'
import { readQrPicture } from '../../parts/qrPicture.ts'
import { useWaitingCodes } from '../../parts/codes/useWaitingCodes.ts'
import { SettingsButton } from '../../parts/SettingsButton.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { ForgetSheet } from './ForgetSheet.tsx'
import { ImportSheet } from './ImportSheet.tsx'
import { JoinSheet } from './JoinSheet.tsx'
import { NewPlanSheet } from './NewPlanSheet.tsx'
import { PlanRow } from './PlanRow.tsx'
import { PutAwayList } from './PutAwayList.tsx'
import { type NewPlanKind, TemplateCards } from './TemplateCards.tsx'
import { type PlanListing, usePlanList } from './usePlanList.ts'
import { WaysIn } from './WaysIn.tsx'

/** What lies over the list. */
type Over =
  | { readonly at: 'new'; readonly template: Exclude<NewPlanKind, 'sample'> }
  | { readonly at: 'join'; readonly link: string; readonly file: File | null }
  | { readonly at: 'import'; readonly file: File | null }
  | { readonly at: 'forget'; readonly plan: PlanListing }

/** The first place: the plans of this laptop, and the ways to get one more. `link`: an invitation in the address. */
export function PlansPage({ link }: { readonly link: string | null }) {
  const { core, settings } = useServices()
  const words = useWords()
  const { t } = words
  const lists = usePlanList()
  const codes = useWaitingCodes()
  const [opened, setOver] = useState<Over | null>(null)
  const over: Over | null = opened ?? (link === null ? null : { at: 'join', link, file: null })
  const close = useCallback((): void => {
    // An invitation that came while something else was open is next.
    setOver(null)
    if (opened === null || opened.at === 'join') go({ at: 'plans' }, { replace: true })
  }, [opened])
  const [now] = useState(Date.now)

  const openFile = async (file: File): Promise<void> => {
    const answer = await openPlanFile(core, file)
    if (!answer.ok && answer.error.code === 'E_NOT_MEMBER') return setOver({ at: 'join', link: '', file })
    if (!answer.ok) return noticeToast(answer.error, words)
    toast({ text: bundleSentence(answer.value, words) })
    go({ at: 'plan', planId: answer.value.planId, view: answer.value.added > 0 ? 'report' : 'board' })
  }
  const openPicture = async (picture: File): Promise<void> => {
    const found = await readQrPicture(picture)
    if (found === null) toast({ text: t('join.noQr') })
    else setOver({ at: 'join', link: found, file: null })
  }
  const take = (file: File): void => {
    if (/\.aplec$/i.test(file.name)) void openFile(file)
    else if (file.type.startsWith('image/')) void openPicture(file)
    else setOver({ at: 'import', file })
  }
  // What lies over the list is finished first.
  useArrivedFile(take, over !== null)
  useCommand('newPlan', () => setOver({ at: 'new', template: 'blank' }))
  const pickFile = async (): Promise<void> => {
    const file = await pickPlanFile()
    if (file !== null) arrivedFile.set(file)
  }
  const begin = async (kind: NewPlanKind): Promise<void> => {
    if (kind !== 'sample') return setOver({ at: 'new', template: kind })
    const { name } = settings.now()
    const { language, person } = sampleFor([words.language])
    const made = await core.create({ title: '', name: name || person, language, template: 'commons-transition' })
    if (!made.ok) return noticeToast(made.error, words)
    go({ at: 'plan', planId: made.value.planId, view: 'board' })
  }
  const move = async (plan: PlanListing, isAway: boolean): Promise<boolean> => {
    const moved = await core.putAway(plan.planId, isAway)
    if (!moved.ok) noticeToast(moved.error, words)
    return moved.ok
  }
  const putAway = async (plan: PlanListing): Promise<void> => {
    if (!(await move(plan, true))) return
    const title = shownTitle(plan.title) || t('plan.untitled')
    const undo = { word: t('app.undo'), run: () => void move(plan, false) }
    toast({ text: t('plans.putAway.done', { title }), action: undo })
  }

  const plans = lists?.plans ?? []
  const isEmpty = lists !== null && plans.length === 0
  return (
    <div className="plans">
      <header className="plans-head">
        <img src={new URL('../../../resources/icons/aplec.svg', import.meta.url).href} alt="" className="plans-logo" />
        <div>
          <h1 className="plans-name">{t('app.name')}</h1>
          <p className="plans-tagline">{t('app.tagline')}</p>
        </div>
        <SettingsButton />
      </header>
      <main className={isEmpty ? 'plans-main plans-main-empty' : 'plans-main'}>
        <section className="plans-mine" aria-labelledby="plans-title">
          <h2 className="plans-title" id="plans-title">
            {t(isEmpty ? 'plans.empty' : 'plans.title')}
          </h2>
          {lists === null && <p className="plans-hint">{t('app.starting')}</p>}
          {plans.length < 2 && lists !== null && <p className="plans-hero">{t('home.hero')}</p>}
          {plans.length > 0 && (
            <ul className="plans-list">
              {plans.map((plan) => (
                <PlanRow
                  key={plan.planId}
                  plan={plan}
                  codes={codes?.get(plan.planId) ?? 0}
                  now={now}
                  onPutAway={() => void putAway(plan)}
                  onRemove={() => setOver({ at: 'forget', plan })}
                />
              ))}
            </ul>
          )}
        </section>
        {lists !== null && (
          <div className="plans-aside">
            <section aria-labelledby="plans-begin">
              <h2 className="plans-part" id="plans-begin">
                <Plus size={18} strokeWidth={1.5} aria-hidden />
                {t('home.begin')}
              </h2>
              <TemplateCards onChoose={(kind) => void begin(kind)} />
            </section>
            <WaysIn
              onJoin={() => setOver({ at: 'join', link: '', file: null })}
              onOpenFile={() => void pickFile()}
              onImport={() => setOver({ at: 'import', file: null })}
            />
          </div>
        )}
        <PutAwayList
          plans={lists?.away ?? []}
          now={now}
          onBringBack={(plan) => void move(plan, false)}
          onRemove={(plan) => setOver({ at: 'forget', plan })}
        />
      </main>
      {over?.at === 'new' && <NewPlanSheet template={over.template} onClose={close} />}
      {over?.at === 'join' && <JoinSheet link={over.link} file={over.file} onClose={close} />}
      {over?.at === 'import' && <ImportSheet file={over.file} onClose={close} />}
      {over?.at === 'forget' && (
        <ForgetSheet plan={over.plan} codes={codes?.get(over.plan.planId) ?? 0} onClose={close} />
      )}
    </div>
  )
}
