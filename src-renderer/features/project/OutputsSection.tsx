import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useCallback, useRef } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { selectProject } from '#shared/plan/cards.ts'
import { planReorder } from '#shared/plan/order.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, usePlan } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { AskedFields } from '../../parts/AskedFields.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { SuggestEdit } from '../../parts/SuggestEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useEdit } from '../../parts/useEdit.ts'
import { useThing } from '../../parts/useThing.ts'
import { YearEdit } from '../../parts/YearEdit.tsx'
import { announce } from '../../ui/announce.ts'
import { SeedFilled, SeedOpen } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { CATEGORIES, LICENCES, type OutputSort } from './outputWords.ts'
import { Section } from './Section.tsx'
import { useFollowedFocus } from './useFollowedFocus.ts'
import { useLineDrag, useLineDrop } from './useLineDrag.ts'

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const

type Output = ViewOf<'Output'>
type OutputsSectionProps = { readonly projectId: string; readonly outputs: readonly Output[] }

/** What the project gives to the commons: tangible or intangible, under which licence, in whose care. */
export function OutputsSection({ projectId, outputs }: OutputsSectionProps) {
  const { t } = useWords()
  const { add } = useThing()
  const list = useRef<HTMLUListElement>(null)
  const { aim, step } = useOutputOrder(projectId, outputs, list)
  return (
    <Section title={t('project.outputs')}>
      <ul ref={list} className={aim === null ? 'lines movables movables-aim' : 'lines movables'}>
        {outputs.map((output) => (
          <OutputLine
            key={output.id}
            projectId={projectId}
            output={output}
            isAimedAt={aim === output.id}
            onStep={(by) => step(output.id, by)}
          />
        ))}
      </ul>
      <AddLine
        label={t('project.addOutput')}
        onAdd={(title) => add('Output', { title, sort: 'tangible' }, projectRef(projectId)) !== null}
      />
    </Section>
  )
}

/** The order of the outputs, by dragging and by steps. `aim`: ahead of which one would land; `null`: at the end. */
function useOutputOrder(projectId: string, outputs: readonly Output[], list: RefObject<HTMLElement | null>) {
  const { t } = useWords()
  const plan = usePlan()
  const edit = useEdit()
  const follow = useFollowedFocus(list, outputs)
  const move = useCallback(
    (id: string, before: string | null): void => {
      const ref: ThingRef = { type: 'Output', id, in: projectRef(projectId) }
      const written = edit((doc) => planReorder(doc, ref, before, plan.random))
      const now = selectProject(plan.document.doc.now(), projectId)?.outputs ?? []
      const at = now.findIndex((output) => output.id === id)
      if (written && at !== -1) announce(t('line.movedTo', { title: now[at]!.title, place: at + 1, total: now.length }))
    },
    [edit, plan, projectId, t],
  )
  const drop = useCallback(
    (id: string, { before }: { readonly before?: string | null }) => move(id, before ?? null),
    [move],
  )
  const aim = useLineDrop(list, `Output/${projectId}`, drop)
  return {
    aim: aim?.before,
    step: (id: string, by: 1 | -1): void => {
      const at = outputs.findIndex((output) => output.id === id)
      if (outputs[at + by] === undefined) return
      follow(id)
      move(id, outputs[by === -1 ? at - 1 : at + 2]?.id ?? null)
    },
  }
}

const sortOf = ({ sort }: Output): OutputSort => (sort === 'intangible' ? 'intangible' : 'tangible')

type OutputLineProps = {
  readonly projectId: string
  readonly output: Output
  /** One that is dragged would land ahead of it. */
  readonly isAimedAt: boolean
  readonly onStep: (step: 1 | -1) => void
}

function OutputLine({ projectId, output, isAimedAt, onStep }: OutputLineProps) {
  const canWrite = useCanWrite()
  const line = useRef<HTMLLIElement>(null)
  const handle = useRef<HTMLSpanElement>(null)
  const isDragged = useLineDrag(line, handle, output.id, `Output/${projectId}`)
  const { t } = useWords()
  const { set, trySet } = useThing()
  const ref: ThingRef = { type: 'Output', id: output.id, in: projectRef(projectId) }
  const sort = sortOf(output)
  const { title, category, licence, stewardship, year, note } = output
  const [isNoteOpen, noteEntries] = useNote(note)
  const setWord = (field: string) => (typed: string) => trySet(ref, { [field]: typed === '' ? null : typed })
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as 'ArrowUp'] : undefined
    if (step === undefined || !canWrite) return
    event.preventDefault()
    onStep(step)
  }
  return (
    <li
      ref={line}
      data-line={output.id}
      className={`block movable${isDragged ? ' movable-dragged' : ''}${isAimedAt ? ' movable-aim' : ''}`}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Alt and an arrow in what is inside */}
      <div className="line" onKeyDown={onKeyDown}>
        <span ref={handle} className="line-grip" aria-hidden>
          {canWrite && <GripVertical size={14} strokeWidth={1.5} />}
        </span>
        <div className="line-main">
          <TextEdit thing={ref} field="title" stored={title} label={t('project.output')} isLabelHidden look="line" />
        </div>
        <SortToggle title={title} sort={sort} onChoose={(chosen) => set(ref, { sort: chosen })} />
        <LineMenu
          thing={ref}
          name={title}
          entries={[
            ...noteEntries,
            { key: 'up', name: t('line.up'), icon: <ArrowUp {...ICON} />, onChoose: () => onStep(-1) },
            { key: 'down', name: t('line.down'), icon: <ArrowDown {...ICON} />, onChoose: () => onStep(1) },
          ]}
        />
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
