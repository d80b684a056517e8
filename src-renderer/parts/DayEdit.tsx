import { CalendarPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useCanWrite } from '../app/planContext.ts'
import { useWords } from '../words/words.ts'
import { LineEdit } from './LineEdit.tsx'

type DayEditProps = {
  readonly label: string
  readonly stored: string | null
  /** As it is read: `by 12 March`, `was due 12 March`. Default: the day. */
  readonly shown?: string
  readonly onDone: (day: string | null) => string | null
}

/** A day, read in words; pressed, it becomes a field with a calendar. */
export function DayEdit({ label, stored, shown, onDone }: DayEditProps) {
  const { shortDay } = useWords()
  const canWrite = useCanWrite()
  const [isOpen, setIsOpen] = useState(false)
  const [hasFocus, setHasFocus] = useState(false)

  if (isOpen) {
    return (
      <LineEdit
        label={label}
        isLabelHidden
        type="date"
        stored={stored ?? ''}
        hasFocus
        onDone={(typed) => onDone(typed === '' ? null : typed)}
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
