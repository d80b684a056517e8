/**
 * Opens the folder of one plan: local state, cache, journal, control entries, document, drafts; then repairs what is
 * damaged (`repair.ts`). Everything found wrong is in the health report.
 */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { actorOf, storageKey } from '../base/crypto.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { DocExecutor } from '../gate/executor.ts'
import type { Disk } from '../journal/disk.ts'
import { openDraftStore } from '../journal/draftStore.ts'
import { type Entry, KIND, isControlKind, parseEntry } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { emptyVector } from '../journal/vector.ts'
import { computeRoster } from '../roster/computeRoster.ts'
import { deviceKeys } from '../roster/keys.ts'
import type { Roster } from '../roster/roster.ts'
import { type PlanCache, readCache } from './cacheFile.ts'
import type { CoreDeps } from './deps.ts'
import { findEpochSecrets, openSecrets, sealSecrets } from './epochs.ts'
import { noFacts, readFacts } from './facts.ts'
import { makeHealthLog } from './health.ts'
import { makeLateEntries } from './lateEntries.ts'
import { emptyLedger } from './ledger.ts'
import { makeListeners } from './listeners.ts'
import { openLocalFile } from './localFile.ts'
import { emptyLocalState } from './localState.ts'
import { type PlanCore, type PlanState, closeCore, diskNotice } from './planCore.ts'
import { followRights } from './rebuild.ts'
import { type OpenFinds, restorePlan } from './repair.ts'
import { type Vault, makeVault } from './sealed.ts'
import { makeStrangers } from './strangers.ts'
import { makeTurn } from './turn.ts'
import { openFromCache } from './warmOpen.ts'

export interface OpenOptions {
  /** Also a plan that is not finished: while it is being founded or joined. */
  readonly unfinished?: boolean
}

export async function openPlan(
  deps: CoreDeps,
  planId: Hex,
  options: OpenOptions = {},
): Promise<Result<PlanCore, Notice>> {
  const disk = deps.folders.disk(planId)
  const vault = vaultOf(deps, planId)
  const found = await readCache(disk, vault)
  const cache = found.at === 'found' ? found.cache : null
  const journal = await deps.openJournal(disk, planId, cache?.covered ?? emptyVector)
  if (!journal.ok) {
    await disk.close()
    return err(diskNotice(journal.error))
  }
  const opened = await openBeside(deps, planId, disk, vault, journal.value, cache, options)
  if (!opened.ok) {
    await journal.value.close()
    await disk.close()
    return opened
  }
  const core = opened.value
  const finds: OpenFinds = { cache, cacheAt: found.at }
  if (openFromCache(core, finds)) return ok(core)
  const restored = await restorePlan(core, finds)
  if (!restored.ok) {
    await closeCore(core)
    return restored
  }
  await followRights(core, rosterOf(planId, cache) ?? core.state.roster)
  await readFacts(core)
  return ok(core)
}

/** What the cache's document was judged by. */
function rosterOf(planId: Hex, cache: PlanCache | null): Roster | null {
  if (cache === null) return null
  const entries = cache.control.flatMap((bytes) => {
    const entry = parseEntry(bytes)
    return entry.ok ? [entry.value] : []
  })
  return computeRoster(planId, entries)
}

export const vaultOf = (deps: CoreDeps, planId: Hex): Vault =>
  makeVault(storageKey(deps.deviceSecret, fromHex(planId)), planId, deps.random)

