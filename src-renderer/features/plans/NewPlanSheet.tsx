import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { useServices } from '../../app/context.ts'
import { go } from '../../app/useRoute.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { LANGUAGES, type Language } from '../../words/languages.ts'
import { useWords } from '../../words/words.ts'
import { justMade } from '../../parts/justMade.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'

const LANGUAGE_OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((key) => ({ key, name: LANGUAGES[key] }))

export function NewPlanSheet({ onClose }: { readonly onClose: () => void }) {
  const { core, settings } = useServices()
  const words = useWords()
  const { t } = words
  const [title, setTitle] = useState('')
  const [from, setFrom] = useState(() => String(new Date().getFullYear() + 1))
  const [to, setTo] = useState(() => String(new Date().getFullYear() + 10))
  const [language, setLanguage] = useState<Language>(words.language)
  const [name, setName] = useState(settings.now().name)
  const [said, setSaid] = useState<string>()
  const yearsAreWrong = Number(to) < Number(from)

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (title.trim() === '') return setSaid(t('newPlan.needsTitle'))
    if (yearsAreWrong) return setSaid(t('newPlan.yearsWrong'))
    settings.change({ name: name.trim() })
    const horizon = { from: Number(from), to: Number(to) }
    const made = await core.create({ title: title.trim(), name: name.trim(), language, horizon })
    if (!made.ok) return setSaid(noticeSentence(made.error, words))
    justMade.set(made.value.planId)
    onClose()
    go({ at: 'plan', planId: made.value.planId, view: 'board' })
  }

  return (
    <Sheet title={t('newPlan.title')} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form className="form" onSubmit={(event) => void create(event)}>
        <Field label={t('newPlan.name')} value={title} onChange={setTitle} autoFocus />
        <div className="row">
          <Field label={t('newPlan.from')} value={from} onChange={setFrom} inputMode="numeric" />
          <Field label={t('newPlan.to')} value={to} onChange={setTo} inputMode="numeric" />
          <Choice label={t('newPlan.language')} options={LANGUAGE_OPTIONS} chosen={language} onChoose={setLanguage} />
        </div>
        <Field label={t('newPlan.you')} value={name} onChange={setName} autoComplete="name" />
        {said !== undefined && (
          <p className="said" role="alert">
            {said}
          </p>
        )}
        <footer className="sheet-foot">
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="main" type="submit" isDisabled={name.trim() === ''}>
            {t('newPlan.do')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}
