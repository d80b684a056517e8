/**
 * What becomes of entries that are in the journal: control entries make the roster, content goes through the gate into the
 * document, everything else is counted. An entry is applied, set aside with its code, or waits; it is never lost.
 */
import { type Hex, fromHex } from '../base/bytes.ts'
import { type CodeParams, isCode } from '../base/codes.ts'
import { epochKey } from '../base/crypto.ts'
import type { EntryOutcome, EntryToApply, GatedChange } from '../gate/executor.ts'
import { type Envelope, checkEnvelope } from '../gate/checkEnvelope.ts'
import type { GateRefusal } from '../gate/refusal.ts'
import { type Entry, KIND, isControlKind } from '../journal/entry.ts'
import { extendRoster } from '../roster/computeRoster.ts'
import type { Heads } from './contract.ts'
import { findEpochSecrets } from './epochs.ts'
import { noteSeen, noteWritten } from './ledger.ts'
import { tellStanding } from './ownStanding.ts'
import { authorsOf, nameOf } from './people.ts'
import { actorOfStream, allOwnStreams } from './ownStreams.ts'
import { type PlanCore, report } from './planCore.ts'
import { selfOf } from './self.ts'

/** Control entries among these, into roster and keys. */
export function takeControl(core: PlanCore, entries: readonly Entry[]): boolean {
  const { state } = core
  const fresh = entries.filter((entry) => isControlKind(entry.header.kind) && !state.control.has(entry.hash))
  if (fresh.length === 0) return false
  for (const entry of fresh) state.control.set(entry.hash, entry)
  state.roster = extendRoster(state.roster, fresh)
  findEpochSecrets(core)
  tellStanding(core)
  for (const entry of fresh) if (!(entry.header.kind in KNOWN_KINDS)) noteUnknown(core, entry.hash)
  return true
}

const KNOWN_KINDS: Readonly<Record<number, true>> = {
  [KIND.GENESIS]: true,
  [KIND.STEWARD]: true,
  [KIND.INVITE_GRANT]: true,
  [KIND.INVITE_VOID]: true,
  [KIND.JOIN]: true,
  [KIND.ROLE]: true,
  [KIND.EPOCH]: true,
  [KIND.CONTENT]: true,
}

/** The content of these entries, and of those that waited for what came with them. */
export async function digestEntries(core: PlanCore, entries: readonly Entry[]): Promise<void> {
  const { state } = core
  const control = entries.some((entry) => isControlKind(entry.header.kind))
  const again = control ? lateHashes(core) : []
  const waited = control || state.isWorkerBehind ? await readHeld(core, [...new Set([...state.waiting, ...again])]) : []
  if (state.isWorkerBehind) core.health.clear('E_WORKER')
  state.isWorkerBehind = false
  const content = [...waited, ...entries].filter((entry) => !isControlKind(entry.header.kind))
  await gateContent(core, content)
}

/** Entries set aside because they lie beyond a cut-off. */
export const lateHashes = (core: PlanCore): readonly Hex[] =>
  [...core.state.quarantined.values()].filter(({ code }) => code === 'E_CUTOFF').map(({ hash }) => hash)

/**
 * Opens content entries and hands those that can be judged to the worker in one batch. `isVouched`: late ones among them
 * count, since something that counts builds on them.
 */
export async function gateContent(core: PlanCore, entries: readonly Entry[], isVouched = false): Promise<void> {
  const ready: EntryToApply[] = []
  for (const entry of entries) {
    const opened = openEntry(core, entry)
    if (opened.at === 'open') ready.push(isVouched ? { ...opened.entry, isLate: false } : opened.entry)
    else if (opened.at === 'otherKind') noteUnknown(core, entry.hash)
    else if (opened.at === 'waits') core.state.waiting.add(entry.hash)
    else setAside(core, entry, opened.refusal)
    if (opened.at !== 'waits') core.state.waiting.delete(entry.hash)
  }
  if (ready.length === 0) return
  const before = core.state.heads
  const applied = await core.docs.applyEntries({ entries: ready })
  if (!applied.ok) {
    // The worker is new and holds what it held before.
    for (const { entryHash } of ready) core.state.waiting.add(entryHash)
    tryLater(core)
    return report(core, isCode(applied.error.code) ? applied.error.code : 'E_WORKER')
  }
  const byHash = new Map(entries.map((entry) => [entry.hash, entry]))
  for (const outcome of applied.value.entries) await settle(core, outcome, byHash.get(outcome.entryHash))
  core.state.heads = [...applied.value.heads].sort()
  core.state.cacheStale = true
  await noteMerge(core, before, ready, applied.value.entries)
  tellChanges(
    core,
    applied.value.entries.flatMap((outcome) => (outcome.at === 'applied' ? outcome.changes : [])),
    before.length === 0,
  )
  await takeVouched(core, core.state.late.vouched())
}

/** Late entries that turn out to count go in; each may call for another. */
async function takeVouched(core: PlanCore, hashes: readonly Hex[]): Promise<boolean> {
  if (hashes.length > 0) await gateContent(core, await readHeld(core, hashes), true)
  return hashes.length > 0
}

/** Own changes build on these: late entries that hold them count. False: none does. */
export const vouchFor = (core: PlanCore, changes: readonly Hex[]): Promise<boolean> =>
  takeVouched(core, core.state.late.holding(changes))

const TRY_AGAIN_IN_MS = 10_000

