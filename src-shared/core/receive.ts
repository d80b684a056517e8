/**
 * Entries from outside: from a relay, a bundle, a second channel. Each valid one is in the journal as received and durable
 * before anything else happens to it (CR5); what it says is judged after that (`digest.ts`). Runs in the plan's turn.
 */
import type { Hex } from '../base/bytes.ts'
import { type Code, type Notice, isCode } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type Entry, KIND, isControlKind, parseEntry, verifyEntry } from '../journal/entry.ts'
import type { Fork } from '../journal/journal.ts'
import { authorise } from '../roster/authorise.ts'
import { extendRoster } from '../roster/computeRoster.ts'
import { digestEntries, takeControl } from './digest.ts'
import { type PlanCore, diskNotice } from './planCore.ts'
import { followRights } from './rebuild.ts'
import { sealPending } from './sealDrafts.ts'
import { canWrite } from './self.ts'
import { journalSealed } from './unsaved.ts'

export interface Taken {
  /** Entries that were new here and are in the journal now. */
  readonly added: readonly Entry[]
  readonly known: number
  /** Entries not let in, by code. */
  readonly refused: ReadonlyMap<Code, number>
  /** Own streams of which somebody holds entries that this device did not write (CR11). */
  readonly foreignOwn: readonly Hex[]
  readonly forks: readonly Fork[]
  /** Streams of all entries of the batch that are held now, new or not. */
  readonly streams: ReadonlySet<Hex>
}

/**
 * Takes a batch in. An error means the disk refused: nothing of the batch counts as received, and it may be given again.
 * Entries that are no entries of this plan are refused one by one and never stop the others.
 */
export async function takeEntries(core: PlanCore, list: readonly Uint8Array[]): Promise<Result<Taken, Notice>> {
  const sorted = sortOut(core, list)
  const twin = sorted.sealed.some((entry) => entry.header.device === core.device)
  // A copy of this folder may have used the numbers of our drafts: sealed, they stand beside its entry as a fork, and are
  // written again (CR11). In the drafts alone they would keep the other's entry out, and ours out everywhere else.
  if (twin && core.state.pending.length > 0 && canWrite(core)) await sealPending(core)
  const kept = await journalSealed(core)
  if (!kept.ok) return kept
  const appended = await core.journal.append([...sorted.control, ...sorted.sealed])
  if (!appended.ok) return err(diskNotice(appended.error))
  const { added, forks } = appended.value
  const own = added.filter((entry) => entry.header.device === core.device)
  const before = core.state.roster
  const isRosterNew = takeControl(core, added)
  for (const { header } of added) core.state.devices.set(header.stream, header.device)
  await digestEntries(core, added)
  await followRights(core, before)
  if (added.length > 0) {
    core.state.cacheStale = true
    core.events.stored.emit(null)
  }
  for (const [code, count] of sorted.refused) core.health.refused(code, count)
  core.events.changed.emit(null)
  const taken: Taken = {
    added,
    known: sorted.known,
    refused: sorted.refused,
    foreignOwn: [...new Set(own.map((entry) => entry.header.stream))],
    forks,
    streams: new Set([...sorted.knownStreams, ...added.map((entry) => entry.header.stream)]),
  }
  const strangers = isRosterNew ? core.state.strangers.takeAll() : []
  if (strangers.length === 0) return ok(taken)
  const later = await takeEntries(core, strangers)
  return later.ok ? ok(bothTaken(taken, later.value)) : ok(taken)
}

const bothTaken = (first: Taken, later: Taken): Taken => ({
  added: [...first.added, ...later.added],
  known: first.known,
  refused: first.refused,
  foreignOwn: [...new Set([...first.foreignOwn, ...later.foreignOwn])],
  forks: [...first.forks, ...later.forks],
  streams: new Set([...first.streams, ...later.streams]),
})

interface Sorted {
  readonly control: readonly Entry[]
  readonly sealed: readonly Entry[]
  readonly refused: ReadonlyMap<Code, number>
  readonly known: number
  readonly knownStreams: ReadonlySet<Hex>
}

/** Signature, then membership with all control entries of the batch known, then the chain. */
function sortOut(core: PlanCore, list: readonly Uint8Array[]): Sorted {
  const refused = new Map<Code, number>()
  const refuse = (code: string): void => {
    const named: Code = isCode(code) ? code : 'E_ENTRY'
    refused.set(named, (refused.get(named) ?? 0) + 1)
  }
  let known = 0
  const knownStreams = new Set<Hex>()
  const control: Entry[] = []
  const sealed: Entry[] = []
  for (const bytes of list) {
    const entry = parseEntry(bytes)
    if (!entry.ok) refuse(entry.error.code)
    else if (entry.value.header.roomId !== core.planId) refuse('E_CONTEXT')
    else if (core.journal.has(entry.value.hash)) {
      known += 1
      knownStreams.add(entry.value.header.stream)
    } else if (!verifyEntry(entry.value)) refuse('E_SIG')
    else (isControlKind(entry.value.header.kind) ? control : sealed).push(entry.value)
  }
  const roster = extendRoster(core.state.roster, control)
  const judged = (entry: Entry): boolean => {
    const allowed = authorise(roster, entry)
    const code = allowed.ok ? chainFault(core, entry, [...control, ...sealed]) : allowed.error.code
    if (code === null || !isForGood(code)) return true
    if (code === 'E_NOT_MEMBER') core.state.strangers.keep(entry)
    refuse(code)
    return false
  }
  return { control: control.filter(judged), sealed: sealed.filter(judged), refused, known, knownStreams }
}

/**
 * Codes for which an entry is not even stored. The others concern members whose right or place this device may judge
 * differently tomorrow, with control entries it has not seen yet: these entries are kept and set aside.
 */
const isForGood = (code: string): boolean =>
  code === 'E_SIG' || code === 'E_NOT_MEMBER' || code === 'E_CONTEXT' || code === 'E_CHAIN'

/** An entry whose predecessor is held, or comes in the same batch, names it; one stream has one device. */
function chainFault(core: PlanCore, { header }: Entry, batch: readonly Entry[]): 'E_CHAIN' | 'E_CONTEXT' | null {
  const writer = core.state.devices.get(header.stream)
  if (writer !== undefined && writer !== header.device) return 'E_CONTEXT'
  if (header.seq === 0 || header.kind === KIND.GENESIS) return null
  const held = core.journal.at(header.stream, header.seq - 1)
  if (held.length === 0 || held.includes(header.prev)) return null
  const isInBatch = batch.some((other) => other.hash === header.prev)
  return isInBatch ? null : 'E_CHAIN'
}
