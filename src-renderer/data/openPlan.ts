/** One plan as it is open in the window: its document, what the core says about it, and the ways to edit it. */
import type { Notice } from '#shared/base/codes.ts'
import type { Random } from '#shared/base/ports.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { AgreementView, Answer, PlanStatus, RosterView } from '#shared/core/contract.ts'
import { applyEdits, type PlanEdits, splitEdits } from '#shared/plan/edits.ts'
import type { Planned } from '#shared/plan/operations.ts'
import { createPlanReader, type PlanReader } from '#shared/plan/reader.ts'
import type { PlanRefusal } from '#shared/plan/refusal.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { type ChangedSince, followChangedSince } from './changedSince.ts'
import type { PlanRemote, WindowCore } from './core.ts'
import type { DexieChunks } from './dexieChunks.ts'
import { createHistory, type History } from './history.ts'
import { type LeftOut, textIn } from './leftOut.ts'
import { openPlanDocument, type PlanDocument } from './planDocument.ts'
import { createLiveWords, type WordsOnTop } from './liveWords.ts'
import { createPresence, type Presence } from './presence.ts'
import { createCell, type Source } from './source.ts'

export type PlanFacts = {
  readonly status: PlanStatus
  readonly roster: RosterView
  /** Newest last. */
  readonly agreements: readonly AgreementView[]
}

export type OpenPlan = {
  readonly planId: string
  readonly document: PlanDocument
  readonly facts: Source<PlanFacts>
  /** Reads this plan's document and keeps what did not change. */
  readonly reader: PlanReader
  readonly changedSince: Source<ChangedSince>
  /** The person of the plan who sits here; `null` until the plan knows one. */
  readonly selfId: () => string | null
  /** Plans on the document as it is and writes at once; a refused operation writes nothing. */
  readonly edit: (plan: (doc: PlanDoc) => Planned) => Result<null, PlanRefusal>
  readonly history: History
  readonly presence: Presence
  /** What others are writing just now, on top of the plan; `null` when nobody is. */
  readonly words: Source<WordsOnTop | null>
  readonly random: Random
  readonly now: () => number
  /** Asks the core again, after something was done that its status does not tell. */
  readonly refresh: () => Promise<void>
  readonly close: () => Promise<void>
}

export type PlanServices = {
  readonly core: WindowCore
  readonly chunks: DexieChunks
  readonly random: Random
  readonly now: () => number
  readonly later: (ms: number, run: () => void) => () => void
  /** Resolves when what is shown has been painted, and Automerge can be called. */
  readonly readyToLoad: () => Promise<void>
  readonly onNotice: (notice: Notice) => void
  /** Tells a person what could not be written, oldest first, and hands its text over. */
  readonly onLeftOut: (left: readonly LeftOut[]) => void
}

/** What was asked for while the plan was being opened is waited for this long when it is closed. */
const WAIT_FOR_EARLY_MS = 5_000

