import { Pencil } from 'lucide-react'
import { useCallback, useState } from 'react'
import { shownText, shownTitle } from '#shared/base/shownText.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { LineMenu } from '../../parts/LineMenu.tsx'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { Button } from '../../ui/Button.tsx'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { CommentWriter } from './CommentWriter.tsx'
import { Section } from './Section.tsx'
import { type Comment, type Thread, threadsOf } from './threads.ts'

type CommentsSectionProps = { readonly projectId: string; readonly names: PlanNames }

/** Of a long talk, this many threads are there at once, the newest. */
const SHOWN_THREADS = 5

/** What people say of the project, thread by thread, the newest last. */
export function CommentsSection({ projectId, names }: CommentsSectionProps) {
  const { t } = useWords()
  const plan = usePlan()
  const canWrite = useCanWrite()
  const comments = useDoc(useCallback((doc) => plan.reader.comments(doc, projectId), [plan, projectId]))
  const [isWhole, setIsWhole] = useState(false)
  const threads = threadsOf(comments)
  const shown = isWhole ? threads : threads.slice(-SHOWN_THREADS)
  const earlier = threads.length - shown.length
  return (
    <Section title={t('project.comments')} {...(comments.length > 0 ? { note: comments.length } : {})}>
      {earlier > 0 && (
        <Button size="s" look="quiet" onPress={() => setIsWhole(true)}>
          {t('comment.earlier', { count: earlier })}
        </Button>
      )}
      <ol className="comments">
        {shown.map((thread) => (
          <ThreadItem key={thread.first.id} projectId={projectId} thread={thread} names={names} />
        ))}
      </ol>
      {canWrite && <CommentWriter projectId={projectId} />}
    </Section>
  )
}

type ThreadItemProps = { readonly projectId: string; readonly thread: Thread; readonly names: PlanNames }

function ThreadItem({ projectId, thread: { first, replies }, names }: ThreadItemProps) {
  const { t } = useWords()
  const canWrite = useCanWrite()
  const [isAnswering, setIsAnswering] = useState(false)
  return (
    <li className="thread">
      <CommentItem comment={first} names={names} />
      {replies.length > 0 && (
        <ol className="comments replies">
          {replies.map((reply) => (
            <li key={reply.id}>
              <CommentItem comment={reply} names={names} />
            </li>
          ))}
        </ol>
      )}
      {isAnswering && (
        <div className="replies">
          <CommentWriter projectId={projectId} replyTo={first.id} onDone={() => setIsAnswering(false)} />
        </div>
      )}
      {canWrite && !isAnswering && (
        <button type="button" className="asked-add comment-answer" onClick={() => setIsAnswering(true)}>
          {t('comment.answer')}
        </button>
      )}
    </li>
  )
}

type CommentItemProps = { readonly comment: Comment; readonly names: PlanNames }

/** Whose it is may change it and put it in the bin. */
function CommentItem({ comment, names }: CommentItemProps) {
  const { t, moment } = useWords()
  const plan = usePlan()
  const [isEdited, setIsEdited] = useState(false)
  const { id, text, author, authorName, at } = comment
  const known = author === null ? undefined : names.people.get(author)?.name
  const name = known || shownTitle(authorName ?? '') || t('project.someone')
  const isOwn = author !== null && author === plan.selfId()
  const ref = { type: 'Comment', id } as const
  const edit = {
    key: 'edit',
    name: t('comment.edit'),
    icon: <Pencil size={16} strokeWidth={1.5} aria-hidden />,
    onChoose: () => setIsEdited(true),
  }
  return (
    <article className="comment line">
      <Initials name={name} isBesideName />
      <div className="comment-body">
        <p className="comment-head">
          <strong>{name}</strong>
          {at !== null && <span>{moment(at)}</span>}
        </p>
        {isEdited ? (
          <div className="comment-new">
            <TextEdit thing={ref} field="text" stored={text} label={t('comment.edit')} isLabelHidden isProse hasFocus />
            <Button size="s" onPress={() => setIsEdited(false)}>
              {t('comment.editDone')}
            </Button>
          </div>
        ) : (
          <p className="comment-text" dir="auto">
            {shownText(text)}
          </p>
        )}
      </div>
      {isOwn && !isEdited && <LineMenu thing={ref} name={shownTitle(text).slice(0, 40)} entries={[edit]} />}
    </article>
  )
}
