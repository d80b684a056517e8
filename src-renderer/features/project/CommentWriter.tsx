import { type KeyboardEvent, useState } from 'react'
import { useTryEdit } from '../../parts/useEdit.ts'
import { newId } from '#shared/base/id.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { usePlan } from '../../app/planContext.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'

type CommentWriterProps = {
  readonly projectId: string
  /** The comment that is answered; absent: a new thread. */
  readonly replyTo?: string
  readonly onDone?: () => void
}

/** Where a comment is written; Ctrl+Enter adds it. What is refused stays, with the reason. */
export function CommentWriter({ projectId, replyTo, onDone }: CommentWriterProps) {
  const { t } = useWords()
  const plan = usePlan()
  const tryEdit = useTryEdit()
  const [text, setText] = useState('')
  const [reason, setReason] = useState<string | null>(null)
  const say = (): void => {
    if (text.trim() === '') return
    const author = plan.selfId()
    const fields = {
      about: projectId,
      aboutType: 'Project',
      at: plan.now(),
      text: text.trim(),
      ...(author === null ? {} : { author }),
      ...(replyTo === undefined ? {} : { replyTo }),
    }
    const said = tryEdit((doc) => planAdd(doc, { type: 'Comment', id: newId(plan.random) }, fields, plan.random))
    setReason(said)
    if (said !== null) return
    setText('')
    onDone?.()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      say()
    } else if (event.key === 'Escape' && onDone !== undefined) {
      event.stopPropagation()
      onDone()
    }
  }
  const label = t(replyTo === undefined ? 'project.comment' : 'comment.reply')
  return (
    <div className="comment-new">
      <textarea
        className="input input-long"
        rows={1}
        dir="auto"
        value={text}
        aria-label={label}
        placeholder={label}
        {...(replyTo === undefined ? {} : { autoFocus: true })}
        onChange={(event) => {
          setText(event.target.value)
          setReason(null)
        }}
        onKeyDown={onKeyDown}
      />
      {reason !== null && (
        <p className="field-error" role="alert">
          {reason}
        </p>
      )}
      {(text !== '' || replyTo !== undefined) && (
        <Button size="s" onPress={say}>
          {t('project.say')}
        </Button>
      )}
    </div>
  )
}
