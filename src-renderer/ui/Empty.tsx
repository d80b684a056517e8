import type { ReactNode } from 'react'

type EmptyProps = { readonly mark: ReactNode; readonly title: string; readonly children?: ReactNode }

/** A page with nothing on it yet: what will be here, and how it comes. */
export function Empty({ mark, title, children }: EmptyProps) {
  return (
    <div className="empty">
      <span className="empty-mark">{mark}</span>
      <p className="empty-title">{title}</p>
      {children !== undefined && <p className="empty-text">{children}</p>}
    </div>
  )
}
