/** The glyphs of Aplec: the same faces on the board, in the panel, on paper. Size is in `em`, colour is the text's. */
type MarkProps = { readonly label?: string; readonly className?: string }

const named = (label: string | undefined) =>
  label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const)

const SEED = 'M8 1.5c3.6 3.2 4.6 8.8 0 13-4.6-4.2-3.6-9.8 0-13Z'

/** Tangible commons: a filled seed. */
export function SeedFilled({ label, className = '' }: MarkProps) {
  return (
    <svg viewBox="0 0 16 16" className={`mark ${className}`} {...named(label)}>
      <path d={SEED} fill="currentColor" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  )
}

/** Intangible commons: an open seed. */
export function SeedOpen({ label, className = '' }: MarkProps) {
  return (
    <svg viewBox="0 0 16 16" className={`mark ${className}`} {...named(label)}>
      <path d={SEED} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  )
}

/** Agreed: a seal with a scalloped rim. */
export function Seal({ label, className = '' }: MarkProps) {
  return (
    <svg viewBox="0 0 16 16" className={`mark ${className}`} {...named(label)}>
      <path
        d="M8 .8l1.7 1.5 2.2-.4.8 2.1 2.1.8-.4 2.2L15.2 8l-1.5 1.7.4 2.2-2.1.8-.8 2.1-2.2-.4L8 15.2l-1.7-1.5-2.2.4-.8-2.1-2.1-.8.4-2.2L.8 8l1.5-1.7-.4-2.2 2.1-.8.8-2.1 2.2.4Z"
        fill="currentColor"
      />
      <path d="M5 8.2l2.1 2L11 6" fill="none" className="mark-cut" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  )
}

/** A draft: a ring that is not closed. */
export function DraftRing({ label, className = '' }: MarkProps) {
  return (
    <svg viewBox="0 0 16 16" className={`mark ${className}`} {...named(label)}>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.4 2.3" />
    </svg>
  )
}

/** Two ideas for the same thing: two leaves, one over the other. */
export function TwoLeaves({ label, className = '' }: MarkProps) {
  return (
    <svg viewBox="0 0 16 16" className={`mark ${className}`} {...named(label)}>
      <path d="M2 11C2 5.5 5.5 2.5 10 2.5 10 8 7 11 2 11Z" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M5.5 13.5C5.5 8.5 9 5.5 14 5.5c0 5-3.5 8-8.5 8Z" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  )
}

/** In the bin: a sheet with a folded corner. */
export function FoldedCorner({ label, className = '' }: MarkProps) {
  return (
    <svg viewBox="0 0 16 16" className={`mark ${className}`} {...named(label)}>
      <path d="M3 2h6l4 4v8H3ZM9 2v4h4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  )
}
