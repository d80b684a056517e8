/** One plan, open: the functions of this room joined into the `PlanSession` that every host uses. */
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { isControlKind } from '../journal/entry.ts'
import { isRelayUrl } from '../sync/relayUrl.ts'
import { readAgreements, readPrints, recordAgreement, recordPrint, sinceAgreement } from './adoption.ts'
import { readBundleFile, takeBundle, writeBundle } from './bundles.ts'
import { checkClock } from './clockCheck.ts'
import type { Answer, HealthReport, PlanSession, PlanStanding, PlanStatus } from './contract.ts'
import { makeFactsClock, readFacts } from './facts.ts'
import { leaveStream, mindAndKeep } from './fork.ts'
import { closeInvite, makeInvite, makeSteward } from './invites.ts'
import { documentBytes, isCacheDue, keepCache, sameHeads } from './keepCache.ts'
import { makeSubmissions, releaseLease, takeLease } from './lease.ts'
import { makeListeners } from './listeners.ts'
import { makeLiveWords } from './liveWords.ts'
import { executorNotice, pendingBytes } from './ownChanges.ts'
import { tellLost } from './missing.ts'
import { nameOf } from './people.ts'
import { ensurePerson, renameSelf } from './person.ts'
import { type PlanCore, closeCore, diskNotice } from './planCore.ts'
import { makePlanFiles } from './planFiles.ts'
import { makePresence } from './presence.ts'
import { canonicalOf, projectHistoryOf, readHistory, reportSince } from './reading.ts'
import {
  acceptLate,
  isRenewalDue,
  rankAmongStewards,
  readLate,
  refreshEpoch,
  removeMember,
  renewIfDue,
  setRole,
  unmakeSteward,
} from './parting.ts'
import type { Taken } from './receive.ts'
import { makeRelayLinks, updateRelay } from './relayLinks.ts'
import { viewRoster } from './rosterView.ts'
import { sealPending } from './sealDrafts.ts'
import { sealDueInMs } from './sealRule.ts'
import { memberOf } from './self.ts'
import { makeStatus, standingOf } from './status.ts'
import { RETRY_WRITE_IN_MS, isDiskRefusal, writeRefused } from './unsaved.ts'

/** After a meeting the cache is written when nothing has come for this long; asked so many times, then written anyway. */
const QUIET_MS = 2_000
const QUIET_ROUNDS = 30

/** What a steward of the next rank gives the one before to open an epoch. */
const RENEW_EVERY_MS = 5_000

export interface OpenSession extends PlanSession {
  readonly core: PlanCore
  /** After it the status knows of the attached files, also of a plan that has just been opened. */
  readonly readFiles: () => Promise<void>
  /** Settles when it has closed; `null` while nobody has asked it to. */
  readonly closing: () => Promise<void> | null
  /** For a list of plans. */
  readonly standing: () => PlanStanding
}

