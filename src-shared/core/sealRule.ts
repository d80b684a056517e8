/**
 * When drafts become an entry (CR3). Sealing at every pause costs 1.5 MB for an hour of typing, one entry for the hour
 * 9 KB: so drafts wait for a contact, and are sealed at pauses only while someone could read them.
 */
export interface DraftLoad {
  /** Changes that are in no entry yet. */
  readonly changes: number
  /** As the changes stand in the drafts. */
  readonly bytes: number
  /** UTC ms of the first and the last of them. */
  readonly firstAt: number
  readonly lastAt: number
}

export const SEAL_PAUSE_IN_MS = 2_000
export const SEAL_LATEST_IN_MS = 10_000
/** An entry of about 64 KB: as a bundle changes take a tenth of what they take one by one (decision 0012). */
export const SEAL_AT_BYTES = 768 * 1024
/** One entry holds no more changes than a gate reads at once. */
export const MOST_CHANGES_PER_ENTRY = 5_000

/** In how many milliseconds drafts are due; 0 is now, `null` means at the next contact. */
export function sealDueInMs(load: DraftLoad, now: number, someoneConnected: boolean): number | null {
  if (load.changes === 0) return null
  if (load.bytes >= SEAL_AT_BYTES || load.changes >= MOST_CHANGES_PER_ENTRY) return 0
  if (!someoneConnected) return null
  const due = Math.min(load.lastAt + SEAL_PAUSE_IN_MS, load.firstAt + SEAL_LATEST_IN_MS) - now
  return Math.min(Math.max(due, 0), SEAL_PAUSE_IN_MS) // a clock that jumps never delays it
}
