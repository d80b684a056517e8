import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'

type FoldProps = {
  readonly face: ReactNode
  readonly name: string
  /** Below the name. */
  readonly notes: readonly string[]
  /** What must be seen without opening it. */
  readonly warning?: string | undefined
  /** At the end of the line, beside what opens it. */
  readonly actions?: ReactNode
  /** What is seldom done with it; there when it is open. */
  readonly menu?: ReactNode
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
export function Fold({ face, name, notes, warning, actions, menu, children, isFresh = false }: FoldProps) {
  const [isOpen, setIsOpen] = useState(isFresh)
  const id = useId()
  return (
    <li className={isOpen ? 'fold fold-open' : 'fold'}>
      <div className="fold-head">
        {/* A plain one: there may be hundreds. */}
        <button
          type="button"
          className="fold-button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          <ChevronRight className="fold-mark" size={16} strokeWidth={1.75} aria-hidden />
          {face}
          <span className="person-name">
            {name}
            <span className="person-note">{notes.filter(Boolean).join(' · ')}</span>
            {warning !== undefined && <span className="person-excess">{warning}</span>}
          </span>
        </button>
        {actions}
        {isOpen && menu}
      </div>
      <div className="fold-body" id={id} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </li>
  )
}
