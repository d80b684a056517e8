import '../styles/controls.css'
import { Switch } from 'react-aria-components'

type ToggleProps = {
  readonly label: string
  readonly hint?: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** On or off, and what that means. */
export function Toggle({ label, hint, isOn, onChange }: ToggleProps) {
  return (
    <Switch className="toggle" isSelected={isOn} onChange={onChange}>
      <span className="toggle-track" aria-hidden>
        <span className="toggle-knob" />
      </span>
      <span>
        {label}
        {hint !== undefined && <span className="toggle-hint">{hint}</span>}
      </span>
    </Switch>
  )
}
