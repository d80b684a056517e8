import { Copy, FileDown } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Form, Label, Radio, RadioGroup } from 'react-aria-components'
import type { InviteMade, Role } from '#shared/core/contract.ts'
import { isUnsaidName } from '#shared/plan/templates/sampleFor.ts'
import { useServices } from '../../app/context.ts'
import { useFacts, usePlan } from '../../app/planContext.ts'
import { CodesReminder } from '../../parts/codes/CodesReminder.tsx'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { QrCode } from '../../ui/QrCode.tsx'

const ROLES: readonly Role[] = ['writer', 'reader', 'steward']
const HOUR = 3600
const EXPIRIES = [12 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR]
const USES = ['many', '1', '5', '20', '60'] as const

/** Makes a link for someone: what they may do, for how long, for how many. */
export function InviteSheet({ onClose }: { readonly onClose: () => void }) {
  const plan = usePlan()
  const { settings } = useServices()
  const words = useWords()
  const { t } = words
  const ownName = useFacts(({ roster }) => roster.members.find(({ isSelf }) => isSelf)?.name ?? '')
  // Whoever is really called what people call themselves has said so once.
  const isNameless = isUnsaidName(ownName) && ownName !== settings.now().name
  const [name, setName] = useState(settings.now().name)
  const [role, setRole] = useState<Role>('writer')
  const [expires, setExpires] = useState(String(7 * 24 * HOUR))
  const [uses, setUses] = useState<(typeof USES)[number]>('1')
  const [made, setMade] = useState<InviteMade | null>(null)
  const [said, setSaid] = useState<string>()

  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isNameless) {
      const renamed = await plan.document.plan().rename(name.trim())
      if (!renamed.ok) return setSaid(noticeSentence(renamed.error, words))
      settings.change({ name: name.trim() })
    }
    const answer = await plan.document.plan().invite({
      role,
      expiresInSeconds: Number(expires),
      ...(uses === 'many' ? {} : { maxUses: Number(uses) }),
    })
    if (!answer.ok) return setSaid(noticeSentence(answer.error, words))
    setMade(answer.value)
    await plan.refresh()
  }
  if (made !== null) return <MadeSheet made={made} onClose={onClose} />
  return (
    <Sheet title={t('invite.title')} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form className="form" onSubmit={(event) => void make(event)}>
        {isNameless && <Field label={t('newPlan.you')} value={name} onChange={setName} autoComplete="name" autoFocus />}
        <RadioGroup className="radios" value={role} onChange={(value) => setRole(value as Role)}>
          <Label className="label">{t('invite.role')}</Label>
          {ROLES.map((one) => (
            <Radio key={one} value={one} className="radio">
              <span className="radio-dot" aria-hidden />
              <span>
                {t(`role.${one}`)}
                <span className="person-note">{t(`role.${one}.hint`)}</span>
              </span>
            </Radio>
          ))}
        </RadioGroup>
        <div className="row">
          <Choice
            label={t('invite.expires')}
            options={EXPIRIES.map((seconds) => ({
              key: String(seconds),
              name:
                seconds < 24 * HOUR
                  ? t('invite.hours', { count: seconds / HOUR })
                  : t('invite.days', { count: seconds / HOUR / 24 }),
            }))}
            chosen={expires}
            onChoose={setExpires}
          />
          <Choice
            label={t('invite.uses')}
            options={USES.map((key) => ({
              key,
              name: key === 'many' ? t('invite.usesMany') : t('invite.usesCount', { count: Number(key) }),
            }))}
            chosen={uses}
            onChoose={setUses}
          />
        </div>
        <CodesReminder planId={plan.planId} look="boxed" />
        {said !== undefined && (
          <p className="said" role="alert">
            {said}
          </p>
        )}
        <footer className="sheet-foot">
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="main" type="submit" isDisabled={isNameless && name.trim() === ''}>
            {t('invite.do')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}

function MadeSheet({ made, onClose }: { readonly made: InviteMade; readonly onClose: () => void }) {
  const { core } = useServices()
  const plan = usePlan()
  const words = useWords()
  const { t, moment } = words
  const saveFile = async (): Promise<void> => {
    await plan.document.drained()
    const saved = await core.shell.saveBundle({ planId: plan.planId })
    if (!saved.ok) noticeToast(saved.error, words)
    else if (saved.value !== null) toast({ text: t('file.saved', { name: saved.value.name }) })
  }
  const hasRelay = useFacts((facts) => facts.status.relays.length > 0)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(made.link)
    toast({ text: t('app.copied') })
  }
  return (
    <Sheet title={t('invite.title')} closeLabel={t('app.close')} size="m" isOpen onClose={onClose}>
      <div className="invite-made">
        <div className="invite-words">
          <p>{t('invite.made')}</p>
          <div className="invite-link">
            <output className="code invite-text" data-testid="invite-link">
              {made.link}
            </output>
            <Button icon={<Copy size={18} strokeWidth={1.5} aria-hidden />} onPress={() => void copy()}>
              {t('app.copy')}
            </Button>
          </div>
          {!hasRelay && (
            <div className="said said-note invite-file">
              <p>{t('invite.noRelay')}</p>
              <Button
                size="s"
                icon={<FileDown size={16} strokeWidth={1.5} aria-hidden />}
                onPress={() => void saveFile()}
              >
                {t('invite.saveFile')}
              </Button>
            </div>
          )}
        </div>
        <QrCode text={made.link} label={t('invite.qr')} />
      </div>
      <footer className="sheet-foot">
        <span className="hint invite-until">{t('invite.until', { date: moment(made.notAfter * 1000) })}</span>
        <Button look="main" onPress={onClose}>
          {t('app.close')}
        </Button>
      </footer>
    </Sheet>
  )
}
