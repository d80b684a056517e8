import * as A from '@automerge/automerge/slim'
import { err, ok, type Result } from '../base/result.ts'
import type { PlanDoc } from './types.ts'

/** The right to edit one plan as one actor. The core owns it and hands it out, one at a time for a plan. */
export interface EditingLease {
  /** 32 hex digits each. */
  readonly stream: string
  readonly actor: string
  /** Automerge sequence number of this actor's last change; 0 when it has made none. */
  readonly lastSeq: number
  readonly heads: readonly string[]
}

export type OpenRefusal =
  | { readonly kind: 'NotAPlan' }
  /** The bytes are older than the lease: load newer ones, or bring the missing changes in first. */
  | { readonly kind: 'HeadsMissing'; readonly heads: readonly string[] }
  /** Another number of changes of this actor than the lease says: an edit would make two changes with one number, for ever. */
  | { readonly kind: 'SeqMismatch'; readonly expected: number; readonly found: number }

/**
 * The only place where a document that may be edited is made (PL23). Anywhere else a `load` or `clone` would give a random
 * actor, or an actor whose numbers are used twice: then peers refuse each other's changes for ever.
 */
export function openForEditing(lease: EditingLease, bytes: Uint8Array): Result<A.Doc<PlanDoc>, OpenRefusal> {
  const doc = loadOrNull(bytes, lease.actor)
  if (doc === null) return err({ kind: 'NotAPlan' })
  if (!A.hasHeads(doc, [...lease.heads])) return err({ kind: 'HeadsMissing', heads: lease.heads })
  const last = A.getLastLocalChange(doc)
  const found = last === undefined ? 0 : A.decodeChange(last).seq
  if (found !== lease.lastSeq) return err({ kind: 'SeqMismatch', expected: lease.lastSeq, found })
  return ok(doc)
}

/** A document to read from: its changes are never sent, so its actor does not matter. */
export function openForReading(bytes: Uint8Array): Result<A.Doc<PlanDoc>, OpenRefusal> {
  const doc = loadOrNull(bytes, null)
  return doc === null ? err({ kind: 'NotAPlan' }) : ok(doc)
}

function loadOrNull(bytes: Uint8Array, actor: string | null): A.Doc<PlanDoc> | null {
  try {
    return actor === null ? A.load<PlanDoc>(bytes) : A.load<PlanDoc>(bytes, { actor })
  } catch {
    return null
  }
}
