import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { ThingRef } from '#shared/plan/things.ts'
import { useCanWrite } from '../app/planContext.ts'
import { HereInText, textName } from './Here.tsx'
import { useContentLanguage } from './useContentLanguage.ts'
import { useLiveText } from './useLiveText.ts'
import { useThing } from './useThing.ts'
import { useTypedText } from './useTypedText.ts'

type TextEditProps = {
  readonly thing: ThingRef
  readonly field: string
  readonly stored: string
  readonly label: string
  readonly isLabelHidden?: boolean
  /** Several paragraphs; otherwise Enter ends the line. */
  readonly isProse?: boolean
  readonly placeholder?: string
  readonly look?: 'plain' | 'title' | 'prose' | 'line'
  readonly onEnter?: () => void
  /** It has just been asked for. */
  readonly hasFocus?: boolean
}

/** A text of the plan, edited where it is read. */
export function TextEdit(props: TextEditProps) {
  const { thing, field, stored, label, isLabelHidden = false, isProse = false, placeholder, look = 'plain' } = props
  const { set } = useThing()
  const canWrite = useCanWrite()
  const language = useContentLanguage()
  const area = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const { value, onChange, flush } = useTypedText(stored, (text) => void set(thing, { [field]: text }), area)
  // Whoever is in the text edits what is in the plan; the others see what is being written.
  const [isInside, setInside] = useState(false)
  const live = useLiveText(thing, field)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || isProse || event.nativeEvent.isComposing) return
    event.preventDefault()
    flush()
    if (props.onEnter) props.onEnter()
    else area.current?.blur()
  }
  return (
    <div className={`text-edit text-edit-${look}`} data-text={textName(thing, field)}>
      <HereInText text={textName(thing, field)} />
      {!isLabelHidden && (
        <label className="label" htmlFor={id}>
          {label}
        </label>
      )}
      <textarea
        id={id}
        ref={area}
        className="ghost"
        dir="auto"
        {...language}
        rows={1}
        value={isInside ? value : (live ?? value)}
        readOnly={!canWrite}
        placeholder={placeholder}
        {...(isLabelHidden ? { 'aria-label': label } : {})}
        {...(props.hasFocus ? { autoFocus: true } : {})}
        onChange={(event) => onChange(isProse ? event.target.value : event.target.value.replaceAll('\n', ' '))}
        onKeyDown={onKeyDown}
        onFocus={() => setInside(true)}
        onBlur={() => {
          setInside(false)
          flush()
        }}
      />
    </div>
  )
}
