import { type KeyboardEvent, useCallback, useState } from 'react'
import { shownText, shownTitle } from '#shared/base/shownText.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { Button } from '../../ui/Button.tsx'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

type CommentsSectionProps = { readonly projectId: string; readonly names: PlanNames }

export function CommentsSection({ projectId, names }: CommentsSectionProps) {
  const { t, moment } = useWords()
  const plan = usePlan()
  const { add } = useThing()
  const canWrite = useCanWrite()
  const comments = useDoc(useCallback((doc) => plan.reader.comments(doc, projectId), [plan, projectId]))
  const [text, setText] = useState('')
  const say = (): void => {
    if (text.trim() === '') return
    const author = plan.selfId()
    const about = { about: projectId, aboutType: 'Project', at: plan.now() }
    if (add('Comment', { ...about, text: text.trim(), ...(author === null ? {} : { author }) }) !== null) setText('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    say()
  }
  return (
    <Section title={t('project.comments')}>
      <ol className="comments">
        {comments.map(({ id, text: said, author, authorName, at }) => {
          const known = author === null ? undefined : names.people.get(author)?.name
          const name = known || shownTitle(authorName ?? '') || t('project.someone')
          return (
            <li key={id} className="comment">
              <Initials name={name} isBesideName />
              <div>
                <p className="comment-head">
                  <strong>{name}</strong>
                  {at !== null && <span>{moment(at)}</span>}
                </p>
                <p className="comment-text">{shownText(said)}</p>
              </div>
            </li>
          )
        })}
      </ol>
      {canWrite && (
        <div className="comment-new">
          <textarea
            className="input input-long"
            rows={2}
            value={text}
            aria-label={t('project.comment')}
            placeholder={t('project.comment')}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <Button size="s" onPress={say}>
            {t('project.say')}
          </Button>
        </div>
      )}
    </Section>
  )
}
