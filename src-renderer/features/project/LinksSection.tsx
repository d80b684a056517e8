import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { OutsideLink } from '../../parts/OutsideLink.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { placeOfAddress, typedAddress } from '../../parts/safeAddress.ts'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

type Link = ViewOf<'Link'>
type LinksSectionProps = { readonly projectId: string; readonly links: readonly Link[] }

/** Pages and addresses that belong to the project; they open outside the app. */
export function LinksSection({ projectId, links }: LinksSectionProps) {
  const { t } = useWords()
  const { add } = useThing()
  const addLink = (typed: string): boolean | string => {
    const url = typedAddress(typed)
    if (url === null) return t('link.wrong')
    return add('Link', { title: placeOfAddress(url), url }, projectRef(projectId)) !== null
  }
  return (
    <Section title={t('project.links')}>
      <ul className="lines">
        {links.map((link) => (
          <LinkLine key={link.id} projectId={projectId} link={link} />
        ))}
      </ul>
      <AddLine label={t('project.addLink')} onAdd={addLink} />
    </Section>
  )
}

function LinkLine({ projectId, link: { id, title, url } }: { readonly projectId: string; readonly link: Link }) {
  const { t } = useWords()
  const { trySet } = useThing()
  const canWrite = useCanWrite()
  const ref: ThingRef = { type: 'Link', id, in: projectRef(projectId) }
  const setUrl = (typed: string): string | null => {
    const address = typedAddress(typed)
    return address === null ? t('link.wrong') : trySet(ref, { url: address })
  }
  return (
    <li className="block">
      <div className="line">
        <div className="line-main">
          <TextEdit thing={ref} field="title" stored={title} label={t('link.name')} isLabelHidden look="line" />
        </div>
        <OutsideLink url={url ?? ''} />
        <LineMenu thing={ref} name={title} />
      </div>
      {canWrite && (
        <LineEdit label={t('link.address', { title })} isLabelHidden stored={url ?? ''} type="url" onDone={setUrl} />
      )}
    </li>
  )
}
