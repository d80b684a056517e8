import { Plus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useCanWrite } from '../app/planContext.ts'

type AddLineProps = {
  readonly label: string
  /** False when it was refused: what was typed stays. */
  readonly onAdd: (text: string) => boolean
}

/** A line at the end of a list: typing there and Enter adds one, and leaves the line ready for the next. */
export function AddLine({ label, onAdd }: AddLineProps) {
  const [text, setText] = useState('')
  const canWrite = useCanWrite()
  if (!canWrite) return null
  const add = (): void => {
    if (text.trim() !== '' && onAdd(text.trim())) setText('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      add()
    } else if (event.key === 'Escape' && text !== '') {
      event.stopPropagation()
      setText('')
    }
  }
  return (
    <div className="add-line">
      <Plus size={16} strokeWidth={1.5} aria-hidden />
      <input
        className="ghost"
        value={text}
        aria-label={label}
        placeholder={label}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
    </div>
  )
}
