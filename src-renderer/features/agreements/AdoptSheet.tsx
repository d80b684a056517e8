import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { usePlan } from '../../app/planContext.ts'
import { DayField } from '../../parts/DayField.tsx'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { decisionOf, type DecisionForm, today } from './decision.ts'

/** Records what an assembly has decided: from then on this version of the plan is an agreement. */
export function AdoptSheet({ onClose }: { readonly onClose: () => void }) {
  const plan = usePlan()
  const words = useWords()
  const { t, day } = words
  const [form, setForm] = useState<DecisionForm>(() => ({
    title: '',
    assembly: '',
    date: today(new Date()),
    place: '',
    method: t('adopt.method.consensus'),
    names: '',
    count: '',
  }))
  const [said, setSaid] = useState<string>()
  const bind = (field: keyof DecisionForm) => ({
    value: form[field],
    onChange: (value: string) => setForm({ ...form, [field]: value }),
  })

  const adopt = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    await plan.document.drained()
    const adopted = await plan.document.plan().adopt(decisionOf(form))
    if (!adopted.ok) return setSaid(noticeSentence(adopted.error, words))
    await plan.refresh()
    toast({ text: t('adopt.done', { date: day(adopted.value.date) }) })
    onClose()
  }
  return (
    <Sheet title={t('adopt.title')} closeLabel={t('app.close')} isOpen onClose={onClose} size="m">
      <p className="page-soft">{t('adopt.text')}</p>
      <Form className="form" onSubmit={(event) => void adopt(event)}>
        <Field
          label={t('adopt.decision')}
          placeholder={t('adopt.decision.example')}
          isRequired
          autoFocus
          {...bind('title')}
        />
        <div className="row">
          <Field label={t('adopt.assembly')} {...bind('assembly')} />
          <DayField label={t('adopt.date')} isRequired {...bind('date')} />
          <Field label={t('adopt.place')} {...bind('place')} />
        </div>
        <Field label={t('adopt.method')} {...bind('method')} />
        <Field label={t('adopt.names')} hint={t('adopt.names.hint')} isLong {...bind('names')} />
        <Field label={t('adopt.count')} inputMode="numeric" {...bind('count')} />
        {said !== undefined && (
          <p className="said" role="alert">
            {said}
          </p>
        )}
        <footer className="sheet-foot">
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="main" type="submit" isDisabled={form.title.trim() === '' || form.date === ''}>
            {t('adopt.do')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}
