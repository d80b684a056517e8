/**
 * The right to edit: one lease per plan at a time. The core owns stream and actor; a change that is not the actor's next
 * is refused whole, and stream and actor are new before anything else is written (CR2, settled 11).
 */
import * as A from '@automerge/automerge/slim'
import type { Hex } from '../base/bytes.ts'
import { type Notice, isCode, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { ExecutorFailure, GatedChange } from '../gate/executor.ts'
import type { Lease, Submitted } from './contract.ts'
import { digestEntries, vouchFor } from './digest.ts'
import { applyOwn, writeDrafts } from './ownChanges.ts'
import { actorOfStream, startStream, streamFor } from './ownStreams.ts'
import { type PlanCore, diskNotice } from './planCore.ts'
import { canWrite } from './self.ts'

/** Runs in the turn, or while the worker loads what the cache holds. */
export async function takeLease(core: PlanCore): Promise<Result<Lease, Notice>> {
  const { state } = core
  if (state.lease !== null) return err(notice('E_LEASE_TAKEN'))
  if (!canWrite(core)) return err(notice(state.isNewer ? 'E_NEWER' : 'E_READ_ONLY'))
  // Without its first change it is no plan yet: what is written into it could never meet the others' (CR35).
  if (state.heads.length === 0 && state.isWorkerBehind) await digestEntries(core, [])
  if (state.heads.length === 0) return err(notice(state.isWorkerBehind ? 'E_WORKER' : 'E_HEADS_UNKNOWN'))
  const stream = await streamFor(core, 'desk')
  if (!stream.ok) return err(diskNotice(stream.error))
  // While the worker loads, this is not the only one that asks.
  if (state.lease !== null) return err(notice('E_LEASE_TAKEN'))
  const actor = actorOfStream(core.device, stream.value)
  state.leases += 1
  state.lease = {
    leaseId: state.leases,
    planId: core.planId,
    stream: stream.value,
    actor,
    lastSeq: state.lastSeq.get(actor) ?? 0,
    heads: state.heads,
  }
  return ok(state.lease)
}

export function releaseLease(core: PlanCore, leaseId: number): void {
  if (core.state.lease?.leaseId === leaseId) core.state.lease = null
}

/** Ends the lease without its holder asking: it makes its document anew and asks for another. */
export function endLease(core: PlanCore): void {
  if (core.state.lease === null) return
  core.state.lease = null
  core.events.lease.emit(null)
}

/** Gives the desk's stream up. Its drafts keep their actor and are sealed in the next one. */
export async function rotateDesk(core: PlanCore): Promise<Result<void, Notice>> {
  endLease(core)
  const fresh = await startStream(core, 'desk')
  return fresh.ok ? ok(undefined) : err(diskNotice(fresh.error))
}

interface Waiting {
  readonly leaseId: number
  readonly changes: readonly Uint8Array[]
  readonly resolve: (answer: Result<Submitted, Notice>) => void
}

/** What is typed between two writes of the drafts: one write for 100 ms of it (CR1). */
export const BATCH_IN_MS = 100

export interface Submissions {
  submit(leaseId: number, changes: readonly Uint8Array[], now: boolean): Promise<Result<Submitted, Notice>>
  /** Writes what is waiting at once. */
  flush(): Promise<void>
  /** Submissions that are not written yet. */
  waiting(): number
}

export function makeSubmissions(core: PlanCore, onTaken: () => void): Submissions {
  let waiting: Waiting[] = []
  let writing = 0
  let cancel: (() => void) | null = null
  const flush = async (): Promise<void> => {
    cancel?.()
    cancel = null
    await core.turn.run(async () => {
      const batch = waiting
      waiting = []
      writing = batch.length
      if (batch.length > 0) await takeBatch(core, batch)
      writing = 0
    })
    onTaken()
  }
  return {
    submit: (leaseId, changes, now) =>
      new Promise((resolve) => {
        waiting.push({ leaseId, changes, resolve })
        if (now) void flush()
        else cancel ??= core.deps.timer.after(BATCH_IN_MS, () => void flush())
      }),
    flush,
    waiting: () => waiting.length + writing,
  }
}

/** Each submission into the document by itself, then all that were taken into the drafts with one write. */
async function takeBatch(core: PlanCore, batch: readonly Waiting[]): Promise<void> {
  const taken: GatedChange[] = []
  const answers: (() => void)[] = []
  for (const { leaseId, changes, resolve } of batch) {
    const applied = await applySubmission(core, leaseId, changes)
    if (!applied.ok) {
      answers.push(() => resolve(applied))
      continue
    }
    taken.push(...applied.value)
    const { lease, heads } = core.state
    const submitted = { lastSeq: lease === null ? 0 : (core.state.lastSeq.get(lease.actor) ?? 0), heads }
    answers.push(() => resolve(written.ok ? ok(submitted) : written))
  }
  const written = taken.length === 0 ? ok(undefined) : await writeDrafts(core, taken)
  for (const answer of answers) answer()
}

async function applySubmission(
  core: PlanCore,
  leaseId: number,
  changes: readonly Uint8Array[],
): Promise<Result<readonly GatedChange[], Notice>> {
  const { lease } = core.state
  if (core.state.closed) return err(notice('E_CLOSED'))
  if (lease?.leaseId !== leaseId) return err(notice('E_LEASE_ENDED'))
  if (!canWrite(core)) {
    endLease(core)
    return err(notice('E_READ_ONLY'))
  }
  let applied = await applyOwn(core, lease.stream, changes)
  // Typed on what has just been left out with its author: whoever builds on it keeps it (CR39).
  if (!applied.ok && applied.error.code === 'E_LEASE_DEPS' && (await vouchFor(core, depsOf(changes)))) {
    applied = await applyOwn(core, lease.stream, changes)
  }
  if (applied.ok) return applied
  // The holder's document has changes that ours does not: no number of this actor may be used for others.
  const rotated = await rotateDesk(core)
  return rotated.ok ? err(refusalNotice(applied.error)) : rotated
}

function depsOf(changes: readonly Uint8Array[]): readonly Hex[] {
  try {
    return changes.flatMap((change) => A.decodeChange(change).deps as Hex[])
  } catch {
    return []
  }
}

const refusalNotice = (failure: ExecutorFailure): Notice =>
  isCode(failure.code) ? notice(failure.code, { author: 'this device' }) : notice('E_CHANGE_FORM')
