import {
  AtSign,
  Bold,
  ExternalLink,
  Heading1,
  Heading2,
  Italic,
  Link,
  List,
  ListOrdered,
  TextQuote,
} from 'lucide-react'
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { type ReactNode, useEffect, useRef } from 'react'
import { Separator, ToggleButton, Toolbar, Tooltip, TooltipTrigger } from 'react-aria-components'
import { isOutsideAddress } from '#shared/plan/rich/richText.ts'
import { type MessageId, useWords } from '../../words/words.ts'
import { type Standing, toggleEm, toggleHeading, toggleList, toggleQuote, toggleStrong } from './commands.ts'

type FormatBarProps = {
  readonly view: EditorView
  readonly standing: Standing
  readonly onLink: () => void
  readonly onOpen: (href: string) => void
}

/** What a passage can be made, while one is in the text. Alt and F10 lead here, Escape back. */
export function FormatBar({ view, standing, onLink, onOpen }: FormatBarProps) {
  const { t } = useWords()
  const run = (command: Command) => (): void => {
    command(view.state, view.dispatch, view)
    view.focus()
  }
  const holder = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // On the window, ahead of an open tooltip, which listens at the document and would take the first Escape.
    const back = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || holder.current?.contains(document.activeElement) !== true) return
      event.preventDefault()
      event.stopPropagation()
      view.focus()
    }
    window.addEventListener('keydown', back, { capture: true })
    return () => window.removeEventListener('keydown', back, { capture: true })
  }, [view])
  const mention: Command = (state, dispatch) => {
    const before = state.doc.textBetween(Math.max(state.selection.from - 1, 0), state.selection.from)
    dispatch?.(state.tr.insertText(before === '' || /\s/.test(before) ? '@' : ' @'))
    return true
  }
  return (
    <div className="format-bar-holder" ref={holder}>
      <Toolbar className="format-bar" aria-label={t('rich.bar')}>
        <Format icon={<Heading1 />} label="rich.heading" isOn={standing.heading === 1} run={run(toggleHeading(1))} />
        <Format icon={<Heading2 />} label="rich.subheading" isOn={standing.heading === 2} run={run(toggleHeading(2))} />
        <Separator orientation="vertical" className="format-parting" />
        <Format icon={<Bold />} label="rich.bold" isOn={standing.strong} run={run(toggleStrong)} />
        <Format icon={<Italic />} label="rich.italic" isOn={standing.em} run={run(toggleEm)} />
        <Separator orientation="vertical" className="format-parting" />
        <Format
          icon={<List />}
          label="rich.bullets"
          isOn={standing.list === 'bullets'}
          run={run(toggleList('bullets'))}
        />
        <Format
          icon={<ListOrdered />}
          label="rich.numbers"
          isOn={standing.list === 'numbers'}
          run={run(toggleList('numbers'))}
        />
        <Format icon={<TextQuote />} label="rich.quote" isOn={standing.quote} run={run(toggleQuote)} />
        <Separator orientation="vertical" className="format-parting" />
        <Format icon={<Link />} label="rich.link" isOn={standing.link !== ''} run={onLink} />
        <Format icon={<AtSign />} label="rich.mention" isOn={false} run={run(mention)} />
        {isOutsideAddress(standing.link) && (
          <Format icon={<ExternalLink />} label="rich.open" isOn={false} run={() => onOpen(standing.link)} />
        )}
      </Toolbar>
    </div>
  )
}

type FormatProps = {
  readonly icon: ReactNode
  readonly label: MessageId & `rich.${string}`
  readonly isOn: boolean
  readonly run: () => void
}

function Format({ icon, label, isOn, run }: FormatProps) {
  const { t } = useWords()
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <ToggleButton aria-label={t(label)} className="icon-button format" isSelected={isOn} onChange={run}>
        {icon}
      </ToggleButton>
      <Tooltip className="tooltip" offset={6}>
        {t(label)}
      </Tooltip>
    </TooltipTrigger>
  )
}
