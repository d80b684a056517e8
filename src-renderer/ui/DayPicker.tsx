import { type DateValue, parseDate } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Label,
  Popover,
} from 'react-aria-components'

type DayWords = { readonly calendar: string; readonly earlier: string; readonly later: string }

export type DayPickerProps = {
  readonly label: string
  readonly isLabelHidden?: boolean
  /** ISO 8601; `''` for none. What is no day is shown as none. */
  readonly value: string
  /** Called when the day is whole, or was taken out. */
  readonly onChange: (day: string) => void
  readonly onBlur?: () => void
  /** The calendar has closed, whether a day was chosen in it or not. */
  readonly onClosed?: () => void
  readonly isRequired?: boolean
  readonly autoFocus?: boolean
  readonly words: DayWords
}

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const

/** A day, typed part by part in the order of the window's language, or chosen from a calendar. */
export function DayPicker({ label, isLabelHidden = false, value, onChange, onClosed, words, ...rest }: DayPickerProps) {
  return (
    <DatePicker
      {...rest}
      className="field day-field"
      granularity="day"
      shouldForceLeadingZeros
      value={dayOf(value)}
      onOpenChange={(isOpen) => !isOpen && onClosed?.()}
      onChange={(day: DateValue | null) => onChange(day?.toString() ?? '')}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {!isLabelHidden && <Label className="label">{label}</Label>}
      <Group className="input day-input">
        <DateInput className="day-parts">
          {(segment) => <DateSegment segment={segment} className="day-part" />}
        </DateInput>
        <Button className="day-open" aria-label={words.calendar}>
          <CalendarDays {...ICON} />
        </Button>
      </Group>
      <Popover className="popover day-popover" offset={4}>
        <Dialog className="day-dialog" aria-label={words.calendar}>
          <Calendar>
            <header className="day-head">
              <Button slot="previous" className="icon-button" aria-label={words.earlier}>
                <ChevronLeft {...ICON} />
              </Button>
              <Heading className="day-month" />
              <Button slot="next" className="icon-button" aria-label={words.later}>
                <ChevronRight {...ICON} />
              </Button>
            </header>
            <CalendarGrid className="day-grid">
              {(date) => <CalendarCell date={date} className="day-cell" />}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

function dayOf(value: string): DateValue | null {
  try {
    return parseDate(value)
  } catch {
    return null
  }
}
