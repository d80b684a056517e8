import { Plus } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useId, useState } from 'react'
import { useCanWrite } from '../app/planContext.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'
import { MAX_LINES, pastedLines } from './pastedLines.ts'

type AddLineProps = {
  readonly label: string
  /** False, or the reason in words, when it was refused: what was typed stays. */
  readonly onAdd: (text: string) => boolean | string
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
  const [reason, setReason] = useState<string | null>(null)
  const id = useId()
  const canWrite = useCanWrite()
  const { t } = useWords()
  if (!canWrite) return null
  const add = (): void => {
    if (text.trim() === '') return
    const added = onAdd(text.trim())
    if (added === true) setText('')
    setReason(typeof added === 'string' ? added : null)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      add()
    } else if (event.key === 'Escape' && (text !== '' || onLeave !== undefined)) {
      event.stopPropagation()
      setText('')
      setReason(null)
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
        {...(reason === null ? {} : { 'aria-invalid': true, 'aria-describedby': id })}
        onChange={(event) => {
          setText(event.target.value)
          setReason(null)
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          add()
          onLeave?.()
        }}
      />
      {reason !== null && (
        <p className="field-error line-why" id={id} role="alert">
          {reason}
        </p>
      )}
    </div>
  )
}
