import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { yearField } from '../../parts/yearsText.ts'
import { SeedFilled, SeedOpen } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { Section } from './Section.tsx'

type OutputsSectionProps = { readonly projectId: string; readonly outputs: readonly ViewOf<'Output'>[] }

/** What the project gives to the commons, under which licence or stewardship rule. */
export function OutputsSection({ projectId, outputs }: OutputsSectionProps) {
  const { t } = useWords()
  const { add } = useThing()
  return (
    <Section title={t('project.outputs')}>
      <ul className="lines">
        {outputs.map((output) => (
          <OutputLine key={output.id} projectId={projectId} output={output} />
        ))}
      </ul>
      <AddLine
        label={t('project.addOutput')}
        onAdd={(title) => add('Output', { title, sort: 'tangible' }, projectRef(projectId)) !== null}
      />
    </Section>
  )
}

type OutputLineProps = { readonly projectId: string; readonly output: ViewOf<'Output'> }

function OutputLine({ projectId, output }: OutputLineProps) {
  const { t } = useWords()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const ref: ThingRef = { type: 'Output', id: output.id, in: projectRef(projectId) }
  const sort = output.sort ?? 'tangible'
  const [isNoteOpen, noteEntries] = useNote(output.note)
  return (
    <li className="block">
      <div className="line">
        <ToggleButtonGroup
          className="toggle"
          aria-label={t('output.sort', { title: output.title })}
          disallowEmptySelection
          isDisabled={!canWrite}
          selectedKeys={[sort]}
          onSelectionChange={([chosen]) => chosen !== undefined && set(ref, { sort: String(chosen) })}
        >
          <ToggleButton id="tangible" className="toggle-button">
            <SeedFilled /> {t('output.tangible')}
          </ToggleButton>
          <ToggleButton id="intangible" className="toggle-button">
            <SeedOpen /> {t('output.intangible')}
          </ToggleButton>
        </ToggleButtonGroup>
        <LineMenu thing={ref} name={output.title} entries={noteEntries} />
      </div>
      <TextEdit thing={ref} field="title" stored={output.title} label={t('project.output')} isLabelHidden look="line" />
      <div className="pair">
        <LineEdit
          label={t('output.licence')}
          stored={output.licence ?? ''}
          placeholder={sort === 'tangible' ? '' : 'CC BY-SA 4.0'}
          onDone={(licence) => set(ref, { licence: licence === '' ? null : licence })}
        />
        <TextEdit thing={ref} field="stewardship" stored={output.stewardship} label={t('output.stewardship')} />
        <LineEdit
          label={t('output.category')}
          stored={output.category ?? ''}
          placeholder={t(sort === 'tangible' ? 'output.category.tangible' : 'output.category.intangible')}
          onDone={(category) => set(ref, { category: category === '' ? null : category })}
        />
        <LineEdit
          label={t('output.year')}
          stored={yearField(output.year)}
          inputMode="numeric"
          placeholder="2030"
          onDone={(year) => set(ref, { year: year === '' ? null : Number(year) })}
        />
      </div>
      <NoteEdit thing={ref} name={output.title} isOpen={isNoteOpen} stored={output.note} />
    </li>
  )
}
