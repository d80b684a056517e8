import { LineEdit } from './LineEdit.tsx'
import { typedYear } from './typedNumber.ts'
import { yearField } from './yearsText.ts'

type YearEditProps = {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly stored: number | null | undefined
  readonly placeholder?: string
  readonly hasFocus?: boolean
  /** Answers why not, when the plan does not take it. */
  readonly onDone: (year: number | null) => string | null
}

/** One calendar year. */
export const YearEdit = ({ stored, onDone, ...rest }: YearEditProps) => (
  <LineEdit
    {...rest}
    stored={yearField(stored)}
    inputMode="numeric"
    size={4}
    onDone={(typed) => onDone(typedYear(typed))}
  />
)
