import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { MemberDevice, PlanSession } from '#shared/core/contract.ts'
import type { CoreApi } from '#shared/ipc/coreChannels.ts'
import { serveCore, type CorePort, type CoreServer } from '#shared/ipc/corePort.ts'
import { FileParts } from './fileParts.ts'
import type { PlanMaker } from './planMaker.ts'
import type { PlanShelf } from './planShelf.ts'

export interface DeskParts {
  readonly device: MemberDevice
  readonly shelf: PlanShelf
  readonly maker: PlanMaker
  readonly cacheKey: Uint8Array<ArrayBuffer>
  /** The list of plans changed: every window is told. */
  readonly plansChanged: () => void
  readonly onFault: (channel: string, cause: unknown) => void
}

interface OpenPlan {
  readonly session: PlanSession
  readonly leases: Set<number>
  readonly undo: readonly (() => void)[]
}

/** What one window has open, and its answers. When the window goes, so do its leases and subscriptions. */
export class WindowDesk {
  readonly #parts: DeskParts
  readonly #server: CoreServer
  readonly #plans = new Map<string, OpenPlan>()
  readonly #files = new FileParts()

  constructor(port: CorePort, parts: DeskParts) {
    this.#parts = parts
    this.#server = serveCore(port, this.#api(), parts.onFault)
    port.onClose(() => void this.clear())
  }

  get emit(): CoreServer['emit'] {
    return this.#server.emit
  }

  /** Gives everything back: leases first, so that another window may edit at once. */
  async clear(): Promise<void> {
    await Promise.all([...this.#plans.keys()].map((planId) => this.#close(planId)))
  }

  async #open(planId: string): Promise<Result<null, Notice>> {
    if (this.#plans.has(planId)) return ok(null)
    const taken = await this.#parts.shelf.take(planId)
    if (!taken.ok) return taken
    const session = taken.value
    if (this.#plans.has(planId)) {
      await this.#parts.shelf.giveBack(planId) // asked for twice at the same time
      return ok(null)
    }
    this.#plans.set(planId, {
      session,
      leases: new Set(),
      undo: [
        session.onStatus((status) => this.emit('status', status)),
        session.onChanges((event) => this.emit('changes', { planId, event })),
        session.onLease((lease) => this.emit('lease', { planId, lease })),
        session.onPresence((people) => this.emit('presence', { planId, people })),
        session.onWords((words) => this.emit('words', { planId, words })),
        session.onFile(
          (hash) => void session.fileState(hash).then((state) => this.emit('file', { planId, hash, state })),
        ),
      ],
    })
    return ok(null)
  }