export async function openPlan(services: PlanServices, planId: string): Promise<Result<OpenPlan, Notice>> {
  const { chunks, core, later, onLeftOut, onNotice, readyToLoad } = services
  const open = (): Answer<PlanRemote> => core.open(planId)
  const openedDocument = await openPlanDocument({ open, chunks, later, readyToLoad, onNotice, onLeftOut })
  if (!openedDocument.ok) return openedDocument
  const document = openedDocument.value
  let told: PlanStatus | null = null
  const stopListening = document.plan().onStatus((status) => void (told = status))
  const first = await askFirstFacts(document.plan())
  stopListening()
  if (!first.ok) {
    await document.close()
    return err(first.error)
  }
  const facts = createCell(first.value)
  const selfId = (): string | null => facts.now().roster.members.find(({ isSelf }) => isSelf)?.personId ?? null
  const write = (edits: PlanEdits): readonly string[] =>
    splitEdits(edits)
      .map((batch) => document.change((draft) => applyEdits(draft, batch), textIn(batch)))
      .filter((hash) => hash !== null)
  /** Asked for while the plan was still being opened for writing: done as soon as it is, and given back when it cannot be. */
  const early: Early[] = []
  const stopWriting = document.writing.subscribe(() => {
    const writing = document.writing.now()
    if (writing.state === 'closed') leaveOutEarly(writing.notice)
    if (writing.state !== 'open') return
    const refused = early.splice(0).flatMap(({ plan, text }) => {
      const done = opened.edit(plan)
      return done.ok ? [] : [{ why: done.error, text }]
    })
    if (refused.length > 0) onLeftOut(refused)
    // For the developer tools, and for the benchmark that reads it.
    performance.mark('plan.writable')
  })
  function leaveOutEarly(why: Notice): void {
    const left = early.splice(0).map(({ text }) => ({ why, text }))
    if (left.length > 0) onLeftOut(left)
  }
  const history = createHistory({ doc: document.doc.now, selfId, now: services.now, write })
  const changedSince = followChangedSince(document.plan, facts, later)
  let heard = 0
  let asked = 0
  let stopStatus = follow()
  const presence = createPresence(document.plan)
  const words = createLiveWords(document.plan, document)
  presence.follow()
  words.follow()
  if (told !== null) void refresh()

  function follow(): () => void {
    return document.plan().onStatus((status) => {
      heard += 1
      const before = facts.now()
      facts.set({ ...before, status })
      if (needsAsking(before.status, status)) void refresh()
    })
  }

  /** What the core told while it was being asked is newer than its answer; of two rounds the later one counts. */
  async function refresh(): Promise<void> {
    const round = (asked += 1)
    const heardBefore = heard
    const answer = await askFacts(document.plan())
    if (!answer.ok || round !== asked) return
    facts.set(heard === heardBefore ? answer.value : { ...answer.value, status: facts.now().status })
  }

  const noLongerOpening = (): Promise<void> =>
    new Promise((resolve) => {
      const stop = document.writing.subscribe(() => document.writing.now().state !== 'opening' && end())
      const cancel = later(WAIT_FOR_EARLY_MS, () => end())
      function end(): void {
        stop()
        cancel()
        resolve()
      }
    })

  const stopRestarts = core.onCore((state) => {
    if (state !== 'up') return
    void document.reconnect().then(() => {
      stopStatus()
      stopStatus = follow()
      presence.follow()
      words.follow()
      return refresh()
    })
  })

  const opened: OpenPlan = {
    planId,
    document,
    facts,
    reader: createPlanReader(),
    changedSince,
    selfId,
    random: services.random,
    now: services.now,
    refresh,
    history,
    presence,
    words,
    edit: (plan) => {
      if (document.writing.now().state === 'opening') {
        early.push({ plan, text: textOf(plan, document.doc.now()) })
        return ok(null)
      }
      const planned = plan(document.doc.now())
      if (!planned.ok) return err(planned.error)
      history.remember(write(planned.value), planned.value, services.now())
      return ok(null)
    },
    close: async () => {
      const isOpening = document.writing.now().state === 'opening'
      if (isOpening && (early.length > 0 || document.isBeingTyped())) await noLongerOpening()
      leaveOutEarly({ code: 'E_CLOSED' })
      stopRestarts()
      presence.stop()
      words.stop()
      changedSince.stop()
      stopStatus()
      await document.close()
      stopWriting()
      await document.plan().close()
    },
  }
  void refresh()
  return ok(opened)
}

type Early = { readonly plan: (doc: PlanDoc) => Planned; readonly text: string }

/** What an edit would write into what is shown now, as text. A look is no document: not every edit can be planned on it. */
function textOf(plan: (doc: PlanDoc) => Planned, shown: PlanDoc): string {
  try {
    const planned = plan(shown)
    return planned.ok ? textIn(planned.value) : ''
  } catch {
    return ''
  }
}

/** What the core knows without looking into the document, which its worker may still be loading. */
async function askFirstFacts(plan: PlanRemote): Promise<Result<PlanFacts, Notice>> {
  const [status, roster] = await Promise.all([plan.status(), plan.roster()])
  if (!status.ok) return status
  if (!roster.ok) return roster
  return ok({ status: status.value, roster: roster.value, agreements: [] })
}

async function askFacts(plan: PlanRemote): Promise<Result<PlanFacts, Notice>> {
  const [first, agreements] = await Promise.all([askFirstFacts(plan), plan.agreements()])
  if (!first.ok) return first
  return agreements.ok ? ok({ ...first.value, agreements: agreements.value }) : agreements
}

/** Members and agreements change seldom; these are the signs that they have. */
function needsAsking(before: PlanStatus, after: PlanStatus): boolean {
  return (
    before.people.length !== after.people.length ||
    before.agreement?.id !== after.agreement?.id ||
    before.role !== after.role ||
    before.entries.total !== after.entries.total
  )
}
