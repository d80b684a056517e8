import * as A from '@automerge/automerge/slim'
import { equalBytes, type Hex, toHex } from '#shared/base/bytes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { readBundleHeader } from './bundleHeader.ts'
import { readChangeHeader } from './changeHeader.ts'
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
 * bundle's own columns, and keys and values are looked at there; then each change is written as a chunk of its own.
 * `opsLeft`: operations the document can still take.
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
  const header = readBundleHeader(bytes, limits)
  const refusal = header.ok ? contentRefusal(header.value, settings) : header.error
  if (refusal) return err(refusal)
  if (header.ok && header.value.ops > opsLeft) {
    return err({ code: 'E_CHANGE_OPS', measured: header.value.ops, limit: limits.opsPerDocument })
  }
  try {
    const { changes } = A.readBundle(bytes)
    const long = changes.find(({ ops, deps }) => ops.length > limits.opsPerChange || deps.length > limits.depsPerChange)
    if (long) return err({ code: 'E_CHANGE_OPS', measured: long.ops.length, limit: limits.opsPerChange })
    const read = changes.map((change) => withBytes(change, A.encodeChange(change)))
    const odd = read.find(({ hash, bytes: own }) => !hasChecksumOf(own, hash))
    return odd ? err({ code: 'E_CHANGE_FORM', change: odd.hash }) : ok(read)
  } catch {
    return err({ code: 'E_CHANGE_FORM' })
  }
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

/**
 * A chunk's checksum is the beginning of its change's hash. A change must be the one way of writing what it says: what
 * cannot be written back to the same bytes has another hash after the next save, and the document does not reload (most of
 * hazard F7).
 */
const hasChecksumOf = (bytes: Uint8Array, hash: Hex): boolean => toHex(bytes.subarray(4, 8)) === hash.slice(0, 8)
