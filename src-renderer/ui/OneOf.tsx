import '../styles/controls.css'
import { Label, Radio, RadioGroup, Text } from 'react-aria-components'

type OneOfProps<K extends string> = {
  readonly label: string
  readonly hint?: string
  readonly options: readonly { readonly key: K; readonly name: string }[]
  readonly chosen: K
  readonly onChoose: (key: K) => void
}

/** One of a handful, all in sight. */
export function OneOf<K extends string>({ label, hint, options, chosen, onChoose }: OneOfProps<K>) {
  return (
    <RadioGroup className="field" value={chosen} onChange={(key) => onChoose(key as K)} orientation="horizontal">
      <Label className="label">{label}</Label>
      <div className="one-of">
        {options.map(({ key, name }) => (
          <Radio key={key} value={key} className="one-of-item">
            {name}
          </Radio>
        ))}
      </div>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
    </RadioGroup>
  )
}
