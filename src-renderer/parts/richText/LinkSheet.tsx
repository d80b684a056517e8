import { type FormEvent, useState } from 'react'
import { isOutsideAddress } from '#shared/plan/rich/richText.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { placeOfAddress, typedAddress } from '../safeAddress.ts'

type LinkSheetProps = {
  /** Where the words lead now; `''` for nowhere. */
  readonly href: string
  /** `name`: the words, where none were chosen. */
  readonly onSet: (href: string, name: string) => void
  readonly onClose: () => void
}

/** Asks where words should lead: to a page or a mail address, and nowhere else. */
export function LinkSheet({ href, onSet, onClose }: LinkSheetProps) {
  const { t } = useWords()
  const [typed, setTyped] = useState(isOutsideAddress(href) ? href : '')
  const [error, setError] = useState<string>()
  const send = (event: FormEvent): void => {
    event.preventDefault()
    // A dialog is a part of the page it stands in, also for its events.
    event.stopPropagation()
    const address = typedAddress(typed)
    if (address === null || !isOutsideAddress(address)) setError(t('link.wrong'))
    else onSet(address, placeOfAddress(address))
  }
  return (
    <Sheet title={t('rich.link')} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <form className="link-form" onSubmit={send}>
        <Field
          label={t('rich.link.address')}
          value={typed}
          onChange={setTyped}
          error={error}
          autoFocus
          type="text"
          inputMode="url"
        />
        <div className="link-form-do">
          {href !== '' && (
            <Button look="quiet" onPress={() => onSet('', '')}>
              {t('rich.link.remove')}
            </Button>
          )}
          <Button look="main" type="submit">
            {t('rich.link.set')}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
