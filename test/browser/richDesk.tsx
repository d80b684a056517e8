/** A person at a desk: a real copy of a plan, the window's real editor and history over it; the core is left out. */
import * as A from '@automerge/automerge/slim'
import { I18nProvider } from '@lingui/react'
import { cleanup, render } from '@testing-library/react'
import { ok } from '#shared/base/result.ts'
import type { PresentMember } from '#shared/core/contract.ts'
import { applyEdits, type PlanEdits, splitEdits } from '#shared/plan/edits.ts'
import type { Planned } from '#shared/plan/operations.ts'
import { createPlanReader } from '#shared/plan/reader.ts'
import { selectRich } from '#shared/plan/rich/planRich.ts'
import { planRich } from '#shared/plan/rich/planRich.ts'
import type { RichText } from '#shared/plan/rich/richText.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { useCommand } from '#renderer/app/commands.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { createHistory, type History } from '#renderer/data/history.ts'
import type { OpenPlan } from '#renderer/data/openPlan.ts'
import type { PlanDocument, Writing } from '#renderer/data/planDocument.ts'
import { createCell } from '#renderer/data/source.ts'
import { RichTextEdit } from '#renderer/parts/richText/RichTextEdit.tsx'
import { createWords } from '#renderer/words/words.ts'
import type { Doc } from '../unit/plan/builders.ts'

export type Desk = {
  readonly name: string
  readonly plan: OpenPlan
  readonly history: History
  /** The text in the plan. */
  readonly rich: () => RichText
  readonly doc: () => Doc
  readonly edit: OpenPlan['edit']
  /** Changes of others come in, as the core hands them over. */
  readonly receive: (changes: readonly Uint8Array[]) => void
  /** The lease is lost; what is typed cannot be written. */
  readonly pause: () => void
  /** It is there again, over a copy built anew. */
  readonly resume: (copy: Doc) => void
  readonly flush: () => void
}

export function deskOf(name: string, start: Doc, thing: ThingRef, field: string): Desk {
  let now = start
  const cell = createCell<PlanDoc>(now)
  const writing = createCell<Writing>({ state: 'open' })
  const flushers = new Set<() => void>()
  const set = (next: Doc): void => {
    now = next
    cell.set(next)
  }
  const write = (edits: PlanEdits): readonly string[] =>
    splitEdits(edits).map((batch) => {
      set(A.change(now, (draft) => applyEdits(draft, batch)))
      return A.getHeads(now)[0]!
    })
  const flush = (): void => {
    for (const one of flushers) one()
  }
  const document: Pick<PlanDocument, 'doc' | 'writing' | 'typing' | 'beforeForeign'> = {
    doc: cell,
    writing,
    typing: () => () => undefined,
    beforeForeign: (one) => {
      flushers.add(one)
      return () => flushers.delete(one)
    },
  }
  const history = createHistory({ doc: () => now, selfId: () => null, now: () => 0, write })
  const edit = (operation: (doc: PlanDoc) => Planned) => {
    const planned = operation(now)
    if (!planned.ok) return planned
    history.remember(write(planned.value), planned.value, 0)
    return ok(null)
  }
  const presence = { people: createCell<readonly PresentMember[]>([]), at: () => undefined }
  const plan = {
    planId: 'a'.repeat(64),
    document,
    edit,
    history,
    presence,
    words: createCell(null),
    reader: createPlanReader(),
    selfId: () => null,
  } as unknown as OpenPlan
  return {
    name,
    plan,
    history,
    edit,
    flush,
    doc: () => now,
    rich: () => selectRich(now, thing, field),
    receive: (changes) => {
      if (writing.now().state === 'open') flush()
      set(A.applyChanges(now, [...changes])[0])
    },
    pause: () => writing.set({ state: 'opening' }),
    resume: (copy) => {
      set(copy)
      writing.set({ state: 'open' })
    },
  }
}

/** Hands each what only the other has. */
export function meet(one: Desk, two: Desk): void {
  one.flush()
  two.flush()
  const [ours, theirs] = [one.doc(), two.doc()]
  const missing = (of: Doc, at: Doc): readonly Uint8Array[] =>
    A.getChangesSince(
      of,
      A.getHeads(at).filter((head) => A.hasHeads(of, [head])),
    )
  const [forTwo, forOne] = [missing(ours, theirs), missing(theirs, ours)]
  one.receive(forOne)
  two.receive(forTwo)
}

/** Changes to the text that come from no editor. */
export const rewrite = (desk: Desk, thing: ThingRef, field: string, change: (now: RichText) => RichText): void =>
  void desk.edit((doc) => planRich(doc, thing, field, desk.rich(), change(desk.rich())))

const services = { core: { shell: { openExternal: async () => ok(null) } } } as unknown as WindowServices

function Undo({ history }: { readonly history: History }) {
  useCommand('undo', () => void history.undo())
  useCommand('redo', () => void history.redo())
  return null
}

/** The field as it stands in the window; its name is the person's. */
export function show(desks: readonly Desk[], thing: ThingRef, field: string): void {
  cleanup()
  render(
    <I18nProvider i18n={createWords('en')}>
      <ServicesProvider value={services}>
        {desks.map((desk) => (
          <PlanProvider key={desk.name} value={desk.plan}>
            <Undo history={desk.history} />
            <div style={{ margin: 60 }}>
              <RichTextEdit thing={thing} field={field} label={desk.name} placeholder="What it is" />
            </div>
          </PlanProvider>
        ))}
      </ServicesProvider>
    </I18nProvider>,
  )
}
