import { type KeyboardEvent, useId, useState } from 'react'
import { useCanWrite } from '../app/planContext.ts'

type LineEditProps = {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly stored: string
  /** Called once, when the person is done; false puts the old value back. */
  readonly onDone: (value: string) => boolean | void
  readonly type?: 'text' | 'date' | 'url'
  readonly inputMode?: 'numeric' | 'decimal'
  readonly placeholder?: string
  readonly size?: number
}

/** A value that is replaced as a whole (a year, a day, a licence): written when one leaves the field, not at every key. */
export function LineEdit(props: LineEditProps) {
  const { label, isLabelHidden = false, stored, onDone, type = 'text', inputMode, placeholder, size } = props
  const [draft, setDraft] = useState<string | null>(null)
  const canWrite = useCanWrite()
  const id = useId()
  const done = (): void => {
    if (draft !== null && draft.trim() !== stored) onDone(draft.trim())
    setDraft(null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      event.preventDefault()
      done()
    } else if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation()
      setDraft(null)
    }
  }
  return (
    <div className="line-edit">
      {!isLabelHidden && (
        <label className="label" htmlFor={id}>
          {label}
        </label>
      )}
      <input
        id={id}
        className={(draft ?? stored) === '' ? 'ghost ghost-empty' : 'ghost'}
        type={type}
        value={draft ?? stored}
        readOnly={!canWrite}
        inputMode={inputMode}
        placeholder={placeholder}
        size={size}
        {...(isLabelHidden ? { 'aria-label': label } : {})}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={done}
      />
    </div>
  )
}
