import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { NearAsked, NearHostStatus, NearStatus } from '#shared/core/contract.ts'
import { nearLink } from '#shared/sync/nearAddress.ts'
import { usePlan } from '../../app/planContext.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { relayState } from '../../parts/relayWords.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { useWords } from '../../words/words.ts'

/** Whose computers are near with this plan, and this one as one of them. */
export function OnThisNetwork({ near }: { readonly near: NearStatus }) {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const share = async (isOn: boolean): Promise<void> => {
    const shared = await plan.document.plan().share(isOn)
    if (!shared.ok) noticeToast(shared.error, words)
  }
  return (
    <section>
      <h3 className="label">{t('near.title')}</h3>
      <ul className="who-has-list">
        {near.hosts.map((host) => (
          <Host key={host.key} host={host} />
        ))}
        {near.hosts.length === 0 && near.sharing === null && <li className="who-has-soft">{t('near.nobody')}</li>}
      </ul>
      <div className="near-switches">
        <Toggle
          label={t('near.share')}
          {...(near.sharing === null ? { hint: t('near.share.hint') } : {})}
          isOn={near.sharing !== null}
          onChange={(isOn) => void share(isOn)}
        />
        {near.sharing !== null && (
          <>
            <Sharing sharing={near.sharing} />
            <Toggle
              label={t('near.always')}
              isOn={near.isAlways}
              onChange={(isOn) => void plan.document.plan().shareAlways(isOn)}
            />
          </>
        )}
      </div>
      <ByAddress />
    </section>
  )
}

function Host({ host }: { readonly host: NearHostStatus }) {
  const words = useWords()
  const { t } = words
  return (
    <li className="who-has-row">
      <span className={`dot dot-${host.state}`} aria-hidden />
      <span className="who-has-name">
        {host.name === '' ? host.address : t('near.laptop', { name: shownTitle(host.name) })}
        <span className="who-has-soft">{relayState(host, words)}</span>
      </span>
    </li>
  )
}

/** What the others need who do not find it by themselves. */
function Sharing({ sharing }: { readonly sharing: NonNullable<NearStatus['sharing']> }) {
  const { t } = useWords()
  const [address] = sharing.addresses
  return (
    <>
      <p className="who-has-soft">{t('near.guests', { count: sharing.guests })}</p>
      {address === undefined ? (
        <p className="who-has-soft">{t('near.noNetwork')}</p>
      ) : (
        <div className="near-address">
          <QrCode text={nearLink(address, sharing.key)} label={t('near.qr')} />
          <p>
            <span className="who-has-soft">{t('near.address')}</span>
            {sharing.addresses.map((one) => (
              <span key={one} className="near-figures">
                {one}
              </span>
            ))}
            <span className="who-has-soft">{t('near.check')}</span>
            <span className="near-figures">{sharing.check}</span>
          </p>
        </div>
      )}
    </>
  )
}

/** Where nothing is found by itself: the address that the other screen shows, and a look at its numbers. */
function ByAddress() {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState<string>()
  const [asked, setAsked] = useState<NearAsked | null>(null)
  const meet = ({ url, key }: NearAsked): void => {
    void plan.document.plan().meetNear({ url, key })
    setAsked(null)
    setTyped('')
  }
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (typed.trim() === '') return
    const answer = await plan.document.plan().askNear(typed)
    setSaid(answer.ok ? undefined : noticeSentence(answer.error, words))
    if (!answer.ok) return
    if (answer.value.isProven) meet(answer.value)
    else setAsked(answer.value)
  }
  if (asked !== null) {
    return (
      <div className="near-compare" role="group" aria-label={t('near.compare')}>
        <p>{t('near.compare')}</p>
        <p className="near-figures">{asked.check}</p>
        <p className="near-answers">
          <Button look="main" autoFocus onPress={() => meet(asked)}>
            {t('near.same')}
          </Button>
          <Button onPress={() => setAsked(null)}>{t('near.different')}</Button>
        </p>
      </div>
    )
  }
  return (
    <Form className="add-relay" onSubmit={(event) => void ask(event)}>
      <Field label={t('near.byAddress')} value={typed} onChange={setTyped} placeholder="192.168.1.5" error={said} />
      <Button type="submit">{t('near.meet')}</Button>
    </Form>
  )
}