async function openBeside(
  deps: CoreDeps,
  planId: Hex,
  disk: Disk,
  vault: Vault,
  journal: Journal,
  cache: PlanCache | null,
  options: OpenOptions,
): Promise<Result<PlanCore, Notice>> {
  const local = await openLocalFile(disk, { ...emptyLocalState(''), ready: cache !== null || journal.count() > 0 })
  if (!local.ok) return err(diskNotice(local.error))
  const { file, damaged } = local.value
  if (!file.state().ready && options.unfinished !== true) return err(notice('E_NO_PLAN'))
  const drafts = await openDraftStore({
    disk,
    key: storageKey(deps.deviceSecret, fromHex(planId)),
    random: deps.random,
  })
  if (!drafts.ok) return err(diskNotice(drafts.error))
  const control = await controlEntries(journal, cache)
  const genesis = control.find((entry) => entry.header.kind === KIND.GENESIS)
  if (genesis === undefined) return err(notice('E_NO_PLAN'))
  const health = makeHealthLog(deps.clock, deps.log, planId)
  // Mended from the second copy: in the report, and no news to anybody, unless both copies lacked something.
  for (const name of damaged) health.report('E_LOCAL_DAMAGED', { file: name }, name, { quiet: true })
  for (const { file, isLost } of drafts.value.damage()) {
    health.report('E_DRAFTS_DAMAGED', { file }, file, { quiet: !isLost })
  }
  // Written here by a later version: to go on in its streams would make them a fork.
  const { newer } = journal.health()
  if (newer !== undefined) health.report('E_NEWER', { version: newer }, 'journal')
  const { device, stream } = genesis.header
  const keys = deviceKeys(deps.deviceSecret, planId)
  const docs = await deps.startExecutor({
    roomId: planId,
    foundingActor: toHex(actorOf(fromHex(device), fromHex(stream))),
  })
  const onError = (cause: unknown): void => deps.log.error('listener.threw', { cause: String(cause).slice(0, 200) })
  const core: PlanCore = {
    planId,
    deps,
    keys,
    device: toHex(keys.sign.publicKey),
    vault,
    disk,
    journal,
    docs: docs satisfies DocExecutor,
    local: file,
    drafts: drafts.value,
    health,
    turn: makeTurn(),
    events: {
      changes: makeListeners(onError),
      lease: makeListeners(onError),
      changed: makeListeners(onError),
      stored: makeListeners(onError),
    },
    state: { ...emptyState(planId, control, cache, deps.clock.now()), isNewer: newer !== undefined },
  }
  for (const [id, secret] of openSecrets(vault, file.state())) core.state.epochs.set(id, secret)
  findEpochSecrets(core)
  if (core.state.epochs.size > file.state().epochs.length) {
    await file.update((state) => ({ ...state, epochs: sealSecrets(vault, core.state.epochs) }))
  }
  return ok(core)
}

/** Of the journal and of the cache: each has what the other may have lost. In the order in which they came. */
async function controlEntries(journal: Journal, cache: PlanCache | null): Promise<readonly Entry[]> {
  const out = new Map<Hex, Entry>()
  const places = [...journal.places()].filter((place) => isControlKind(place.kind))
  for await (const entry of journal.read(places)) out.set(entry.hash, entry)
  for (const bytes of cache?.control ?? []) {
    const entry = parseEntry(bytes)
    if (entry.ok) out.set(entry.value.hash, entry.value)
  }
  return [...out.values()]
}

function emptyState(planId: Hex, control: readonly Entry[], cache: PlanCache | null, now: number): PlanState {
  return {
    roster: computeRoster(planId, control),
    control: new Map(control.map((entry) => [entry.hash, entry])),
    devices: new Map([
      ...(cache?.devices ?? []),
      ...control.map((entry) => [entry.header.stream, entry.header.device] as const),
    ]),
    epochs: new Map(cache?.epochs ?? []),
    heads: [],
    ledger: cache?.ledger ?? emptyLedger,
    // What asked for a newer reader is read again: this may be one (`replay`).
    quarantined: new Map(
      (cache?.quarantined ?? []).filter((item) => item.code !== 'E_NEWER').map((item) => [item.hash, item]),
    ),
    relayClocks: new Map(),
    lost: emptyVector,
    parked: new Set(),
    waiting: new Set(),
    isWorkerBehind: false,
    notUnderstood: new Set(cache?.notUnderstood ?? []),
    late: makeLateEntries(),
    isRebuildDue: false,
    strangers: makeStrangers(),
    isNewer: false,
    pending: [],
    unwritten: [],
    sealed: [],
    notSaved: null,
    lease: null,
    leases: 0,
    lastSeq: new Map(cache?.lastSeq ?? []),
    bytes: null,
    cacheStale: false,
    cachedAt: cache === null ? 0 : now,
    facts: noFacts,
    attachments: null,
    loading: null,
    look: null,
    closed: false,
  }
}
