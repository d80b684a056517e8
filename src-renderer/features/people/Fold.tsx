import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button } from 'react-aria-components'

type FoldProps = {
  readonly face: ReactNode
  readonly name: string
  /** Below the name. */
  readonly notes: readonly string[]
  /** What must be seen without opening it. */
  readonly warning?: string | undefined
  /** At the end of the line, beside what opens it. */
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** It was made a moment ago. */
  readonly isFresh?: boolean
}

type FoldFactProps = { readonly name: string; readonly children: ReactNode }

/** What is known under one word; the field says it again to those who listen. */
export function FoldFact({ name, children }: FoldFactProps) {
  return (
    <div className="fold-fact">
      <span className="label fold-fact-name" aria-hidden>
        {name}
      </span>
      <div className="fold-fact-field">{children}</div>
    </div>
  )
}

/** One line of a list that opens to all that is known of it. */
export function Fold({ face, name, notes, warning, actions, children, isFresh = false }: FoldProps) {
  const [isOpen, setIsOpen] = useState(isFresh)
  const id = useId()
  return (
    <li className={isOpen ? 'fold fold-open' : 'fold'}>
      <div className="fold-head">
        <Button className="fold-button" aria-expanded={isOpen} aria-controls={id} onPress={() => setIsOpen(!isOpen)}>
          <ChevronRight className="fold-mark" size={16} strokeWidth={1.75} aria-hidden />
          {face}
          <span className="person-name">
            {name}
            <span className="person-note">{notes.filter(Boolean).join(' · ')}</span>
            {warning !== undefined && <span className="person-excess">{warning}</span>}
          </span>
        </Button>
        {actions}
      </div>
      <div className="fold-body" id={id} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </li>
  )
}
