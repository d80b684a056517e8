import { useWords } from '../words/words.ts'
import { LineEdit } from './LineEdit.tsx'
import { numberField, typedNumber } from './typedNumber.ts'

type AmountEditProps = {
  readonly label: string
  readonly isLabelHidden?: boolean
  /** Whole minor units; `null` when nothing is written. */
  readonly minor: number | null
  readonly decimals: number
  readonly mayBeNegative?: boolean
  readonly placeholder?: string
  /** `null`: the field was emptied. Answers why not, when it cannot be taken. */
  readonly onDone: (minor: number | null) => string | null
  readonly size?: number
}

/** An amount, typed as people write numbers in their language; what is none stays in the field with the reason below it. */
export function AmountEdit({ minor, decimals, mayBeNegative = false, onDone, ...rest }: AmountEditProps) {
  const { t, language } = useWords()
  const read = (typed: string): string | null => {
    if (typed === '') return onDone(null)
    const number = typedNumber(typed, { decimals, language, mayBeNegative })
    return 'why' in number ? t(number.why, number.values) : onDone(number.minor)
  }
  return <LineEdit {...rest} stored={numberField(minor, decimals, language)} inputMode="decimal" onDone={read} />
}
