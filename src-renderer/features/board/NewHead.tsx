import { Plus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useWords } from '../../words/words.ts'
import { useBoardActions } from './boardContext.ts'
import type { HeadType } from './useHeadCommands.ts'

type NewHeadProps = {
  readonly type: HeadType
  /** There is none yet: it is said in words what is to be done. */
  readonly isFirst?: boolean
}

/** A stage or an objective is typed where it will be. Enter adds it and starts another; Escape ends. */
export function NewHead({ type, isFirst = false }: NewHeadProps) {
  const { t } = useWords()
  const { canWrite, heads } = useBoardActions()
  const [isOpen, setIsOpen] = useState(false)
  const [hasEnded, setHasEnded] = useState(false)
  const [title, setTitle] = useState('')
  if (!canWrite) return null
  const add = (): void => {
    if (title.trim() !== '' && heads.add(type, title.trim()) !== null) setTitle('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      add()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setTitle('')
      setHasEnded(true)
      setIsOpen(false)
    }
  }
  const onBlur = (): void => {
    add()
    setTitle('')
    setHasEnded(false)
    setIsOpen(false)
  }
  return (
    <div className={`new-head new-${type.toLowerCase()} only-editing`}>
      {isOpen ? (
        <input
          className="input head-field"
          autoFocus
          value={title}
          aria-label={t(type === 'Stage' ? 'board.newStage' : 'board.newObjective')}
          placeholder={t(type === 'Stage' ? 'board.newStage' : 'board.newObjective')}
          onChange={(event) => setTitle(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={onBlur}
        />
      ) : (
        <AddHead type={type} isFirst={isFirst} autoFocus={hasEnded} onPress={() => setIsOpen(true)} />
      )}
    </div>
  )
}

type AddHeadProps = NewHeadProps & { readonly autoFocus: boolean; readonly onPress: () => void }

/** Beside the stages, where there is little room, a plus is enough. */
function AddHead({ type, isFirst = false, ...rest }: AddHeadProps) {
  const { t } = useWords()
  const label = t(type === 'Stage' ? 'board.addStage' : 'board.addObjective')
  const icon = <Plus size={16} strokeWidth={1.5} aria-hidden />
  if (type === 'Stage' && !isFirst) return <IconButton {...rest} icon={icon} label={label} />
  return (
    <Button {...rest} look="quiet" size="s" icon={icon}>
      {label}
    </Button>
  )
}
