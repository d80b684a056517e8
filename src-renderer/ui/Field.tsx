import type { ReactNode } from 'react'
import {
  FieldError,
  Input,
  Label,
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
  Text,
  TextArea,
} from 'react-aria-components'

type FieldProps = Omit<AriaProps, 'className' | 'style' | 'children'> & {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly isLong?: boolean
  readonly placeholder?: string
}

/** One line (or, with `isLong`, several) of text with its label above it. */
export function Field({ label, hint, error, isLong = false, placeholder = '', ...rest }: FieldProps) {
  return (
    // `aria`: natively, a form whose field was refused once could never be sent again.
    <AriaTextField {...rest} isInvalid={error !== undefined} validationBehavior="aria" className="field">
      <Label className="label">{label}</Label>
      {isLong ? (
        <TextArea className="input input-long" rows={2} placeholder={placeholder} />
      ) : (
        <Input className="input" placeholder={placeholder} />
      )}
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  )
}
