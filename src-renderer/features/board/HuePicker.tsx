import { Radio, RadioGroup, Label } from 'react-aria-components'
import { useWords } from '../../words/words.ts'

type HuePickerProps = {
  readonly chosen: number | 'none'
  readonly onChoose: (hue: number | 'none') => void
  /** Objectives always have a colour; stages need none. */
  readonly hasNone: boolean
}

const HUES = [0, 1, 2, 3, 4, 5, 6, 7] as const

/** One of the eight hues of the plan, by arrow keys or pointer. */
export function HuePicker({ chosen, onChoose, hasNone }: HuePickerProps) {
  const { t } = useWords()
  const hues = hasNone ? (['none', ...HUES] as const) : HUES
  return (
    <RadioGroup
      className="field"
      orientation="horizontal"
      value={String(chosen)}
      onChange={(hue) => onChoose(hue === 'none' ? 'none' : Number(hue))}
    >
      <Label className="label">{t('board.colour')}</Label>
      <span className="hues">
        {hues.map((hue) => (
          <Radio
            key={hue}
            value={String(hue)}
            className={`hue hue-${hue}`}
            aria-label={hue === 'none' ? t('board.noColour') : t(`hue.${hue}`)}
          />
        ))}
      </span>
    </RadioGroup>
  )
}
