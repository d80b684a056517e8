import * as A from '@automerge/automerge/slim'
import type { IndexedChange } from './changeIndex.ts'
import type { PackedChanges } from './executor.ts'
import type { GateLimits } from './limits.ts'

/**
 * Bundles of these changes, each within what the gate of others accepts in one entry. Causal order: a change's operations
 * are numbered after those of all it builds on. Null: one change alone is too large for an entry.
 */
export function packChanges(
  doc: A.Doc<unknown>,
  changes: readonly IndexedChange[],
  limits: GateLimits,
): readonly PackedChanges[] | null {
  const ordered = changes.toSorted((a, b) => a.startOp - b.startOp || (a.hash < b.hash ? -1 : 1))
  const packed: PackedChanges[] = []
  const groups = splitByOps(ordered, limits).toReversed()
  for (let group = groups.pop(); group; group = groups.pop()) {
    const hashes = group.map(({ hash }) => hash)
    const bundle = A.saveBundle(doc, hashes)
    if (bundle.length <= limits.bundleBytes) packed.push({ bundle, hashes })
    else if (group.length === 1) return null
    else groups.push(group.slice(group.length >> 1), group.slice(0, group.length >> 1))
  }
  return packed
}

function splitByOps(changes: readonly IndexedChange[], limits: GateLimits): readonly (readonly IndexedChange[])[] {
  const groups: IndexedChange[][] = []
  let ops = Infinity
  for (const change of changes) {
    const own = change.maxOp - change.startOp + 1
    const last = groups.at(-1)
    if (last && ops + own <= limits.packedOps && last.length < limits.changesPerBundle) {
      last.push(change)
      ops += own
    } else {
      groups.push([change])
      ops = own
    }
  }
  return groups
}
