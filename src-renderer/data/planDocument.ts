/**
 * One plan in the window: looked at as soon as the core has a look of it (UI120), read when the copy is loaded, written when
 * the core has handed a lease and the copy contains its heads (UI3).
 * Own changes go to the core at once and in order; changes the core has let in come back and are applied, together, at
 * most once a frame.
 */
import * as A from '@automerge/automerge/slim'
import { assert } from '#shared/base/assert.ts'
import type { Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { Answer, ForeignChanges } from '#shared/core/contract.ts'
import { readLook } from '#shared/plan/look.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { PlanRemote } from './core.ts'
import type { DexieChunks } from './dexieChunks.ts'
import type { LeftOut } from './leftOut.ts'
import { buildCopy, catchUp, openCopy, openForEditing, type PlanCopy } from './planCopy.ts'
import { createCell, type Source } from './source.ts'
import { createSubmissions, type Pending, type Saving, type Submissions, type Write } from './submissions.ts'

export type Writing =
  { readonly state: 'opening' } | { readonly state: 'open' } | { readonly state: 'closed'; readonly notice: Notice }

export type PlanDocument = {
  readonly plan: () => PlanRemote
  /** Until `loaded`: the plan as the core's look has it, what a board shows, of which Automerge knows nothing. */
  readonly doc: Source<PlanDoc>
  readonly loaded: Source<boolean>
  /** Puts the document in the place of the look; takes the thread for as long as Automerge loads. Once. */
  readonly load: () => Promise<Result<null, Notice>>
  readonly writing: Source<Writing>
  readonly saving: Source<Saving>
  /**
   * Writes one Automerge change and gives its hash; null when nothing came of it. Only while `writing` is `open`. `text`: what
   * was typed, to be given back if the core can never take it.
   */
  readonly change: (write: Write, text?: string) => string | null
  /** Something is being typed that is not written yet: `saving` says so until the function it gives is called. */
  readonly typing: () => () => void
  readonly isBeingTyped: () => boolean
  /** Called before foreign changes are applied, so that half-typed text is written against what it was typed into. */
  readonly beforeForeign: (flush: () => void) => () => void
  /** Resolves when everything typed is durable in the core. */
  readonly drained: () => Promise<void>
  /** The core ended and started again: takes a new session and writes again what it had not taken. */
  readonly reconnect: () => Promise<void>
  readonly close: () => Promise<void>
}

export type PlanDocumentDeps = {
  readonly open: () => Answer<PlanRemote>
  readonly chunks: DexieChunks
  readonly later: (ms: number, run: () => void) => () => void
  /** Resolves when what is shown has been painted, and Automerge can be called. */
  readonly readyToLoad: () => Promise<void>
  readonly onNotice: (notice: Notice) => void
  /** Tells a person what could not be written, oldest first, and hands its text over. */
  readonly onLeftOut: (left: readonly LeftOut[]) => void
}

/** One frame at 60 Hz: changes that arrive together are applied together. */
const FRAME_MS = 16
const SAVED: Saving = { state: 'saved' }
const SAVING: Saving = { state: 'saving' }
const LEASE_CODES: readonly string[] = ['E_LEASE_ENDED', 'E_LEASE_SEQ', 'E_CLOSED']
const LEASE_AGAIN_IN_MS = 1_000
/** The core is gone, or has just started again. */
const AWAITED: readonly string[] = ['E_CORE', 'E_NO_PLAN', 'E_CLOSED']

export async function openPlanDocument(deps: PlanDocumentDeps): Promise<Result<PlanDocument, Notice>> {
  const opened = await deps.open()
  if (!opened.ok) return err(opened.error)
  let plan = opened.value
  const foreign: ForeignChanges[] = []
  let cancelFrame: (() => void) | null = null
  const listen = (): (() => void) => {
    const stopChanges = plan.onChanges((event) => takeForeign(event))
    const stopLease = plan.onLease((lease) => {
      const ended = leaseId
      // Without a lease of our own it tells of another window's, or of one we have just given back.
      if (lease !== null || ended === null) return
      // A change that is refused ends the lease, and its answer, which comes after this, says which change it was.
      const answered = submissions?.answered() ?? Promise.resolve()
      void answered.then(() => (leaseId === ended && !isClosed ? restart() : undefined))
    })
    return () => {
      stopChanges()
      stopLease()
    }
  }
  /** Null as long as there is a look only. */
  let copy: PlanCopy | null = null
  const held = (): PlanCopy => {
    assert(copy !== null, 'What reads or writes the document comes after it has loaded.')
    return copy
  }
  let loading: Promise<Result<null, Notice>> | null = null
  let submissions: Submissions | null = null
  let leaseId: number | null = null
  /** Taken back from a lease that ended; written again under the next. */
  let unwritten: readonly Pending[] = []
  let isReady = false
  let stopListening = listen()

  const look = await plan.look()
  const doc = createCell<PlanDoc | null>(look.ok && look.value !== null ? readLook(look.value) : null)
  const loaded = createCell(false)
  const writing = createCell<Writing>({ state: 'opening' })
  const saving = createCell<Saving>(SAVED)
  let submitted: Saving = SAVED
  let beingTyped = 0
  const tellSaving = (): void => saving.set(submitted.state === 'saved' && beingTyped > 0 ? SAVING : submitted)
  const flushers = new Set<() => void>()
  let isClosed = false
  let restarting: Promise<void> | null = null
  let stopFollowing = (): void => undefined

  /** In the place of the look, or of the copy before. */
  function take(next: PlanCopy): void {
    stopFollowing()
    copy = next
    stopFollowing = next.doc.subscribe(() => doc.set(next.doc.now()))
    doc.set(next.doc.now())
    loaded.set(true)
    isReady = true
    if (foreign.length > 0) takeForeign()
  }

  async function load(): Promise<Result<null, Notice>> {
    await deps.readyToLoad()
    if (isClosed) return ok(null)
    const opened = await openCopy(plan, deps)
    // The core has ended while one looked: `reconnect` builds the copy when it is there again.
    if (!opened.ok) {
      if (doc.now() !== null && AWAITED.includes(opened.error.code)) return ok(null)
      closeWriting(opened.error)
      return opened
    }
    if (opened.value.wasDamaged) deps.onNotice({ code: 'E_CACHE_LOST' })
    take(opened.value)
    if (!isClosed) void startWriting()
    return ok(null)
  }

  async function startWriting(): Promise<void> {
    const leased = await plan.lease()
    if (isClosed) return
    if (!leased.ok && AWAITED.includes(leased.error.code)) return
    // Another window holds it, or this one's last page has not let go of it yet.
    if (!leased.ok && leased.error.code === 'E_LEASE_TAKEN') {
      deps.later(LEASE_AGAIN_IN_MS, () => void startWriting())
      return writing.set({ state: 'closed', notice: leased.error })
    }
    if (!leased.ok) return closeWriting(leased.error)
    const lease = leased.value
    if (!A.hasHeads(held().doc.now(), [...lease.heads])) await catchUp(plan, held())
    openForEditing(held(), lease)
    leaseId = lease.leaseId
    submissions = createSubmissions({
      submit: (changes) => plan.submitChanges(lease.leaseId, changes),
      onSaving: (state) => {
        submitted = state
        tellSaving()
      },
      onRefused: refused,
      later: deps.later,
    })
    const again = unwritten
    unwritten = []
    submitted = SAVED
    // The core may have taken a change and ended before it could say so: what it has is not written twice.
    const lost = again.filter(({ bytes }) => !holds(held(), bytes)).filter((one) => !isWritten(one))
    writing.set({ state: 'open' })
    tellSaving()
    if (lost.length > 0) deps.onLeftOut(lost.map(({ text }) => ({ why: { kind: 'Missing', id: '' }, text })))
  }

  /** False: what it was written into is not in the plan that the core has. */
  function isWritten({ write, text, isAgain }: Pending): boolean {
    try {
      writeNow(write, text, isAgain)
      return true
    } catch {
      return false
    }
  }

  /** Nothing can be written for now: what still waits is given back, and none of it is said to be on its way. */
  function closeWriting(notice: Notice): void {
    const lost = unwritten
    unwritten = []
    submitted = SAVED
    writing.set({ state: 'closed', notice })
    tellSaving()
    if (lost.length > 0) deps.onLeftOut(lost.map(({ text }) => ({ why: notice, text })))
  }

  /**
   * What is refused for what it says, not for the lease, is written once more as an edit of the document that the core has,
   * each change by itself. What is refused then would always be: it is left out and given back, and the rest is written.
   */
  function refused(notice: Notice, batch: readonly Pending[]): void {
    // The core has ended: what is pending stays, and `reconnect` writes it again.
    if (notice.code === 'E_CORE') {
      submitted = { state: 'notSaved', notice }
      return tellSaving()
    }
    if (LEASE_CODES.includes(notice.code)) return void restart()
    const pending = submissions?.stop() ?? []
    submissions = null
    const lost = batch.filter(({ isAgain }) => isAgain)
    unwritten = [
      ...unwritten,
      ...pending.filter((one) => !lost.includes(one)).map((one) => ({ ...one, isAgain: true })),
    ]
    if (lost.length > 0) deps.onLeftOut(lost.map(({ text }) => ({ why: notice, text })))
    void restart()
  }

  /** The core's word counts: builds the copy from it, takes a new lease, and writes again what had not been taken. */
  function restart(): Promise<void> {
    restarting ??= (async () => {
      unwritten = [...unwritten, ...(submissions?.stop() ?? [])]
      submissions = null
      writing.set({ state: 'opening' })
      // What others write while the copy is built anew is for the new one.
      isReady = false
      copy?.abandon()
      const lease = leaseId
      leaseId = null
      if (lease !== null) await plan.release(lease)
      const built = await buildCopy(plan, deps)
      if (isClosed) return
      // A core that has just started does not know the plan yet: `reconnect` comes and opens it there.
      if (!built.ok && AWAITED.includes(built.error.code)) return
      if (!built.ok) {
        // The copy of before goes on being shown.
        isReady = copy !== null
        return closeWriting(built.error)
      }
      take(built.value)
      await startWriting()
    })().finally(() => (restarting = null))
    return restarting
  }

  function change(write: Write, text = ''): string | null {
    assert(writing.now().state === 'open', 'A plan is changed only while it is open to write.')
    return writeNow(write, text, false)
  }

  function writeNow(write: Write, text: string, isAgain: boolean): string | null {
    assert(submissions !== null, 'What is written has somewhere to go.')
    const before = A.getHeads(held().doc.now()).join()
    const after = A.change(held().doc.now(), write)
    const heads = A.getHeads(after)
    if (heads.join() === before) return null
    held().set(after)
    const bytes = A.getLastLocalChange(after)
    assert(bytes !== undefined, 'A change that moved the heads is the last local change.')
    submissions.add({ bytes, write, text, isAgain })
    // An own change builds on all that is there, so it is the only head after it.
    return heads[0] ?? null
  }

  function takeForeign(...events: readonly ForeignChanges[]): void {
    foreign.push(...events)
    if (!isReady) return
    cancelFrame ??= deps.later(FRAME_MS, () => {
      cancelFrame = null
      if (!isReady) return
      const events = foreign.splice(0)
      if (!isClosed) void applyForeign(events)
    })
  }

  async function applyForeign(events: readonly ForeignChanges[]): Promise<void> {
    if (events.some((event) => event.kind === 'reset')) return restart()
    if (writing.now().state === 'open') for (const flush of flushers) flush()
    const changes = events.flatMap((event) => (event.kind === 'changes' ? event.changes : []))
    held().set(A.applyChanges(held().doc.now(), changes)[0])
    if (A.hasHeads(held().doc.now(), [...(events.at(-1)?.heads ?? [])])) return
    await submissions?.drained()
    if (!(await catchUp(plan, held()))) await restart()
  }

  const drained = async (): Promise<void> => {
    if (writing.now().state === 'open') for (const flush of flushers) flush()
    await submissions?.drained()
  }

  const loadOnce = (): Promise<Result<null, Notice>> => (loading ??= load())
  const first = doc.now() === null ? await loadOnce() : ok(null)
  if (!first.ok) {
    stopListening()
    return first
  }

  return ok({
    plan: () => plan,
    doc: {
      now: () => {
        const now = doc.now()
        assert(now !== null, 'A plan that is open has a look or a document.')
        return now
      },
      subscribe: doc.subscribe,
    },
    loaded,
    load: loadOnce,
    writing,
    saving,
    change,
    drained,
    typing: () => {
      beingTyped += 1
      tellSaving()
      return () => {
        beingTyped -= 1
        tellSaving()
      }
    },
    isBeingTyped: () => beingTyped > 0,
    beforeForeign: (flush) => {
      flushers.add(flush)
      return () => flushers.delete(flush)
    },
    reconnect: async () => {
      const reopened = await deps.open()
      if (isClosed) return
      if (!reopened.ok) {
        unwritten = [...unwritten, ...(submissions?.stop() ?? [])]
        submissions = null
        return closeWriting(reopened.error)
      }
      stopListening()
      plan = reopened.value
      stopListening = listen()
      await Promise.all([loading, restarting])
      await restart()
    },
    close: async () => {
      await drained()
      isClosed = true
      stopListening()
      cancelFrame?.()
      await loading
      stopFollowing()
      if (leaseId !== null) await plan.release(leaseId)
      await copy?.close()
    },
  })
}

const holds = ({ doc }: PlanCopy, change: Uint8Array): boolean => A.hasHeads(doc.now(), [A.decodeChange(change).hash])
