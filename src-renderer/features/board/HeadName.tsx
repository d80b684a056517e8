import { type KeyboardEvent, useState } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { useWords } from '../../words/words.ts'

type HeadNameProps = {
  readonly title: string
  readonly label: string
  readonly isRenaming: boolean
  readonly onRename: (isRenaming: boolean) => void
  /** Called with a new name only. */
  readonly onDone: (title: string) => void
  readonly canWrite: boolean
}

/** The name of a column or a lane, changed where it stands: a click or F2 begins, Enter keeps, Escape leaves it as it was. */
export function HeadName({ title, label, isRenaming, onRename, onDone, canWrite }: HeadNameProps) {
  const { t } = useWords()
  const shown = shownTitle(title) || t('plan.untitled')
  if (!canWrite) return <span className="head-name">{shown}</span>
  if (isRenaming) return <NameField title={title} label={label} onRename={onRename} onDone={onDone} />
  return (
    <button
      type="button"
      className="head-name"
      title={shown}
      onClick={() => onRename(true)}
      onKeyDown={(event) => {
        if (event.key !== 'F2') return
        event.preventDefault()
        onRename(true)
      }}
    >
      {shown}
    </button>
  )
}

function NameField({ title, label, onRename, onDone }: Pick<HeadNameProps, 'title' | 'label' | 'onRename' | 'onDone'>) {
  const [draft, setDraft] = useState(title)
  const keep = (): void => {
    if (draft.trim() !== '' && draft.trim() !== title) onDone(draft.trim())
    onRename(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      keep()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      onRename(false)
    }
  }
  return (
    <input
      className="input head-field"
      value={draft}
      autoFocus
      aria-label={label}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={keep}
    />
  )
}
