import { Plus } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import { useCanWrite } from '../app/planContext.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'
import { MAX_LINES, pastedLines } from './pastedLines.ts'

type AddLineProps = {
  readonly label: string
  /** False when it was refused: what was typed stays. */
  readonly onAdd: (text: string) => boolean
  /** Several lines pasted at once make several, as one step. */
  readonly onAddAll?: (lines: readonly string[]) => boolean
  /** It has just been asked for. */
  readonly hasFocus?: boolean
  /** Called when one leaves it empty. */
  readonly onLeave?: () => void
}

/** A line at the end of a list: typing there and Enter adds one, and leaves the line ready for the next. */
export function AddLine({ label, onAdd, onAddAll, hasFocus = false, onLeave }: AddLineProps) {
  const [text, setText] = useState('')
  const canWrite = useCanWrite()
  const { t } = useWords()
  if (!canWrite) return null
  const add = (): void => {
    if (text.trim() !== '' && onAdd(text.trim())) setText('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      add()
    } else if (event.key === 'Escape' && (text !== '' || onLeave !== undefined)) {
      event.stopPropagation()
      setText('')
      if (text === '') onLeave?.()
    }
  }
  const onPaste = (event: ClipboardEvent): void => {
    const lines = onAddAll === undefined ? [] : pastedLines(event.clipboardData.getData('text/plain'))
    if (lines.length < 2) return
    event.preventDefault()
    if (lines.length > MAX_LINES) toast({ text: t('project.tooManyLines', { count: lines.length, max: MAX_LINES }) })
    else onAddAll?.(lines)
  }
  return (
    <div className="add-line">
      <Plus size={16} strokeWidth={1.5} aria-hidden />
      <input
        className="ghost"
        value={text}
        aria-label={label}
        placeholder={label}
        {...(hasFocus ? { autoFocus: true } : {})}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          add()
          onLeave?.()
        }}
      />
    </div>
  )
}
