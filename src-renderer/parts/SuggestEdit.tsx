import { type KeyboardEvent, useRef, useState } from 'react'
import { ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useCanWrite } from '../app/planContext.ts'

type SuggestEditProps = {
  readonly label: string
  readonly stored: string
  readonly suggestions: readonly string[]
  readonly placeholder?: string
  /** Called once, when the person is done; answers why not. */
  readonly onDone: (value: string) => string | null
  readonly hasFocus?: boolean
}

/** A short value in people's own words, with words to choose from. */
export function SuggestEdit({ label, stored, suggestions, placeholder, onDone, hasFocus = false }: SuggestEditProps) {
  const canWrite = useCanWrite()
  const [draft, setDraft] = useState<string | null>(null)
  const [reason, setReason] = useState<string | null>(null)
  const typed = useRef<string | null>(null)
  const type = (text: string | null): void => {
    typed.current = text
    setDraft(text)
    setReason(null)
  }
  const write = (value: string): void => {
    const said = value === stored ? null : onDone(value)
    type(said === null ? null : value)
    setReason(said)
  }
  const done = (): void => void (typed.current !== null && write(typed.current.trim()))
  const onKeyDown = (event: KeyboardEvent): void => {
    // After the list has taken it, if it has something chosen.
    if (event.key === 'Enter') window.setTimeout(done)
  }
  return (
    <div className="line-edit" onKeyDown={onKeyDown}>
      <ComboBox
        aria-label={label}
        allowsCustomValue
        isReadOnly={!canWrite}
        isInvalid={reason !== null}
        inputValue={draft ?? stored}
        onInputChange={(text) => void (text !== (draft ?? stored) && type(text))}
        onSelectionChange={(key) => key !== null && write(String(key))}
        onBlur={done}
        defaultItems={suggestions.map((name) => ({ id: name, name }))}
        menuTrigger="focus"
        autoFocus={hasFocus}
      >
        <Input className={(draft ?? stored) === '' ? 'ghost ghost-empty' : 'ghost'} placeholder={placeholder ?? ''} />
        <Popover className="popover choice-list" offset={4}>
          <ListBox<{ id: string; name: string }> className="list">
            {({ id, name }) => (
              <ListBoxItem id={id} textValue={name} className="list-item">
                <span className="list-name">{name}</span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {reason !== null && (
        <p className="field-error line-why" role="alert">
          {reason}
        </p>
      )}
    </div>
  )
}
