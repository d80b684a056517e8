import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { useServices } from '../../app/context.ts'
import { useFacts, usePlan } from '../../app/planContext.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'

export function RenameSheet({ onClose }: { readonly onClose: () => void }) {
  const plan = usePlan()
  const { settings } = useServices()
  const words = useWords()
  const { t } = words
  const self = useFacts((facts) => facts.roster.members.find(({ isSelf }) => isSelf))
  const [name, setName] = useState(self?.name ?? '')
  const [said, setSaid] = useState<string>()
  const rename = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const done = await plan.document.plan().rename(name.trim())
    if (!done.ok) return setSaid(noticeSentence(done.error, words))
    settings.change({ name: name.trim() })
    await plan.refresh()
    onClose()
  }
  return (
    <Sheet title={t('people.rename')} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form className="form" onSubmit={(event) => void rename(event)}>
        <Field label={t('people.name')} value={name} onChange={setName} error={said} autoFocus />
        <footer className="sheet-foot">
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="main" type="submit" isDisabled={name.trim() === ''}>
            {t('people.keepName')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}
