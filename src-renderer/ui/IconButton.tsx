import type { ReactNode } from 'react'
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components'

type IconButtonProps = Omit<ButtonProps, 'className' | 'style' | 'children' | 'aria-label'> & {
  readonly icon: ReactNode
  /** Said by a screen reader, and shown when the pointer rests on it. */
  readonly label: string
  readonly hasTooltip?: boolean
}

/** A small button with a picture whose word appears beside it. */
export function IconButton({ icon, label, hasTooltip = true, ...rest }: IconButtonProps) {
  const button = (
    <Button {...rest} aria-label={label} className="icon-button">
      {icon}
    </Button>
  )
  if (!hasTooltip) return button
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {button}
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  )
}
