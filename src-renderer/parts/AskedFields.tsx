import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from 'react-aria-components'
import { useCanWrite } from '../app/planContext.ts'

export type AskedField = {
  readonly key: string
  readonly label: string
  readonly isEmpty: boolean
  /** Says its own label only to those who listen; `isAsked`: it was just asked for and takes the focus. */
  readonly field: (isAsked: boolean) => ReactNode
}

/** Fields of one thing: those that say something, and a word for each of the others, which opens it. */
export function AskedFields({ fields }: { readonly fields: readonly AskedField[] }) {
  const canWrite = useCanWrite()
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set())
  const shown = fields.filter(({ key, isEmpty }) => !isEmpty || asked.has(key))
  const hidden = canWrite ? fields.filter((field) => !shown.includes(field)) : []
  if (shown.length + hidden.length === 0) return null
  return (
    <div className="asked">
      {shown.map(({ key, label, isEmpty, field }) => (
        <div key={key} className="asked-field">
          <span className="panel-fact-name" aria-hidden>
            {label}
          </span>
          {field(isEmpty && asked.has(key))}
        </div>
      ))}
      {hidden.length > 0 && (
        <div className="asked-more">
          {hidden.map(({ key, label }) => (
            <Button key={key} className="asked-add" onPress={() => setAsked((before) => new Set([...before, key]))}>
              <Plus size={14} strokeWidth={1.75} aria-hidden />
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
