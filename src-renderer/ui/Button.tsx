import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components'

type ButtonProps = Omit<AriaProps, 'className' | 'style' | 'children'> & {
  readonly look?: 'plain' | 'main' | 'quiet' | 'grave'
  readonly icon?: ReactNode
  readonly size?: 'm' | 's'
  readonly children?: ReactNode
}

/** A button with a word. `main` is the one thing this place is for; `grave` may lose something. */
export function Button({ look = 'plain', size = 'm', icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button button-${look} button-${size}`}>
      {icon}
      {children !== undefined && <span className="button-word">{children}</span>}
    </AriaButton>
  )
}
