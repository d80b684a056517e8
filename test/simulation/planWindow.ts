/** What a window does: one document under a lease, own changes handed over, others' changes taken in. */
import * as A from '@automerge/automerge/slim'
import type { Hex } from '#shared/base/bytes.ts'
import { type Notice, notice } from '#shared/base/codes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { type PlanEdits, changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import type { PlanDoc } from '#shared/plan/types.ts'

interface Editing {
  readonly leaseId: number
  doc: A.Doc<PlanDoc>
}

export class PlanWindow {
  private readonly session: PlanSession
  private readonly kept: Set<Hex>
  private readonly unlisten: readonly (() => void)[]
  private editing: Editing | null = null
  /** What was told while a document was being fetched: it may or may not be in it. */
  private meanwhile: Uint8Array[] = []

  /** `kept`: takes the hashes of changes that could not be written and are kept in memory. */
  constructor(session: PlanSession, kept: Set<Hex>) {
    this.session = session
    this.kept = kept
    this.unlisten = [
      session.onChanges((event) => {
        if (event.kind === 'reset') return this.drop()
        if (this.editing === null) return void this.meanwhile.push(...event.changes)
        ;[this.editing.doc] = A.applyChanges(this.editing.doc, [...event.changes])
      }),
      session.onLease((lease) => {
        if (lease === null) this.editing = null
      }),
    ]
  }

  /** Hashes of the changes that are saved now: those of one edit, none when there was nothing to write. */
  async edit(
    plan: (doc: A.Doc<PlanDoc>) => PlanEdits,
    at: number,
    options: { readonly now: boolean },
  ): Promise<Result<readonly Hex[], Notice>> {
    const editing = await this.open()
    if (!editing.ok) return editing
    const { doc, leaseId } = editing.value
    const edits = plan(doc)
    if (edits.length === 0) return ok([])
    const before = A.getHeads(doc)
    const after = changePlan(doc, edits, at)
    editing.value.doc = after
    const changes = A.getChangesSince(after, before)
    const submitted = await this.session.submitChanges(leaseId, changes, options)
    const hashes = changes.map((change) => A.decodeChange(change).hash)
    if (submitted.ok) return ok(hashes)
    const isKept = submitted.error.code === 'E_DISK_FULL' || submitted.error.code === 'E_DISK'
    if (isKept) for (const hash of hashes) this.kept.add(hash)
    if (!isKept && this.editing?.leaseId === leaseId) this.drop()
    return submitted
  }

  /** Gives the lease back, as a window does that is closed. */
  async close(): Promise<void> {
    for (const stop of this.unlisten) stop()
    const { editing } = this
    this.editing = null
    if (editing !== null) await this.session.release(editing.leaseId)
  }

  private async open(): Promise<Result<Editing, Notice>> {
    if (this.editing !== null) return ok(this.editing)
    const lease = await this.session.lease()
    if (!lease.ok) return lease
    const { leaseId } = lease.value
    this.meanwhile = []
    const bytes = await this.session.documentBytes()
    const opened = bytes.ok ? openForEditing(lease.value, bytes.value) : bytes
    if (!opened.ok) {
      await this.session.release(leaseId)
      return err('code' in opened.error ? opened.error : notice('E_LEASE_SEQ'))
    }
    const [doc] = A.applyChanges(opened.value, this.meanwhile)
    this.editing = { leaseId, doc }
    return ok(this.editing)
  }

  private drop(): void {
    const { editing } = this
    this.editing = null
    if (editing !== null) void this.session.release(editing.leaseId)
  }
}