function tryLater(core: PlanCore): void {
  if (core.state.isWorkerBehind) return
  core.state.isWorkerBehind = true
  core.deps.timer.after(TRY_AGAIN_IN_MS, () => {
    if (core.state.closed || !core.state.isWorkerBehind) return
    void core.turn.run(async () => (core.state.closed ? undefined : digestEntries(core, [])))
  })
}

/** Remembers where this device stood before others' changes came in, until the person has looked at them. */
async function noteMerge(
  core: PlanCore,
  before: Heads,
  given: readonly EntryToApply[],
  outcomes: readonly EntryOutcome[],
): Promise<void> {
  if (before.length === 0 || core.local.state().unlooked !== null) return
  const own = new Set(given.filter((entry) => entry.author.device === core.device).map((entry) => entry.entryHash))
  const isForeign = outcomes.some((one) => one.at === 'applied' && one.changes.length > 0 && !own.has(one.entryHash))
  if (isForeign) await core.local.update((state) => ({ ...state, unlooked: [...before] }))
}

/** `isFirst`: who has the plan open has had no document to put them in. */
function tellChanges(core: PlanCore, changes: readonly GatedChange[], isFirst: boolean): void {
  const own = new Set(allOwnStreams(core).map((stream) => actorOfStream(core.device, stream)))
  for (const { actor, seq } of changes) {
    if (own.has(actor)) core.state.lastSeq.set(actor, Math.max(seq, core.state.lastSeq.get(actor) ?? 0))
  }
  if (changes.length === 0) return
  if (isFirst) return core.events.changes.emit({ kind: 'reset', heads: core.state.heads })
  core.events.changes.emit({ kind: 'changes', changes: changes.map((change) => change.bytes), heads: core.state.heads })
}

function openEntry(core: PlanCore, entry: Entry): Envelope {
  const { state } = core
  const envelope = checkEnvelope(entry, {
    roster: state.roster,
    contentKey: (epochId) => {
      const secret = state.epochs.get(epochId)
      return secret === undefined ? undefined : epochKey(secret, 'content', fromHex(core.planId))
    },
    streamsOf: (device) => [...state.devices].flatMap(([stream, owner]) => (owner === device ? [stream] : [])),
  })
  // Who was removed keeps what is here, own words included: their plan is nobody else's any more.
  const isOwn = entry.header.device === core.device
  if (envelope.at === 'open' && envelope.entry.isLate === true && isOwn && selfOf(core)?.standing === false) {
    return { ...envelope, entry: { ...envelope.entry, isLate: false } }
  }
  if (envelope.at === 'open' && envelope.entry.isLate !== true) {
    const { entry: given, body } = envelope
    const { member } = given.author
    state.ledger = isOwn ? noteWritten(state.ledger, member, body.t) : noteSeen(state.ledger, member, body.seen, body.t)
  }
  return envelope
}

async function settle(core: PlanCore, outcome: EntryOutcome, given: Entry | undefined): Promise<void> {
  const { state } = core
  state.parked.delete(outcome.entryHash)
  if (outcome.at === 'parked') state.late.wants(outcome.entryHash, outcome.missing)
  else if (outcome.at === 'late') state.late.put(outcome.entryHash, outcome)
  else state.late.settled(outcome.entryHash)
  if (outcome.at === 'parked') {
    state.parked.add(outcome.entryHash)
    if (!outcome.held) {
      core.state.waiting.add(outcome.entryHash)
      report(core, 'E_PARKED_FULL')
      tryLater(core)
    }
  }
  // It may have been set aside before, as the other side of a fork, or for a newer reader.
  if (outcome.at === 'applied' || outcome.at === 'parked') {
    state.quarantined.delete(outcome.entryHash)
    core.health.clear('E_CUTOFF', outcome.entryHash)
  }
  if (outcome.at === 'applied' || outcome.at === 'parked') return
  const entry = given ?? (await readHeld(core, [outcome.entryHash]))[0]
  const refusal = outcome.at === 'late' ? ({ code: 'E_CUTOFF' } as const) : outcome.refusal
  if (entry !== undefined) setAside(core, entry, refusal)
}

/** In the journal, passed on, and out of the document: with its code and its author (CR6). */
function setAside(core: PlanCore, entry: Entry, refusal: GateRefusal): void {
  const { state } = core
  const { code } = refusal
  state.quarantined.set(entry.hash, { hash: entry.hash, code })
  if (code === 'E_NEWER') state.isNewer = true
  const params = { author: nameOf(core, entry.header.device), ...paramsOf(core, refusal) }
  if (code === 'E_FORK') report(core, 'E_FORK_OTHER', params, entry.header.stream)
  else report(core, code, params, entry.hash)
}

/** Whose name was borrowed; which version is needed. */
function paramsOf(core: PlanCore, { code, actor, measured }: GateRefusal): CodeParams {
  if (code === 'E_NEWER' && measured !== undefined) return { version: measured }
  const claimed = actor === undefined ? '' : authorsOf(core)(actor).name
  return claimed === '' ? {} : { claimed }
}

function noteUnknown(core: PlanCore, hash: Hex): void {
  core.state.notUnderstood.add(hash)
  report(core, 'W_UNKNOWN_KIND', { count: core.state.notUnderstood.size })
}

/** Entries of the journal by hash, in the order in which they came; those that cannot be read any more are left out. */
export async function readHeld(core: PlanCore, hashes: readonly Hex[]): Promise<readonly Entry[]> {
  const places = hashes.flatMap((hash) => core.journal.place(hash) ?? [])
  const out: Entry[] = []
  for await (const entry of core.journal.read(places)) out.push(entry)
  return out
}
