import { type ReactNode, useId } from 'react'

type SectionProps = { readonly title: string; readonly note?: ReactNode; readonly children: ReactNode }

/** One part of the panel. Its heading can take the focus, so that one can jump to it. */
export function Section({ title, note, children }: SectionProps) {
  const id = useId()
  return (
    <section className="part" aria-labelledby={id}>
      <h2 className="part-head" id={id} tabIndex={-1} data-part-head>
        {title}
        {note !== undefined && <span className="part-note">{note}</span>}
      </h2>
      {children}
    </section>
  )
}
