import { Check, ChevronDown } from 'lucide-react'
import { shownTitle } from '#shared/base/shownText.ts'
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  type SelectProps,
  SelectValue,
} from 'react-aria-components'

export type ChoiceOption<K extends string> = { readonly key: K; readonly name: string; readonly swatch?: number }

type ChoiceProps<K extends string> = Omit<
  SelectProps<ChoiceOption<K>>,
  'className' | 'style' | 'children' | 'value' | 'onChange' | 'selectedKey' | 'onSelectionChange'
> & {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly options: readonly ChoiceOption<K>[]
  readonly chosen: K | null
  readonly onChoose: (key: K) => void
}

/** One of a few. A swatch shows an objective's colour beside its name. */
export function Choice<K extends string>(props: ChoiceProps<K>) {
  const { label, isLabelHidden = false, options, chosen, onChoose, ...rest } = props
  return (
    <Select
      {...rest}
      className="field choice"
      value={chosen}
      onChange={(key) => key !== null && onChoose(key as K)}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {!isLabelHidden && <Label className="label">{label}</Label>}
      <Button className="input choice-button">
        <SelectValue className="choice-value" />
        <ChevronDown size={16} strokeWidth={1.5} aria-hidden />
      </Button>
      <Popover className="popover choice-list" offset={4}>
        <ListBox
          items={options.map((option) => ({ ...option, name: shownTitle(option.name), id: option.key }))}
          className="list"
        >
          {(option) => (
            <ListBoxItem id={option.key} textValue={option.name} className="list-item">
              {option.swatch !== undefined && <span className={`swatch hue-${option.swatch}`} aria-hidden />}
              <span className="list-name">{option.name}</span>
              <Check className="list-check" size={16} strokeWidth={2} aria-hidden />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
