import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { AskedFields } from '../../parts/AskedFields.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { SuggestEdit } from '../../parts/SuggestEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { YearEdit } from '../../parts/YearEdit.tsx'
import { SeedFilled, SeedOpen } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { CATEGORIES, LICENCES, type OutputSort } from './outputWords.ts'
import { Section } from './Section.tsx'

type Output = ViewOf<'Output'>
type OutputsSectionProps = { readonly projectId: string; readonly outputs: readonly Output[] }

/** What the project gives to the commons: tangible or intangible, under which licence, in whose care. */
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

const sortOf = ({ sort }: Output): OutputSort => (sort === 'intangible' ? 'intangible' : 'tangible')

function OutputLine({ projectId, output }: { readonly projectId: string; readonly output: Output }) {
  const { t } = useWords()
  const { set, trySet } = useThing()
  const ref: ThingRef = { type: 'Output', id: output.id, in: projectRef(projectId) }
  const sort = sortOf(output)
  const { title, category, licence, stewardship, year, note } = output
  const [isNoteOpen, noteEntries] = useNote(note)
  const setWord = (field: string) => (typed: string) => trySet(ref, { [field]: typed === '' ? null : typed })
  return (
    <li className="block">
      <div className="line">
        <div className="line-main">
          <TextEdit thing={ref} field="title" stored={title} label={t('project.output')} isLabelHidden look="line" />
        </div>
        <SortToggle title={title} sort={sort} onChoose={(chosen) => set(ref, { sort: chosen })} />
        <LineMenu thing={ref} name={title} entries={noteEntries} />
      </div>
      <AskedFields
        fields={[
          {
            key: 'category',
            label: t('output.category'),
            isEmpty: (category ?? '') === '',
            field: (hasFocus) => (
              <SuggestEdit
                label={t('output.category')}
                stored={category ?? ''}
                suggestions={CATEGORIES[sort].map((id) => t(id))}
                hasFocus={hasFocus}
                onDone={setWord('category')}
              />
            ),
          },
          {
            key: 'licence',
            label: t('output.licence'),
            isEmpty: (licence ?? '') === '',
            field: (hasFocus) => (
              <SuggestEdit
                label={t('output.licence')}
                stored={licence ?? ''}
                suggestions={LICENCES[sort].map((one) => (typeof one === 'string' ? one : t(one.id)))}
                hasFocus={hasFocus}
                onDone={setWord('licence')}
              />
            ),
          },
          {
            key: 'stewardship',
            label: t('output.stewardship'),
            isEmpty: stewardship === '',
            field: (hasFocus) => (
              <TextEdit
                thing={ref}
                field="stewardship"
                stored={stewardship}
                label={t('output.stewardship')}
                isLabelHidden
                isProse
                hasFocus={hasFocus}
              />
            ),
          },
          {
            key: 'year',
            label: t('output.year'),
            isEmpty: year === null,
            field: (hasFocus) => (
              <YearEdit
                label={t('output.year')}
                isLabelHidden
                stored={year}
                hasFocus={hasFocus}
                onDone={(typed) => trySet(ref, { year: typed })}
              />
            ),
          },
        ]}
      />
      <NoteEdit thing={ref} name={title} isOpen={isNoteOpen} stored={note} />
    </li>
  )
}

type SortToggleProps = {
  readonly title: string
  readonly sort: OutputSort
  readonly onChoose: (sort: OutputSort) => void
}

function SortToggle({ title, sort, onChoose }: SortToggleProps) {
  const { t } = useWords()
  const canWrite = useCanWrite()
  return (
    <ToggleButtonGroup
      className="toggle"
      aria-label={t('output.sort', { title })}
      disallowEmptySelection
      isDisabled={!canWrite}
      selectedKeys={[sort]}
      onSelectionChange={([chosen]) => chosen !== undefined && onChoose(chosen as OutputSort)}
    >
      <ToggleButton id="tangible" className="toggle-button">
        <SeedFilled /> {t('output.tangible')}
      </ToggleButton>
      <ToggleButton id="intangible" className="toggle-button">
        <SeedOpen /> {t('output.intangible')}
      </ToggleButton>
    </ToggleButtonGroup>
  )
}
