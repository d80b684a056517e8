import { useEffect, useState } from 'react'
import { useServices } from '../context.ts'
import type { Codes } from '../../data/core.ts'
import { justMade } from '../../parts/justMade.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'

/** The codes of a plan, until the person says they are written down. They can be put off, and then come back. */
export function CodesSheet({ planId }: { readonly planId: string }) {
  const { core } = useServices()
  const { t } = useWords()
  const [codes, setCodes] = useState<Codes | null>(null)
  const [isOpen, setIsOpen] = useState(() => justMade.now() === planId)
  useEffect(() => {
    let isHere = true
    void core.codes(planId).then((answer) => {
      if (isHere && answer.ok && (answer.value.recoveryCode || answer.value.rootCode)) setCodes(answer.value)
    })
    return () => {
      isHere = false
    }
  }, [core, planId])
  if (codes === null) return null
  const close = (): void => {
    justMade.set(null)
    setIsOpen(false)
  }
  if (!isOpen) {
    return (
      <p className="bar only-editing">
        {t('codes.waiting')}
        <Button size="s" onPress={() => setIsOpen(true)}>
          {t('codes.show')}
        </Button>
      </p>
    )
  }
  return (
    <Sheet title={t('codes.title')} closeLabel={t('app.close')} isOpen onClose={close}>
      <p>{t('codes.text')}</p>
      <dl className="codes">
        {codes.recoveryCode && (
          <div>
            <dt>{t('codes.recovery')}</dt>
            <dd className="code">{codes.recoveryCode}</dd>
          </div>
        )}
        {codes.rootCode && (
          <div>
            <dt>{t('codes.root')}</dt>
            <dd className="code">{codes.rootCode}</dd>
          </div>
        )}
      </dl>
      <footer className="sheet-foot">
        <Button onPress={close}>{t('codes.later')}</Button>
        <Button
          look="main"
          onPress={() => {
            void core.codesKept(planId)
            setCodes(null)
            close()
          }}
        >
          {t('codes.done')}
        </Button>
      </footer>
    </Sheet>
  )
}
