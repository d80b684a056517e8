import './codes.css'
import { useEffect, useState } from 'react'
import { useServices } from '../../app/context.ts'
import type { Codes } from '../../data/core.ts'
import { useSelection } from '../../data/source.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { askedCodes } from './codesCells.ts'

/** Shows the codes of the plan that they are asked for, over whatever one is at. */
export function CodesHost() {
  const planId = useSelection(askedCodes, same)
  return planId === null ? null : <CodesSheet key={planId} planId={planId} />
}

/** Until the person says to have them on paper they can be put off, and shown again. */
function CodesSheet({ planId }: { readonly planId: string }) {
  const { core } = useServices()
  const { t } = useWords()
  const [codes, setCodes] = useState<Codes | null>(null)
  useEffect(() => {
    let isHere = true
    void core.codes(planId).then((answer) => {
      if (!isHere) return
      const isWaiting = answer.ok && (answer.value.recoveryCode !== null || answer.value.rootCode !== null)
      if (isWaiting) setCodes(answer.value)
      else askedCodes.set(null)
    })
    return () => {
      isHere = false
    }
  }, [core, planId])
  if (codes === null) return null
  const close = (): void => askedCodes.set(null)
  const keep = (): void => {
    void core.codesKept(planId)
    close()
  }
  return (
    <Sheet title={t('codes.title')} closeLabel={t('app.close')} isOpen onClose={close}>
      <p>{t('codes.text')}</p>
      <dl className="codes">
        {codes.recoveryCode !== null && (
          <div>
            <dt>{t('codes.recovery')}</dt>
            <dd className="code">{codes.recoveryCode}</dd>
          </div>
        )}
        {codes.rootCode !== null && (
          <div>
            <dt>{t('codes.root')}</dt>
            <dd className="code">{codes.rootCode}</dd>
          </div>
        )}
      </dl>
      <p className="hint">{t(codes.rootCode === null ? 'codes.lost.one' : 'codes.lost')}</p>
      <footer className="sheet-foot">
        <Button onPress={close}>{t('codes.later')}</Button>
        <Button look="main" onPress={keep}>
          {t('codes.done')}
        </Button>
      </footer>
    </Sheet>
  )
}

const same = <T,>(value: T): T => value
