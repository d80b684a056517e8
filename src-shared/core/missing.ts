/**
 * Entries that exist and are not here. What this device held and lost is damage, and said as that (BI1); what it never had
 * is a gap, named by whose entries they are (CR12). Both are fetched at the next contact.
 */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import type { Damage } from '../journal/journal.ts'
import {
  type Vector,
  countRanges,
  emptyVector,
  rangesLacking,
  uniteVectors,
  vectorHas,
  vectorWithRanges,
} from '../journal/vector.ts'
import type { PlanCache } from './cacheFile.ts'
import { findGaps } from './ledger.ts'
import { allOwnStreams } from './ownStreams.ts'
import { nameOfMember } from './people.ts'
import type { PlanCore } from './planCore.ts'
import { memberOf } from './self.ts'

/**
 * When a plan is opened. The cache says what had been here; a hole that it does not know of is laid to damage of the
 * journal's files, while there is some that nothing has made good.
 */
export function noteLost(core: PlanCore, cache: PlanCache | null): void {
  const held = core.journal.vector()
  const { damage, missing } = core.journal.health()
  const isHurt = damage.some((item) => item.code !== 'E_STORE_TAIL' && !isMadeGood(item, held))
  const lost = isHurt ? missing : rangesLacking(held, cache?.covered ?? emptyVector)
  core.state.lost = vectorWithRanges(emptyVector, lost)
  tellLost(core)
}

const isMadeGood = ({ likely }: Damage, held: Vector): boolean =>
  likely !== undefined && vectorHas(held, likely.stream, likely.seq)

/** How many entries of others were lost here; said until they have come again. */
export function tellLost(core: PlanCore): void {
  const own = new Set(allOwnStreams(core))
  const lost = rangesLacking(core.journal.vector(), core.state.lost)
  const count = countRanges(lost.filter((range) => !own.has(range.stream)))
  if (count > 0) core.health.report('E_STORE_CRC', { count }, 'missing')
  else core.health.clear('E_STORE_CRC', 'missing')
}

/** Entries that others have and this device never had, by whose they are. */
export function gapNotices(core: PlanCore): readonly Notice[] {
  const byAuthor = new Map<string, number>()
  for (const { stream, count } of findGaps(core.state.ledger, uniteVectors(core.journal.vector(), core.state.lost))) {
    const author = authorOf(core, stream)
    byAuthor.set(author, (byAuthor.get(author) ?? 0) + count)
  }
  return [...byAuthor].map(([author, count]) => notice('W_GAP', { author, count }))
}

function authorOf(core: PlanCore, stream: Hex): string {
  const device = core.state.devices.get(stream)
  const member = device === undefined ? undefined : memberOf(core, device)
  return member === undefined ? 'someone' : nameOfMember(core, member)
}
