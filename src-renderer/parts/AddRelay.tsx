import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { usePlan } from '../app/planContext.ts'
import { noticeSentence } from './noticeSentence.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { useWords } from '../words/words.ts'

/** A relay by its address; the plan connects to it at once and stays connected. */
export function AddRelay() {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const [url, setUrl] = useState('')
  const [said, setSaid] = useState<string>()
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const typed = url.trim()
    if (typed === '') return
    const added = await plan.document.plan().addRelay({ url: /^wss?:/.test(typed) ? typed : `wss://${typed}` })
    if (!added.ok) return setSaid(noticeSentence(added.error, words))
    setUrl('')
    setSaid(undefined)
  }
  return (
    <Form className="add-relay" onSubmit={(event) => void add(event)}>
      <Field label={t('relay.add')} value={url} onChange={setUrl} placeholder="wss://relay.example.coop" error={said} />
      <Button type="submit">{t('app.add')}</Button>
    </Form>
  )
}
