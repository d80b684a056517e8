import * as A from '@automerge/automerge/slim'

/** What one side did that the other had not seen. */
export interface SideChanges {
  /** Change hashes, in an order in which each comes after those it builds on. */
  readonly hashes: readonly string[]
  readonly actors: readonly string[]
}

export interface ForkedHistory {
  /** Heads of what both sides had. */
  readonly base: readonly string[]
  readonly ours: SideChanges
  readonly theirs: SideChanges
}

/**
 * What only `ours` reaches and what only `theirs` reaches. No change of one side builds on one of the other, so the two are
 * concurrent. `null` when the document does not hold these heads.
 */
export function forkHistory(
  doc: A.Doc<unknown>,
  ours: readonly string[],
  theirs: readonly string[],
): ForkedHistory | null {
  if (!A.hasHeads(doc, [...ours]) || !A.hasHeads(doc, [...theirs])) return null
  const notOurs = A.getChangesMetaSince(doc, [...ours])
  const notTheirs = A.getChangesMetaSince(doc, [...theirs])
  const missingHere = new Set(notOurs.map(({ hash }) => hash))
  const missingThere = new Set(notTheirs.map(({ hash }) => hash))
  const onlyOurs = notTheirs.filter(({ hash }) => !missingHere.has(hash))
  const onlyTheirs = notOurs.filter(({ hash }) => !missingThere.has(hash))
  const apart = new Set([...onlyOurs, ...onlyTheirs].map(({ hash }) => hash))
  const borders = [...ours, ...theirs, ...[...onlyOurs, ...onlyTheirs].flatMap(({ deps }) => deps)]
  return {
    base: [...new Set(borders)].filter((hash) => !apart.has(hash)).sort(),
    ours: sideOf(onlyOurs),
    theirs: sideOf(onlyTheirs),
  }
}

/** Everything between two states of one history, as one side's work. */
export function changesBetween(
  doc: A.Doc<unknown>,
  from: readonly string[],
  to: readonly string[],
): SideChanges | null {
  return forkHistory(doc, from, to)?.theirs ?? null
}

const sideOf = (metas: readonly A.ChangeMetadata[]): SideChanges => ({
  hashes: metas.map(({ hash }) => hash),
  actors: [...new Set(metas.map(({ actor }) => actor))].sort(),
})
