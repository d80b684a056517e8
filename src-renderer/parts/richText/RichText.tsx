import './richText.css'
import { Fragment, type MouseEvent, type ReactNode, useMemo } from 'react'
import { shownText } from '#shared/base/shownText.ts'
import { type Mention, mentionOf, type RichSpan, type RichText as Rich } from '#shared/plan/rich/richText.ts'
import { type RichNode, richTree } from '#shared/plan/rich/richTree.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { OutsideLink } from '../OutsideLink.tsx'
import { mentionName, useOpenMention } from './useRich.ts'

type RichTextProps = {
  readonly rich: Rich
  /** How deep the heading stands that the text is under. */
  readonly under?: 2 | 3
}

/** A rich text as one reads it. Mentions say the name of today. */
export function RichText({ rich, under = 2 }: RichTextProps) {
  const nodes = useMemo(() => richTree(rich), [rich])
  if (rich.length === 0) return null
  return <div className="rich">{nodes.map(shownBy(under))}</div>
}

const TAGS = { quote: 'blockquote', bullets: 'ul', numbers: 'ol', item: 'li' } as const
const HEADINGS = ['h3', 'h4', 'h5', 'h6'] as const

const shownBy = (under: 2 | 3) =>
  function shown(node: RichNode, index: number): ReactNode {
    if ('children' in node) {
      const Tag = TAGS[node.kind]
      return <Tag key={index}>{node.children.map(shown)}</Tag>
    }
    const Tag = node.kind === 'heading' ? HEADINGS[under - 3 + (node.level ?? 2)]! : 'p'
    return <Tag key={index}>{node.text.length === 0 ? <br /> : node.text.map(shownSpan)}</Tag>
  }

function shownSpan({ text, marks }: Extract<RichSpan, { readonly type: 'text' }>, index: number): ReactNode {
  const words = shownText(text)
  const em = marks.em ? <em>{words}</em> : words
  const strong = marks.strong ? <strong>{em}</strong> : em
  const mention = mentionOf(marks.link)
  if (mention !== null) return <MentionLink key={index} mention={mention} written={words} />
  return marks.link === '' ? (
    <Fragment key={index}>{strong}</Fragment>
  ) : (
    <OutsideLink key={index} url={marks.link}>
      {strong}
    </OutsideLink>
  )
}

function MentionLink({ mention, written }: { readonly mention: Mention; readonly written: string }) {
  const { planId } = usePlan()
  const name = useDoc((doc) => mentionName(doc, mention))
  const open = useOpenMention()
  if (name === null) return <span className="mention">{written}</span>
  const follow = (event: MouseEvent): void => {
    event.preventDefault()
    open(mention)
  }
  return (
    <a
      className={mention.kind === 'member' ? 'mention mention-member' : 'mention'}
      href={routeToHash({ at: 'plan', planId, view: 'board' })}
      onClick={follow}
    >
      {name}
    </a>
  )
}
