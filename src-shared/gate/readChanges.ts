import * as A from '@automerge/automerge/slim'
import { equalBytes, type Hex } from '#shared/base/bytes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { changesOfBundle } from './bundleChanges.ts'
import { openBundle } from './bundleHeader.ts'
import { readChangeHeader, withinParser } from './changeHeader.ts'
import type { IndexedChange } from './changeIndex.ts'
import type { Op } from './places.ts'
import type { GateRefusal } from './refusal.ts'
import type { GateSettings } from './settings.ts'

/** A change within the limits, decoded, and not judged yet. */
export type ReadChange = IndexedChange & {
  readonly deps: readonly Hex[]
  /** Unix seconds as claimed. */
  readonly time: number
  readonly ops: readonly Op[]
  /** Its own uncompressed chunk. */
  readonly bytes: Uint8Array
}

/**
 * Opens a bundle into the changes it holds, in its order (causal). What opening costs is bounded beforehand from the
 * bundle's own columns, and keys and values are looked at there. `opsLeft`: operations the document can still take.
 */
export function readBundle(
  bytes: Uint8Array,
  settings: GateSettings,
  opsLeft: number,
): Result<readonly ReadChange[], GateRefusal> {
  const { limits } = settings
  if (bytes.length > limits.entryBytes) {
    return err({ code: 'E_CHANGE_SIZE', measured: bytes.length, limit: limits.entryBytes })
  }
  const opened = openBundle(bytes, limits)
  if (!opened.ok) return opened
  const refusal = contentRefusal(opened.value, settings)
  if (refusal) return err(refusal)
  if (opened.value.ops > opsLeft) {
    return err({ code: 'E_CHANGE_OPS', measured: opened.value.ops, limit: limits.opsPerDocument })
  }
  return withinParser(() => ok(changesOfBundle(opened.value, limits)))
}

/** Reads one change chunk (type 1, or 2 = deflated) that came alone: own changes, as the window gives them. */
export function readChange(bytes: Uint8Array, settings: GateSettings): Result<ReadChange, GateRefusal> {
  const header = readChangeHeader(bytes, settings.limits)
  if (!header.ok) return header
  const { value: head } = header
  const refusal = contentRefusal(head, settings)
  if (refusal) return err(refusal)
  try {
    const decoded = A.decodeChange(head.bytes)
    const isAsRead = decoded.actor === head.actor && decoded.seq === head.seq && decoded.ops.length === head.ops
    const isOneWay = equalBytes(A.encodeChange(decoded), head.bytes)
    if (isAsRead && isOneWay) return ok(withBytes(decoded, head.bytes))
    return err({ code: 'E_CHANGE_FORM', change: decoded.hash })
  } catch {
    return err({ code: 'E_CHANGE_FORM' })
  }
}

function contentRefusal(found: { badKey: boolean; badValue: boolean }, { without }: GateSettings): GateRefusal | null {
  if (found.badKey && !without.has('key')) return { code: 'E_KEY' }
  return found.badValue && !without.has('value') ? { code: 'E_VALUE' } : null
}

function withBytes(decoded: A.DecodedChange, bytes: Uint8Array): ReadChange {
  const { hash, actor, seq, startOp, deps, time, ops } = decoded
  return { hash, actor, seq, startOp, maxOp: startOp + ops.length - 1, deps, time, ops: ops as readonly Op[], bytes }
}
