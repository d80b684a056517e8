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
    <Switch className="switch" isSelected={isOn} onChange={onChange}>
      <span className="switch-track" aria-hidden>
        <span className="switch-knob" />
      </span>
      <span>
        {label}
        {hint !== undefined && <span className="switch-hint">{hint}</span>}
      </span>
    </Switch>
  )
}
