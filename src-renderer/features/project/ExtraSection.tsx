import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

type ExtraSectionProps = { readonly projectId: string; readonly extra: readonly ViewOf<'Extra'>[] }

/** What another tool knew of the project and this one has no field for, kept under its own label. */
export function ExtraSection({ projectId, extra }: ExtraSectionProps) {
  const { t } = useWords()
  const { set } = useThing()
  if (extra.length === 0) return null
  return (
    <Section title={t('project.extra')}>
      <ul className="lines">
        {extra.map(({ id, label, text }) => {
          const ref: ThingRef = { type: 'Extra', id, in: projectRef(projectId) }
          const name = label ?? ''
          return (
            <li key={id} className="line extra">
              <LineEdit
                label={t('extra.label')}
                isLabelHidden
                stored={name}
                onDone={(typed) => typed !== '' && set(ref, { label: typed })}
              />
              <div className="line-main">
                <TextEdit
                  thing={ref}
                  field="text"
                  stored={text}
                  label={name || t('extra.text')}
                  isLabelHidden
                  isProse
                />
              </div>
              <RemoveButton thing={ref} name={name} />
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
