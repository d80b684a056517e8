import type { TypeName } from '#shared/plan/fields.ts'
import { selectGroups, selectPartners, selectStages } from '#shared/plan/lists.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { useDoc } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { useThing } from '../../parts/useThing.ts'
import { type MessageId, useWords } from '../../words/words.ts'

/** What projects refer to: on the screen at the end of the text, and no part of it. */
export function NamedLists() {
  return (
    <div className="only-editing only-on-screen named-lists">
      <NamedList type="Stage" field="title" title="document.stages" addLabel="document.addStage" />
      <NamedList type="Group" field="name" title="project.groups" addLabel="document.addGroup" />
      <NamedList type="Partner" field="name" title="project.partners" addLabel="document.addPartner" />
    </div>
  )
}
type NamedListProps = {
  readonly type: 'Stage' | 'Group' | 'Partner'
  readonly field: 'title' | 'name'
  readonly title: MessageId
  readonly addLabel: MessageId
}

type Named = { readonly id: string; readonly title?: string; readonly name?: string }
const SELECT = { Stage: selectStages, Group: selectGroups, Partner: selectPartners } as const

/** Things that projects refer to by their name. */
function NamedList({ type, field, title, addLabel }: NamedListProps) {
  const { t } = useWords()
  const { add } = useThing()
  const things: readonly Named[] = useDoc(SELECT[type] as (typeof SELECT)['Stage'])
  const refOf = (id: string): ThingRef => ({ type: type satisfies TypeName, id })
  return (
    <section aria-label={t(title)}>
      <h2 className="page-part">{t(title)}</h2>
      <ul className="lines">
        {things.map((thing) => (
          <li key={thing.id} className="line">
            <div className="line-main">
              <TextEdit
                thing={refOf(thing.id)}
                field={field}
                stored={thing[field] ?? ''}
                label={t(title)}
                isLabelHidden
                look="line"
              />
            </div>
            <RemoveButton thing={refOf(thing.id)} name={thing[field] ?? ''} />
          </li>
        ))}
      </ul>
      <AddLine label={t(addLabel)} onAdd={(text) => add(type, { [field]: text }) !== null} />
    </section>
  )
}
