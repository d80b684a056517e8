import { type KeyboardEvent, useId, useState } from 'react'
import { useCanWrite } from '../app/planContext.ts'

type LineEditProps = {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly stored: string
  /** Called once, when the person is done. Answers why not, when it cannot be taken: what was typed then stays in the field. */
  readonly onDone: (value: string) => string | null | boolean | void
  readonly type?: 'text' | 'url'
  readonly inputMode?: 'numeric' | 'decimal'
  readonly placeholder?: string
  readonly size?: number
  /** Called when one leaves the field and all is well; by Enter or Escape, the focus has still to go somewhere. */
  readonly onLeave?: (byKey: boolean) => void
  /** It has just been asked for. */
  readonly hasFocus?: boolean
}

/** A value that is replaced as a whole (a year, a day, a licence): written when one leaves the field, not at every key. */
export function LineEdit(props: LineEditProps) {
  const { label, isLabelHidden = false, stored, onDone, type = 'text', inputMode, placeholder, size } = props
  const [draft, setDraft] = useState<string | null>(null)
  const [reason, setReason] = useState<string | null>(null)
  const canWrite = useCanWrite()
  const id = useId()
  const done = (byKey: boolean): void => {
    const said = draft === null ? null : taken(draft.trim())
    setReason(said)
    if (said !== null) return
    setDraft(null)
    props.onLeave?.(byKey)
  }
  const taken = (typed: string): string | null => {
    const answer = typed === stored ? null : onDone(typed)
    return typeof answer === 'string' ? answer : null
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      done(true)
    } else if (event.key === 'Escape' && (draft !== null || props.onLeave !== undefined)) {
      event.stopPropagation()
      setDraft(null)
      setReason(null)
      props.onLeave?.(true)
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
        {...(reason === null ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-why` })}
        {...(props.hasFocus ? { autoFocus: true } : {})}
        onChange={(event) => {
          setDraft(event.target.value)
          setReason(null)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => done(false)}
      />
      {reason !== null && (
        <p className="field-error line-why" id={`${id}-why`} role="alert">
          {reason}
        </p>
      )}
    </div>
  )
}
