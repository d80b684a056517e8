import * as A from '@automerge/automerge/slim'
import { err, ok, type Result } from '#shared/base/result.ts'
import { readBundleHeader } from './bundleHeader.ts'
import type { GateRefusal } from './refusal.ts'
import type { GateSettings } from './settings.ts'

/** One change of a bundle: its own chunk, and what the library read in the bundle. */
export type OpenedChange = { readonly bytes: Uint8Array; readonly read: A.DecodedChange }

/**
 * Opens a bundle into the changes it holds, each as its own chunk and in the order of the bundle (causal). What opening
 * costs is bounded beforehand from the bundle's own columns; each change is then checked as if it had come alone.
 */
export function openBundle(bytes: Uint8Array, settings: GateSettings): Result<readonly OpenedChange[], GateRefusal> {
  const { limits, without } = settings
  if (bytes.length > limits.entryBytes) {
    return err({ code: 'E_CHANGE_SIZE', measured: bytes.length, limit: limits.entryBytes })
  }
  const header = readBundleHeader(bytes, limits)
  if (!header.ok) return header
  if (header.value.badKey && !without.has('key')) return err({ code: 'E_KEY' })
  if (header.value.badValue && !without.has('value')) return err({ code: 'E_VALUE' })
  try {
    const { changes } = A.readBundle(bytes)
    return ok(changes.map((read) => ({ bytes: A.encodeChange(read), read })))
  } catch {
    return err({ code: 'E_CHANGE_FORM' })
  }
}
