import * as A from '@automerge/automerge/slim'
import { type Hex, fromHex } from '../base/bytes.ts'
import { epochKey } from '../base/crypto.ts'
import { decodeContentBody } from '../journal/contentBody.ts'
import { type Entry, KIND, openContentEntry } from '../journal/entry.ts'
import type { PlanCore } from './planCore.ts'

/**
 * Hashes of the changes in an own entry. Only for entries this device has written itself: their bundles are opened here,
 * outside the worker.
 */
export function openOwnBundle(core: PlanCore, entry: Entry): readonly Hex[] {
  const secret = core.state.epochs.get(entry.header.epochId)
  if (entry.header.kind !== KIND.CONTENT || secret === undefined) return []
  const clear = openContentEntry(entry, epochKey(secret, 'content', fromHex(core.planId)))
  const body = clear.ok ? decodeContentBody(clear.value) : clear
  return body.ok ? A.readBundle(body.value.bundle).changes.map((change) => change.hash as Hex) : []
}
