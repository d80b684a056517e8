import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { unsaidName } from '#shared/plan/templates/sampleFor.ts'
import { useServices } from '../../app/context.ts'
import { go } from '../../app/useRoute.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { LANGUAGES, type Language } from '../../words/languages.ts'
import { useWords } from '../../words/words.ts'
import { firstSteps } from '../../parts/firstSteps.ts'
import { begunHere } from '../../parts/codes/codesCells.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import type { NewPlanKind } from './TemplateCards.tsx'

const LANGUAGE_OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((key) => ({ key, name: LANGUAGES[key] }))

type NewPlanSheetProps = { readonly template: Exclude<NewPlanKind, 'sample'>; readonly onClose: () => void }

/** A title is enough; years, language and one's name may be said, or left as they are. */
export function NewPlanSheet({ template, onClose }: NewPlanSheetProps) {
  const { core, settings } = useServices()
  const words = useWords()
  const { t } = words
  const [title, setTitle] = useState('')
  const [from, setFrom] = useState(() => String(new Date().getFullYear() + 1))
  const [to, setTo] = useState(() => String(new Date().getFullYear() + 10))
  const [language, setLanguage] = useState<Language>(words.language)
  const [name, setName] = useState(settings.now().name)
  const [said, setSaid] = useState<string>()
  const [isMaking, setIsMaking] = useState(false)

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (title.trim() === '') return setSaid(t('newPlan.needsTitle'))
    const horizon = { from: Number(from), to: Number(to) }
    if (!isYear(horizon.from) || !isYear(horizon.to) || horizon.to < horizon.from)
      return setSaid(t('newPlan.yearsWrong'))
    const ownName = name.trim()
    setIsMaking(true)
    const made = await core.create({
      title: title.trim(),
      name: ownName || unsaidName(words.language),
      language,
      horizon,
      template,
    })
    setIsMaking(false)
    if (!made.ok) return setSaid(noticeSentence(made.error, words))
    if (ownName !== '') settings.change({ name: ownName })
    begunHere.add(made.value.planId)
    firstSteps.begin(made.value.planId)
    onClose()
    go({ at: 'plan', planId: made.value.planId, view: 'board' })
  }

  return (
    <Sheet
      title={t(template === 'blank' ? 'newPlan.title' : `template.${template}`)}
      closeLabel={t('app.close')}
      isOpen
      onClose={onClose}
    >
      <Form className="form" onSubmit={(event) => void create(event)}>
        <p className="page-soft">{t(`template.${template}.hint`)}</p>
        <Field label={t('newPlan.name')} value={title} onChange={setTitle} autoFocus />
        <Field
          label={t('newPlan.you')}
          value={name}
          onChange={setName}
          autoComplete="name"
          hint={t('newPlan.you.later')}
        />
        <details className="new-plan-more">
          <summary>
            {t('newPlan.more')}
            <span className="hint">{` ${from}–${to} · ${LANGUAGES[language]}`}</span>
          </summary>
          <div className="row">
            <Field label={t('newPlan.from')} value={from} onChange={setFrom} inputMode="numeric" />
            <Field label={t('newPlan.to')} value={to} onChange={setTo} inputMode="numeric" />
            <Choice label={t('newPlan.language')} options={LANGUAGE_OPTIONS} chosen={language} onChoose={setLanguage} />
          </div>
        </details>
        {said !== undefined && (
          <p className="said" role="alert">
            {said}
          </p>
        )}
        <footer className="sheet-foot">
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="main" type="submit" isDisabled={isMaking}>
            {t('newPlan.do')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}

const isYear = (year: number): boolean => Number.isInteger(year) && year >= 1000 && year <= 9999
