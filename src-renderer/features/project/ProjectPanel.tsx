import './project.css'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { type ProjectDetail, selectProject } from '#shared/plan/cards.ts'
import { projectsWaitingFor } from '#shared/plan/depends.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import type { Route } from '../../app/route.ts'
import { go } from '../../app/useRoute.ts'
import { useSelection } from '../../data/source.ts'
import { projectRef } from '../../parts/useCardCommands.ts'
import { type PlanNames, usePlanNames } from '../../parts/usePlanNames.ts'
import { RichTextEdit } from '../../parts/richText/RichTextEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { AddRow } from './AddRow.tsx'
import { CommentsSection } from './CommentsSection.tsx'
import { FactsSection } from './FactsSection.tsx'
import { HistorySection } from './HistorySection.tsx'
import { PanelHead } from './PanelHead.tsx'
import { type PanelPart, panelParts } from './panelParts.tsx'
import { useFileAdding } from './useFileAdding.ts'
import { usePanelKeys } from './usePanelKeys.ts'
import { useSlices } from './useSlices.ts'

type ProjectPanelProps = { readonly route: Extract<Route, { readonly at: 'plan' }>; readonly projectId: string }

/** One project with all its fields, beside the board or across the whole width. */
export function ProjectPanel({ route, projectId }: ProjectPanelProps) {
  const detail = useDoc(useCallback((doc) => selectProject(doc, projectId), [projectId]))
  const plan = usePlan()
  const { t } = useWords()
  const names = usePlanNames()
  const canWrite = useCanWrite()
  const since = useSelection(
    plan.changedSince,
    useCallback((changed) => changed.get(projectId), [projectId]),
  )
  const isAwaited = useDoc(useCallback((doc) => projectsWaitingFor(doc, projectId).length > 0, [projectId]))
  const { planId, view, wide = false } = route
  // Whoever opens a project goes on in it, with the keyboard too.
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus({ preventScroll: true }), [])
  const toggleWide = useCallback(
    () => go({ at: 'plan', planId, view, projectId, wide: !wide }),
    [planId, view, projectId, wide],
  )
  const onKeyDown = usePanelKeys(panel, toggleWide)
  const files = useFileAdding(projectId)
  const [opened, open] = useOpenedParts(panel)
  const close = useCallback(() => go({ at: 'plan', planId, view }), [planId, view])
  const parts = useMemo(
    () => (detail === null ? [] : panelParts(detail, names, files, isAwaited)),
    [detail, names, files, isAwaited],
  )
  const shown = parts.filter(({ key, isEmpty }) => !isEmpty || (canWrite && opened.has(key)))
  const before = slicesBefore(shown)
  const [drawn, finish] = useSlices(before.at(-1)! + 1)
  const hasFacts = drawn > 0
  const isWhole = drawn === Infinity
  /** Keys that lead elsewhere find everything there is. */
  const onKeyDownCapture = ({ key }: KeyboardEvent): void => {
    if (!isWhole && LEADING_KEYS.has(key)) finish()
  }
  const first = useFirstSeen(detail, names)
  const head = useMemo(
    () =>
      detail && (
        <PanelHead route={route} detail={detail} since={since} panel={panel} onWide={toggleWide} onClose={close} />
      ),
    [route, detail, since, toggleWide, close],
  )
  if (detail === null || first === null) {
    return (
      <aside className="panel panel-missing">
        <p>{t('project.missing')}</p>
        <Button onPress={close}>{t('app.close')}</Button>
      </aside>
    )
  }
  const { project } = detail
  const { title, facts, summary } = first
  const objective = project.place?.objective ? names.objectives.get(project.place.objective) : undefined
  const addable = parts.filter((part) => !shown.includes(part) && !part.isGiven)

  const sections = (isAside: boolean) =>
    shown.map(
      ({ key, isAside: goesAside = false, draw }, index): ReactNode =>
        goesAside === isAside &&
        drawn > before[index]! && (
          <div key={key} data-part={key}>
            {draw(drawn - before[index]!)}
          </div>
        ),
    )
  const rest = isWhole && (
    <>
      <AddRow parts={addable} onOpen={open} />
      <CommentsSection projectId={projectId} names={names} />
      <HistorySection projectId={projectId} />
    </>
  )
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={`panel hue-${objective?.hue ?? 'none'}${wide ? ' panel-wide' : ''}`}
      aria-label={shownTitle(project.title) || t('plan.untitled')}
      aria-busy={!isWhole}
      onKeyDownCapture={onKeyDownCapture}
      onKeyDown={onKeyDown}
      {...files.handlers}
    >
      {files.isOver && (
        <p className="panel-drop" aria-hidden>
          {t('files.drop')}
        </p>
      )}
      {head}
      {wide ? (
        <div key="wide" className="panel-body panel-columns">
          <div className="panel-main">
            {title}
            {hasFacts && summary}
            {sections(false)}
            {rest}
          </div>
          <div className="panel-side">
            {hasFacts && facts}
            {sections(true)}
          </div>
        </div>
      ) : (
        <div key="beside" className="panel-body">
          {title}
          {hasFacts && facts}
          {hasFacts && summary}
          {sections(false)}
          {sections(true)}
          {rest}
        </div>
      )}
    </aside>
  )
}

/** What is seen first, above the sections (UI137). */
function useFirstSeen(detail: ProjectDetail | null, names: PlanNames) {
  const { t } = useWords()
  return useMemo(() => {
    if (detail === null) return null
    const { project } = detail
    const ref = projectRef(project.id)
    const title = (
      <TextEdit
        thing={ref}
        field="title"
        stored={project.title}
        label={t('project.title')}
        isLabelHidden
        look="title"
        placeholder={t('plan.untitled')}
      />
    )
    const facts = <FactsSection project={project} names={names} />
    const summary = (
      <RichTextEdit thing={ref} field="summary" label={t('project.summary')} placeholder={t('project.summary.hint')} />
    )
    return { title, facts, summary }
  }, [detail, names, t])
}

const LEADING_KEYS: ReadonlySet<string> = new Set(['Tab', 'PageUp', 'PageDown', 'Home', 'End'])

/** How many slices come before each part, facts and summary being the first, and last how many there are. */
function slicesBefore(parts: readonly PanelPart[]): readonly number[] {
  const before = [1]
  for (const { slices = 1 } of parts) before.push(before.at(-1)! + slices)
  return before
}

/** Sections that are empty and were asked for; the focus goes into the one just opened. */
function useOpenedParts(panel: RefObject<HTMLElement | null>) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [last, setLast] = useState<string | null>(null)
  useEffect(() => {
    if (last === null) return
    panel.current?.querySelector<HTMLElement>(`[data-part="${last}"] :is(input, button)`)?.focus()
  }, [panel, last])
  const open = (key: string): void => {
    setOpened((before) => new Set([...before, key]))
    setLast(key)
  }
  return [opened, open] as const
}
