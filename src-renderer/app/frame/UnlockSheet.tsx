import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useServices } from '../context.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'

/** The computer no longer gives the key of this device: the recovery code opens it again. */
export function UnlockSheet() {
  const { core } = useServices()
  const words = useWords()
  const { t } = words
  const [code, setCode] = useState('')
  const [said, setSaid] = useState<string>()
  const type = (typed: string): void => {
    setCode(typed)
    setSaid(undefined)
  }
  const recover = async (): Promise<void> => {
    const answer = await core.shell.recoverKey({ code })
    setSaid(answer.ok ? undefined : noticeSentence(answer.error, words))
  }
  return (
    <Sheet title={t('unlock.title')} closeLabel={t('app.close')} isOpen isDismissable={false} onClose={() => undefined}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void recover()
        }}
      >
        <p>{t('unlock.text')}</p>
        <p className="hint">{t('unlock.without')}</p>
        <Field label={t('unlock.code')} value={code} onChange={type} error={said} autoFocus />
        <footer className="sheet-foot">
          <Button look="main" type="submit" isDisabled={code.trim() === ''}>
            {t('unlock.do')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}
