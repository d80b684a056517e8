import { FolderOpen, HardDriveDownload, PackageOpen } from 'lucide-react'
import { useState } from 'react'
import { Label, ProgressBar } from 'react-aria-components'
import type { Notice } from '#shared/base/codes.ts'
import { shownTitle } from '#shared/base/shownText.ts'
import type { CopiedPlan, ShellInput, ShellOutput, ShellPayload } from '#shared/ipc/shellChannels.ts'
import { useServices } from '../../app/context.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { type About, useAbout } from './useAbout.ts'

type Kind = ShellInput<'copies.save'>['kind']
type Made = NonNullable<ShellOutput<'copies.save'>>
type Step = ShellPayload<'copying'>

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

/** Where the plans lie, and how to have them elsewhere too. */
export function CopiesSection() {
  const { core, keeper } = useServices()
  const words = useWords()
  const { t } = words
  const { about, refresh } = useAbout()
  const [step, setStep] = useState<Step | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  const [refused, setRefused] = useState<Notice | null>(null)

  const save = async (kind: Kind): Promise<void> => {
    setMade(null)
    setRefused(null)
    setStep({ done: 0, total: 0 })
    const shown = keeper.shown.now()
    if (shown.at === 'open') await shown.plan.document.drained()
    const stop = core.shell.onCopying(setStep)
    const saved = await core.shell.saveCopies({ kind, language: words.language })
    stop()
    setStep(null)
    if (!saved.ok) return setRefused(saved.error)
    setMade(saved.value)
    await refresh()
  }
  return (
    <>
      <section className="setting">
        <h3 className="setting-title">{t('copies.where')}</h3>
        <p>{t('copies.where.text')}</p>
        <p className="setting-path">{about?.dataFolder}</p>
        <Button icon={<FolderOpen {...ICON} />} onPress={() => void core.shell.showFolder({ which: 'data' })}>
          {t('copies.showFolder')}
        </Button>
      </section>
      <section className="setting">
        <h3 className="setting-title">{t('copies.backup')}</h3>
        <p>{t('copies.backup.text')}</p>
        {about !== null && <LastBackup about={about} />}
        <Button
          look="main"
          icon={<HardDriveDownload {...ICON} />}
          isDisabled={step !== null}
          onPress={() => void save('backup')}
        >
          {t('copies.backup.do')}
        </Button>
      </section>
      <section className="setting">
        <h3 className="setting-title">{t('copies.everything')}</h3>
        <p>{t('copies.everything.text')}</p>
        <Button icon={<PackageOpen {...ICON} />} isDisabled={step !== null} onPress={() => void save('everything')}>
          {t('copies.everything.do')}
        </Button>
      </section>
      <div aria-live="polite">
        {step !== null && step.total > 0 && <Progress {...step} />}
        {refused !== null && <p className="said">{noticeSentence(refused, words)}</p>}
        {made !== null && <Copied made={made} />}
      </div>
    </>
  )
}

function LastBackup({ about: { lastBackup } }: { readonly about: About }) {
  const { core } = useServices()
  const { t, moment } = useWords()
  if (lastBackup === null) return <p className="hint">{t('copies.never')}</p>
  const { at, plans, folder } = lastBackup
  return (
    <p className="setting-row">
      <span>{t('copies.last', { when: moment(at), plans, folder })}</span>
      <Button size="s" look="quiet" onPress={() => void core.shell.showFolder({ which: 'backup' })}>
        {t('copies.showFolder')}
      </Button>
    </p>
  )
}

function Progress({ done, total }: Step) {
  const { t } = useWords()
  return (
    <ProgressBar className="progress" value={done} maxValue={total}>
      <Label>{t('copies.saving', { now: Math.min(done + 1, total), total })}</Label>
      <progress className="progress-bar" aria-hidden value={done} max={total} />
    </ProgressBar>
  )
}

/** Plan by plan what is there now; a plan that could not be saved is not passed over. */
function Copied({ made: { folder, plans } }: { readonly made: Made }) {
  const { t } = useWords()
  const failed = plans.filter(({ files }) => files.length === 0).length
  return (
    <section className="setting" aria-labelledby="copied">
      <h3 className="setting-title" id="copied">
        {failed === 0 ? t('copies.done', { folder }) : t('copies.doneButFor', { folder, failed })}
      </h3>
      <ul className="copied">
        {plans.map((plan) => (
          <CopiedLine key={plan.planId} plan={plan} />
        ))}
      </ul>
    </section>
  )
}

function CopiedLine({ plan: { title, files, entries, attached, notices } }: { readonly plan: CopiedPlan }) {
  const words = useWords()
  const { t } = words
  return (
    <li>
      <span className="copied-title">{shownTitle(title) || t('plan.untitled')}</span>
      {files.length > 0 && (
        <span className="copied-fact">
          {t('copies.checked', { entries })}
          {files.length > 1 && ` · ${files.slice(1).join(' · ')}`}
        </span>
      )}
      {attached !== null && attached.saved > 0 && (
        <span className="copied-fact">{t('copies.attached', { count: attached.saved, folder: attached.folder })}</span>
      )}
      {attached !== null && attached.elsewhere > 0 && (
        <span className="copied-fault">{t('copies.attachedElsewhere', { count: attached.elsewhere })}</span>
      )}
      {attached !== null && attached.failed > 0 && (
        <span className="copied-fault">{t('copies.attachedFailed', { count: attached.failed })}</span>
      )}
      {notices.map((notice, at) => (
        <span key={at} className="copied-fault">
          {noticeSentence(notice, words)}
        </span>
      ))}
    </li>
  )
}
