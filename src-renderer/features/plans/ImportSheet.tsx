import { type FormEvent, useEffect, useState } from 'react'
import { Form, Label, ProgressBar } from 'react-aria-components'
import type { Notice } from '#shared/base/codes.ts'
import { MAX_IMPORT_BYTES } from '#shared/import/importJson.ts'
import type { ImportedBoard } from '#shared/ipc/shapes.ts'
import { useServices } from '../../app/context.ts'
import { go } from '../../app/useRoute.ts'
import type { ImportStep } from '../../data/core.ts'
import { begunHere } from '../../parts/codes/codesCells.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { pickFile, readFile } from '../../parts/pickFile.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { LANGUAGES, type Language } from '../../words/languages.ts'
import { useWords } from '../../words/words.ts'
import { ImportReport } from './ImportReport.tsx'

type ImportSheetProps = { readonly file: File | null; readonly onClose: () => void }

const LANGUAGE_OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((key) => ({ key, name: LANGUAGES[key] }))
const NOTHING_YET: ImportStep = { done: 0, total: 0 }
/** What is over sooner needs no word. */
const WORTH_SHOWING_AFTER_MS = 300

/** A board of Trello becomes a new plan: choose the file, see it come in, read what became of it. */
export function ImportSheet({ file: given, onClose }: ImportSheetProps) {
  const { core, settings } = useServices()
  const words = useWords()
  const { t } = words
  const [file, setFile] = useState(given)
  const [name, setName] = useState(settings.now().name)
  const [language, setLanguage] = useState<Language>(words.language)
  const [said, setSaid] = useState<Notice | null>(null)
  const [step, setStep] = useState<ImportStep | null>(null)
  const [imported, setImported] = useState<ImportedBoard | null>(null)

  const choose = async (): Promise<void> => {
    const chosen = await pickFile('.json,application/json')
    if (chosen === null) return
    setFile(chosen)
    setSaid(null)
  }
  const bringIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (file === null) return choose()
    setSaid(null)
    setStep(NOTHING_YET)
    const read = await readFile(file, MAX_IMPORT_BYTES, 'E_IMPORT_SIZE')
    const answer = read.ok ? await core.importBoard({ board: read.value, name: name.trim(), language }, setStep) : read
    setStep(null)
    if (!answer.ok) return setSaid(answer.error)
    settings.change({ name: name.trim() })
    setImported(answer.value)
  }
  const open = ({ planId }: ImportedBoard): void => {
    begunHere.add(planId)
    onClose()
    go({ at: 'plan', planId, view: 'board' })
  }

  const title = imported === null ? t('import.title') : t('import.done', { board: imported.report.board })
  return (
    <Sheet title={title} closeLabel={t('app.close')} isOpen isDismissable={step === null} onClose={onClose}>
      {imported !== null && <ImportReport report={imported.report} onOpen={() => open(imported)} />}
      {imported === null && step !== null && <Progress {...step} />}
      {imported === null && step === null && (
        <Form className="form" onSubmit={(event) => void bringIn(event)}>
          <p>{t('import.text')}</p>
          <div className="import-file">
            <Button onPress={() => void choose()} autoFocus>
              {t('import.choose')}
            </Button>
            <span>{file === null ? t('import.noFile') : file.name}</span>
          </div>
          <div className="row">
            <Field label={t('newPlan.you')} value={name} onChange={setName} autoComplete="name" />
            <Choice label={t('newPlan.language')} options={LANGUAGE_OPTIONS} chosen={language} onChoose={setLanguage} />
          </div>
          {said !== null && (
            <p className="said" role="alert">
              {noticeSentence(said, words)}
            </p>
          )}
          <footer className="sheet-foot">
            <Button onPress={onClose}>{t('app.cancel')}</Button>
            <Button look="main" type="submit" isDisabled={file === null || name.trim() === ''}>
              {t('import.do')}
            </Button>
          </footer>
        </Form>
      )}
    </Sheet>
  )
}

function Progress({ done, total }: ImportStep) {
  const { t } = useWords()
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), WORTH_SHOWING_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown) return null
  const words = t(total === 0 ? 'import.reading' : 'import.writing')
  return (
    <ProgressBar className="progress" isIndeterminate={total === 0} value={done} maxValue={Math.max(1, total)}>
      <Label>{words}</Label>
      <progress className="progress-bar" aria-hidden {...(total === 0 ? {} : { value: done, max: total })} />
    </ProgressBar>
  )
}
