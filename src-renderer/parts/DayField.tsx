import { lazy, Suspense } from 'react'
import type { DayPickerProps } from '../ui/DayPicker.tsx'
import { useWords } from '../words/words.ts'

/** Calendars of the world are half as large as all the rest of the library: loaded with the first day that somebody opens. */
const DayPicker = lazy(async () => ({ default: (await import('../ui/DayPicker.tsx')).DayPicker }))

/** A day in the order of the window's language. */
export function DayField(props: Omit<DayPickerProps, 'words'>) {
  const { t } = useWords()
  const words = { calendar: t('day.calendar'), earlier: t('day.earlier'), later: t('day.later') }
  return (
    <Suspense fallback={<span className="input day-input" aria-busy />}>
      <DayPicker {...props} words={words} />
    </Suspense>
  )
}