/** `onClosed` lets the device forget the session. */
export function makeSession(core: PlanCore, onClosed: () => void): OpenSession {
  const statusListeners = makeListeners<PlanStatus>(() => undefined)
  let cancelSeal: (() => void) | null = null
  let cancelKeep: (() => void) | null = null
  let cancelRenewal: (() => void) | null = null
  let isStatusDue = false

  const inTurn = <T>(task: () => Promise<Result<T, Notice>>): Answer<T> =>
    core.turn.run(async () => (core.state.closed ? err(notice('E_CLOSED')) : task()))
  /** What the cache can answer does not wait for the worker that still loads (CR32). */
  const atOnce = <T>(task: () => Promise<Result<T, Notice>>): Answer<T> =>
    core.state.loading !== null && !core.state.closed ? task() : inTurn(task)
  const done = async (result: Promise<Result<void, Notice>>): Promise<Result<null, Notice>> => {
    const answer = await result
    return answer.ok ? ok(null) : answer
  }

  const seal = async (): Promise<Result<void, Notice>> => {
    const sealed = await inTurn(() => sealPending(core))
    if (!sealed.ok && isDiskRefusal(sealed.error) && !core.state.closed) {
      cancelSeal?.()
      cancelSeal = core.deps.timer.after(RETRY_WRITE_IN_MS, () => scheduleSeal())
    }
    return sealed
  }
  const keep = async (): Promise<void> => {
    if (isCacheDue(core)) await inTurn(() => keepCache(core))
  }
  /** Saving takes about as long as applying: it waits until nothing is coming, at most a minute. */
  const keepWhenQuiet = (roundsLeft = QUIET_ROUNDS): void => {
    if (cancelKeep !== null || core.state.closed) return
    const held = core.journal.count()
    cancelKeep = core.deps.timer.after(QUIET_MS, () => {
      cancelKeep = null
      const isQuiet = core.journal.count() === held && !relays.isReceiving()
      if (isQuiet || roundsLeft === 0) void inTurn(() => keepCache(core))
      else keepWhenQuiet(roundsLeft - 1)
    })
  }

  /** One timer: at a pause, or when the drafts have grown (CR3). */
  const scheduleSeal = (): void => {
    cancelSeal?.()
    cancelSeal = null
    const { pending } = core.state
    const first = pending[0]
    if (first === undefined || core.state.closed) return
    const load = {
      changes: pending.length,
      bytes: pendingBytes(pending),
      firstAt: first.at,
      lastAt: pending.at(-1)?.at ?? first.at,
    }
    const due = sealDueInMs(load, core.deps.clock.now(), relays.isSomeoneConnected())
    if (due === null) return
    cancelSeal = core.deps.timer.after(due, () => void seal().then(keep))
  }

  /** One steward after the other, so that not all who are here open an epoch at once (RO27). */
  const scheduleRenewal = (): void => {
    if (cancelRenewal !== null || core.state.closed || !isRenewalDue(core)) return
    cancelRenewal = core.deps.timer.after(rankAmongStewards(core) * RENEW_EVERY_MS, () => {
      cancelRenewal = null
      if (!core.state.closed) void renew()
    })
  }
  const renew = async (): Promise<void> => void (await inTurn(() => renewIfDue(core)))

  const afterTaken = async (taken: Taken): Promise<void> => {
    if (taken.forks.length + taken.foreignOwn.length > 0) await inTurn(() => mindAndKeep(core, taken))
    if (taken.added.length > 0) {
      tellLost(core)
      checkClock(core)
    }
    if (taken.added.some((entry) => isControlKind(entry.header.kind))) {
      void relays.refresh()
      scheduleRenewal()
    }
    if (isCacheDue(core)) keepWhenQuiet()
  }

  const files = makePlanFiles(core)
  const relays = makeRelayLinks(core, files, {
    async onContact() {
      presence.greet()
      await submissions.flush()
      await seal()
    },
    async onCaughtUp() {
      await inTurn(async () => {
        const made = await ensurePerson(core)
        if (!relays.isReceiving()) await readFacts(core)
        return made.ok ? sealPending(core) : made
      })
      keepWhenQuiet()
    },
    onTaken: afterTaken,
    onEphemeral: (body) => presence.take(body),
    async onOwnFork(stream) {
      await inTurn(() => leaveStream(core, stream))
    },
  })

  const presence = makePresence(core, (body) => relays.sendEphemeral(body))
  const words = makeLiveWords(core, presence)
  const submissions = makeSubmissions(core, scheduleSeal)
  const status = (): PlanStatus => makeStatus(core, relays, submissions.waiting())

  const facts = makeFactsClock(core, relays.isReceiving, () => {
    void core.turn.run(() => readFacts(core)).then(files.refresh)
  })
  const scheduleStatus = (): void => {
    if (isStatusDue || core.state.closed) return
    isStatusDue = true
    facts.changed()
    void Promise.resolve().then(() => {
      isStatusDue = false
      if (!core.state.closed) statusListeners.emit(status())
    })
  }
  checkClock(core)
  core.events.changed.add(scheduleStatus)
  core.events.stored.add(() => relays.stored())

  const health = (): HealthReport => ({
    notices: core.health.items(),
    quarantine: [...core.state.quarantined.values()].map((item) => {
      const place = core.journal.place(item.hash)
      const device = place === undefined ? undefined : core.state.devices.get(place.stream)
      return {
        hash: item.hash,
        stream: place?.stream ?? '',
        seq: place?.seq ?? 0,
        notice: notice(item.code, { author: device === undefined ? 'someone' : nameOf(core, device) }),
        memberId: (device === undefined ? undefined : memberOf(core, device)?.id) ?? null,
        name: device === undefined ? '' : nameOf(core, device),
      }
    }),
    parked: core.state.parked.size + core.state.waiting.size,
    notUnderstood: core.state.notUnderstood.size,
  })

  /** What follows an act that wrote into document or control log: people are told, and the facts are read again. */
  const acted = async <T>(task: () => Promise<Result<T, Notice>>): Answer<T> => {
    const result = await inTurn(async () => {
      const answer = await task()
      await readFacts(core)
      return answer
    })
    scheduleSeal()
    core.events.changed.emit(null)
    return result
  }

  let closing: Promise<void> | null = null
  const close = (): Promise<void> => (closing ??= closeNow())
  const closeNow = async (): Promise<void> => {
    if (core.state.closed) return
    words.close()
    presence.close()
    await relays.close()
    await submissions.flush()
    cancelSeal?.()
    await core.turn.run(async () => {
      if (core.state.closed) return
      await writeRefused(core)
      // Also waits for what a relay's session may still be writing.
      await core.local.catchUp()
      const kept = await keepCache(core)
      if (!kept.ok) core.deps.log.error('cache.notKept', { code: kept.error.code })
      await closeCore(core)
    })
    leave()
  }
  const leave = (): void => {
    cancelSeal?.()
    facts.stop()
    cancelKeep?.()
    cancelRenewal?.()
    core.events.lease.emit(null)
    onClosed()
  }
  // Without a worker the core has ended by itself.
  void core.state.loading?.then(async (loaded) => {
    if (loaded.ok) return
    core.deps.log.error('plan.notLoaded', { code: loaded.error.code })
    await relays.close()
    leave()
  })

  return {
    core,
    closing: () => closing,
    standing: () => standingOf(core, relays, status()),
    planId: core.planId,
    lease: () => atOnce(() => takeLease(core)),
    async release(leaseId) {
      await submissions.flush()
      releaseLease(core, leaseId)
    },
    onLease: core.events.lease.add,
    look: () => core.state.look,
    documentBytes: () => atOnce(() => documentBytes(core)),
    changesSince: (heads) =>
      sameHeads([...heads].sort(), core.state.heads)
        ? atOnce(async () => ok([]))
        : inTurn(async () => {
            const read = await core.docs.changesSince({ heads })
            return read.ok ? ok(read.value.changes.map((change) => change.bytes)) : err(executorNotice(read.error))
          }),
    submitChanges(leaseId, changes, options) {
      const { lease } = core.state
      if (lease?.leaseId === leaseId) words.say(lease.stream, changes)
      return submissions.submit(leaseId, changes, options?.now ?? false)
    },
    async flush() {
      await submissions.flush()
      const sealed = await done(seal())
      await keep()
      return sealed
    },
    onChanges: core.events.changes.add,
    status,
    onStatus: statusListeners.add,
    health,
    roster: () => viewRoster(core),
    invite: (input) => acted(() => makeInvite(core, input, relays.near.addresses())),
    voidInvite: (grant) => done(acted(() => closeInvite(core, grant))),
    appointSteward: (member) => done(acted(() => makeSteward(core, member))),
    withdrawSteward: (member) => done(acted(() => unmakeSteward(core, member))),
    setRole: (member, role) => done(acted(() => setRole(core, member, role))),
    async removeMember(member, removal = {}) {
      await submissions.flush()
      return done(acted(() => removeMember(core, member, removal)))
    },
    renewKey: () => done(acted(() => refreshEpoch(core))),
    late: () => core.turn.run(() => readLate(core)),
    acceptLate: (stream, upTo) => done(acted(() => acceptLate(core, stream, upTo))),
    rename: (name) => done(acted(() => renameSelf(core, name))),
    relays: () =>
      core.local
        .state()
        .relays.filter((relay) => relay.listed)
        .map(({ url, key }) => ({ url, ...(key === undefined ? {} : { key }) })),
    async addRelay(relay) {
      if (!isRelayUrl(relay.url)) return err(notice('E_RELAY_URL', { url: relay.url }))
      const added = await done(
        updateRelay(core, relay.url, (known) => ({ ...known, listed: true, key: relay.key ?? known.key })),
      )
      await relays.refresh()
      return added
    },
    async removeRelay(url) {
      if (!core.local.state().relays.some((relay) => relay.listed && relay.url === url)) {
        return err(notice('E_NO_RELAY'))
      }
      const removed = await done(updateRelay(core, url, (known) => ({ ...known, listed: false })))
      await relays.refresh()
      return removed
    },
    connect: () => relays.connect(),
    async disconnect() {
      presence.leave()
      await relays.disconnect()
    },
    async syncOnce(relay, options) {
      let met = await relays.syncOnce(relay, options?.timeoutInMs)
      // A single meeting does not wait for its turn among the stewards: nobody may come after it.
      if (met.ok && isRenewalDue(core)) {
        await renew()
        const again = await relays.syncOnce(relay, options?.timeoutInMs)
        if (!again.ok) met = again
      }
      await inTurn(async () => {
        await readFacts(core)
        return keepCache(core)
      })
      return met
    },
    share: (isOn) => relays.near.share(isOn),
    async shareAlways(isAlways) {
      const written = await core.local.update((state) => ({ ...state, sharesAlways: isAlways }))
      core.events.changed.emit(null)
      return written.ok ? ok(null) : err(diskNotice(written.error))
    },
    askNear: (address) => relays.near.ask(address),
    meetNear: async (relay) => relays.near.meet(relay),
    findNear: (withinMs) => relays.near.find(withinMs),
    readFiles: files.refresh,
    addFile: (clear) => files.add(clear),
    readFile: (hash) => files.read(hash),
    fileState: (hash) => files.state(hash),
    fetchFile: (hash) => files.want(hash),
    filesKept: files.kept,
    keepAllFiles: files.keepAll,
    onFile: files.changed.add,
    setPresence: presence.set,
    presence: presence.people,
    onPresence: presence.changed.add,
    onWords: words.changed.add,
    async bundle(options) {
      await submissions.flush()
      return inTurn(() => writeBundle(core, options?.files === false ? null : files))
    },
    async takeBundle(bytes) {
      const reader = await readBundleFile(bytes)
      if (!reader.ok) return reader
      await submissions.flush()
      const taken = await takeBundle(core, reader.value, files, afterTaken)
      if (!taken.ok) return taken
      await acted(() => ensurePerson(core))
      await inTurn(() => keepCache(core))
      return ok({ ...taken.value, title: core.state.facts.title })
    },
    canonicalJson: (version) => inTurn(() => canonicalOf(core, version)),
    async heads() {
      return core.state.heads
    },
    history: () => core.turn.run(() => readHistory(core)),
    mergeReport: (since) => inTurn(() => reportSince(core, since ?? core.local.state().unlooked ?? core.state.heads)),
    projectHistory: (project, before) => inTurn(() => projectHistoryOf(core, project, before)),
    markLooked: () =>
      inTurn(async () => {
        const written = await core.local.update((state) => ({ ...state, unlooked: null }))
        return written.ok ? ok(null) : err(diskNotice(written.error))
      }),
    adopt: (decision) => acted(() => recordAgreement(core, decision)),
    agreements: () => inTurn(() => readAgreements(core)),
    changesSinceAgreement: () => inTurn(() => sinceAgreement(core)),
    recordPrint: (print) => acted(() => recordPrint(core, print)),
    prints: () => inTurn(() => readPrints(core)),
    close,
  }
}