  async #close(planId: string): Promise<void> {
    const plan = this.#plans.get(planId)
    if (plan === undefined) return
    this.#plans.delete(planId)
    plan.session.setPresence(null)
    for (const undo of plan.undo) undo()
    await Promise.all([...plan.leases].map((leaseId) => plan.session.release(leaseId)))
    await this.#parts.shelf.giveBack(planId)
  }

  /** Everything about a plan needs `plans.open` first; this keeps a stray request from opening one for good. */
  async #with<T>(planId: string, use: (plan: OpenPlan) => Promise<Result<T, Notice>>): Promise<Result<T, Notice>> {
    const plan = this.#plans.get(planId)
    return plan === undefined ? err(notice('E_CLOSED')) : use(plan)
  }

  #api(): CoreApi {
    const { device, maker, plansChanged } = this.#parts
    const on = <T>(planId: string, use: (session: PlanSession) => Promise<Result<T, Notice>>) =>
      this.#with(planId, ({ session }) => use(session))
    return {
      'plans.list': async () => ok([...(await device.list())]),
      'plans.create': async (input) => afterwards(await maker.create(input), plansChanged),
      'plans.open': ({ planId }) => this.#open(planId),
      'plans.close': async ({ planId }) => {
        await this.#close(planId)
        plansChanged()
        return ok(null)
      },
      'plans.putAway': async ({ planId, isAway }) => afterwards(await device.putAway(planId, isAway), plansChanged),
      'plans.forget': async ({ planId, evenUnsynced }) => {
        await this.#close(planId)
        return afterwards(await maker.forget(planId, evenUnsynced), plansChanged)
      },
      'plans.join': async (input) => afterwards(await maker.join(input), plansChanged),
      'plans.openBundle': ({ bundle }) => device.openBundle(bundle),
      'plans.importBoard': async (input) => {
        const tell = (done: number, total: number): void => this.emit('importing', { done, total })
        return afterwards(await maker.importBoard(input, tell), plansChanged)
      },
      'device.cacheKey': async () => ok(this.#parts.cacheKey),
      'device.where': async () => ok(device.where()),
      'codes.reveal': async ({ planId }) => ok(await maker.codes.reveal(planId)),
      'codes.waiting': async () => ok([...(await maker.codes.waiting())]),
      'codes.kept': async ({ planId }) => {
        await maker.codes.kept(planId)
        plansChanged()
        return ok(null)
      },

      'document.lease': ({ planId }) =>
        this.#with(planId, async ({ session, leases }) => {
          const lease = await session.lease()
          if (lease.ok) leases.add(lease.value.leaseId)
          return lease
        }),
      'document.release': ({ planId, leaseId }) =>
        this.#with(planId, async ({ session, leases }) => {
          leases.delete(leaseId)
          await session.release(leaseId)
          return ok(null)
        }),
      'document.bytes': ({ planId }) => on(planId, (session) => session.documentBytes()),
      'document.look': ({ planId }) => on(planId, async (session) => ok(session.look())),
      'document.changesSince': ({ planId, heads }) =>
        on(planId, async (session) => copied(await session.changesSince(heads))),
      'document.submit': ({ planId, leaseId, changes }) =>
        on(planId, (session) => session.submitChanges(leaseId, changes)),
      'document.flush': ({ planId }) => on(planId, (session) => session.flush()),

      'plan.status': ({ planId }) => on(planId, async (session) => ok(session.status())),
      'plan.health': ({ planId }) => on(planId, async (session) => ok(session.health())),
      'plan.heads': ({ planId }) => on(planId, async (session) => ok([...(await session.heads())])),
      'plan.canonicalJson': ({ planId, version }) => on(planId, (session) => session.canonicalJson(version)),
      'plan.history': ({ planId }) => on(planId, async (session) => ok([...(await session.history())])),
      'plan.mergeReport': ({ planId, since }) => on(planId, (session) => session.mergeReport(since)),
      'plan.projectHistory': ({ planId, project, before }) =>
        on(planId, (session) => session.projectHistory(project, before)),
      'plan.markLooked': ({ planId }) => on(planId, (session) => session.markLooked()),

      'plan.roster': ({ planId }) => on(planId, async (session) => ok(session.roster())),
      'plan.invite': ({ planId, invite }) => on(planId, (session) => session.invite(invite)),
      'plan.voidInvite': ({ planId, grant }) => on(planId, (session) => session.voidInvite(grant)),
      'plan.appointSteward': ({ planId, member }) => on(planId, (session) => session.appointSteward(member)),
      'plan.rename': ({ planId, name }) => on(planId, (session) => session.rename(name)),
      'plan.relays': ({ planId }) => on(planId, async (session) => ok([...session.relays()])),
      'plan.addRelay': ({ planId, relay }) =>
        on(planId, async (session) => afterwards(await session.addRelay(relay), () => session.connect())),
      'plan.removeRelay': ({ planId, url }) => on(planId, (session) => session.removeRelay(url)),
      'plan.connect': ({ planId }) =>
        on(planId, async (session) => {
          session.connect()
          return ok(null)
        }),
      'plan.setPresence': ({ planId, place }) =>
        on(planId, async (session) => {
          session.setPresence(place)
          return ok(null)
        }),
      'plan.presence': ({ planId }) => on(planId, async (session) => ok(session.presence())),
      'plan.disconnect': ({ planId }) =>
        on(planId, async (session) => {
          await session.disconnect()
          return ok(null)
        }),
      'near.share': ({ planId, isOn }) => on(planId, (session) => session.share(isOn)),
      'near.always': ({ planId, isAlways }) => on(planId, (session) => session.shareAlways(isAlways)),
      'near.ask': ({ planId, address }) => on(planId, (session) => session.askNear(address)),
      'near.meet': ({ planId, relay }) =>
        on(planId, async (session) => {
          await session.meetNear(relay)
          return ok(null)
        }),
      'plan.syncOnce': ({ planId, relay }) => on(planId, (session) => session.syncOnce(relay)),

      'files.add': ({ planId, upload, from, bytes, isLast }) =>
        on(planId, (session) => this.#files.add(session, upload, from, bytes, isLast)),
      'files.read': ({ planId, hash, from }) => on(planId, (session) => this.#files.read(session, hash, from)),
      'files.state': ({ planId, hash }) => on(planId, async (session) => ok(await session.fileState(hash))),
      'files.kept': ({ planId }) => on(planId, async (session) => ok(await session.filesKept())),
      'files.keepAll': ({ planId, isOn }) => on(planId, (session) => session.keepAllFiles(isOn)),
      'files.fetch': ({ planId, hash }) =>
        on(planId, async (session) => {
          await session.fetchFile(hash)
          return ok(null)
        }),

      'plan.adopt': ({ planId, decision }) => on(planId, (session) => session.adopt(decision)),
      'plan.agreements': ({ planId }) => on(planId, async (session) => copied(await session.agreements())),
      'plan.changesSinceAgreement': ({ planId }) => on(planId, (session) => session.changesSinceAgreement()),
      'plan.prints': ({ planId }) => on(planId, async (session) => session.prints()),
    }
  }
}

const copied = <T>(result: Result<readonly T[], Notice>): Result<T[], Notice> =>
  result.ok ? ok([...result.value]) : result

function afterwards<T>(result: Result<T, Notice>, then: () => void): Result<T, Notice> {
  if (result.ok) then()
  return result
}
