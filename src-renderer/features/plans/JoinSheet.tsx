import { FileUp } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { PlanListing } from '#shared/core/contract.ts'
import { useServices } from '../../app/context.ts'
import { go } from '../../app/useRoute.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { justMade } from '../../parts/justMade.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'

type JoinSheetProps = { readonly link: string; readonly onClose: () => void }

/** Joining by the link one was given, through its relay or from a plan file on a stick. */
export function JoinSheet({ link: given, onClose }: JoinSheetProps) {
  const { core, settings } = useServices()
  const words = useWords()
  const { t } = words
  const [link, setLink] = useState(given)
  const [name, setName] = useState(settings.now().name)
  const [said, setSaid] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)
  const isReady = link.trim() !== '' && name.trim() !== '' && !isAsking

  const enter = (joined: PlanListing): void => {
    settings.change({ name: name.trim() })
    justMade.set(joined.planId)
    onClose()
    go({ at: 'plan', planId: joined.planId, view: 'board' })
  }
  const join = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setIsAsking(true)
    const joined = await core.join({ link: link.trim(), name: name.trim() })
    setIsAsking(false)
    if (joined.ok) enter(joined.value)
    else setSaid(noticeSentence(joined.error, words))
  }
  const joinFromFile = async (): Promise<void> => {
    const joined = await core.shell.joinWithBundle({ link: link.trim(), name: name.trim() })
    if (!joined.ok) setSaid(noticeSentence(joined.error, words))
    else if (joined.value !== null) enter(joined.value)
  }

  return (
    <Sheet title={t('join.title')} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form className="form" onSubmit={(event) => void join(event)}>
        <Field
          label={t('join.link')}
          value={link}
          onChange={setLink}
          placeholder="aplec://join#…"
          autoFocus={given === ''}
        />
        <Field label={t('newPlan.you')} value={name} onChange={setName} autoFocus={given !== ''} autoComplete="name" />
        {said !== undefined && (
          <p className="said" role="alert">
            {said}
          </p>
        )}
        <footer className="sheet-foot">
          <Button
            icon={<FileUp size={18} strokeWidth={1.5} aria-hidden />}
            isDisabled={!isReady}
            onPress={() => void joinFromFile()}
          >
            {t('join.fromFile')}
          </Button>
          <Button look="main" type="submit" isDisabled={!isReady}>
            {t(isAsking ? 'join.asking' : 'join.do')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}
