import { CalendarPlus } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useCanWrite } from '../app/planContext.ts'
import { useWords } from '../words/words.ts'
import { DayField } from './DayField.tsx'

type DayEditProps = {
  readonly label: string
  readonly stored: string | null
  /** As it is read: `by 12 March`, `was due 12 March`. Default: the day. */
  readonly shown?: string
  readonly onDone: (day: string | null) => string | null
}

/** A day, read in words; pressed, it becomes a field with a calendar (UI163). */
export function DayEdit({ label, stored, shown, onDone }: DayEditProps) {
  const { shortDay } = useWords()
  const canWrite = useCanWrite()
  const [isOpen, setIsOpen] = useState(false)
  const [hasFocus, setHasFocus] = useState(false)

  if (isOpen) {
    return (
      <OpenDay
        label={label}
        stored={stored}
        onDone={onDone}
        onLeave={(byKey) => {
          setIsOpen(false)
          setHasFocus(byKey)
        }}
      />
    )
  }
  const text = stored === null ? null : (shown ?? shortDay(stored))
  if (!canWrite) return text === null ? null : <span className="day">{text}</span>
  return (
    <Button
      className={text === null ? 'day day-none' : 'day'}
      autoFocus={hasFocus}
      aria-label={text === null ? label : `${label}: ${text}`}
      onPress={() => setIsOpen(true)}
    >
      {text ?? <CalendarPlus size={16} strokeWidth={1.5} aria-hidden />}
    </Button>
  )
}

type OpenDayProps = Pick<DayEditProps, 'label' | 'stored' | 'onDone'> & {
  /** By Enter or Escape, the focus has still to go somewhere. */
  readonly onLeave: (byKey: boolean) => void
}

/** Written when one leaves it, by Enter, or when it is chosen in the calendar; Escape leaves it as it was. */
function OpenDay({ label, stored, onDone, onLeave }: OpenDayProps) {
  const [day, setDay] = useState(stored ?? '')
  const [reason, setReason] = useState<string | null>(null)
  /** The calendar tells of a day and of its closing in one go. */
  const latest = useRef(day)
  const field = useRef<HTMLDivElement>(null)
  const { t } = useWords()
  const hasLeft = useRef(false)
  const leave = (byKey: boolean): void => {
    hasLeft.current = true
    onLeave(byKey)
  }
  const done = (byKey: boolean): void => {
    if (hasLeft.current) return
    const typed = latest.current
    if (isHalf(field.current)) return setReason(t('refusal.day'))
    const said = typed === (stored ?? '') ? null : onDone(typed === '' ? null : typed)
    setReason(said)
    if (said === null) leave(byKey)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const target = event.target as Element
    // A key in the calendar is the calendar's, and Enter on its button opens it.
    if (!event.currentTarget.contains(target)) return
    if (event.key === 'Enter' && target.closest('button') === null) done(true)
    else if (event.key === 'Escape') leave(true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the field inside it, which keeps them from bubbling
    <div ref={field} className="day-edit" onKeyDownCapture={onKeyDown}>
      <DayField
        label={label}
        isLabelHidden
        value={day}
        autoFocus
        onChange={(next) => {
          latest.current = next
          setDay(next)
          setReason(null)
        }}
        onBlur={() => done(false)}
        onClosed={() => latest.current !== (stored ?? '') && done(true)}
      />
      {reason !== null && (
        <p className="field-error line-why" role="alert">
          {reason}
        </p>
      )}
    </div>
  )
}

/** Some of its parts are typed and some are not: no day yet, and nothing of it may be lost without a word. */
function isHalf(field: Element | null): boolean {
  const parts = [...(field?.querySelectorAll('.day-part[role=spinbutton]') ?? [])]
  const open = parts.filter((part) => part.hasAttribute('data-placeholder'))
  return open.length > 0 && open.length < parts.length
}
