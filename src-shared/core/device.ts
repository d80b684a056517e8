/** One member's device: the plans of one data folder (`MemberDevice`). */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { readBundleFile } from './bundles.ts'
import type { Answer, BundleReport, JoinPlan, KeepCodes, MemberDevice, PlanListing } from './contract.ts'
import type { CoreDeps } from './deps.ts'
import { finishFolder, foundPlan } from './founding.ts'
import { type Joining, beginJoining } from './joining.ts'
import { openPlan } from './openPlan.ts'
import { peekPlan } from './peekPlan.ts'
import { diskNotice } from './planCore.ts'
import { parseLink } from '../roster/link.ts'
import { type OpenSession, makeSession } from './session.ts'
import { selfOf } from './self.ts'
import { makeTurn } from './turn.ts'

export function openDevice(deps: CoreDeps): MemberDevice {
  const sessions = new Map<Hex, OpenSession>()
  /** Opening, joining and forgetting one after the other: two at once could meet in one folder. */
  const turn = makeTurn()

  let known: ReadonlySet<Hex> = new Set(deps.plans)
  const folders = async (): Promise<readonly Hex[]> => {
    const listed = await deps.folders.list()
    if (listed.ok) known = new Set(listed.value)
    return listed.ok ? listed.value : []
  }

  /** One on its way out is waited for: what it is asked for then, it could only refuse. */
  const openSession = async (planId: Hex): Promise<OpenSession | undefined> => {
    await sessions.get(planId)?.closing()
    return sessions.get(planId)
  }

  const openNow = async (planId: Hex, unfinished = false): Promise<Result<OpenSession, Notice>> => {
    const open = await openSession(planId)
    if (open !== undefined) return ok(open)
    if (!(await folders()).includes(planId)) return err(notice('E_NO_PLAN'))
    const core = await openPlan(deps, planId, { unfinished })
    if (!core.ok) return core
    const session = makeSession(core.value, () => sessions.delete(planId))
    sessions.set(planId, session)
    return ok(session)
  }

  /** Opens a plan for one question and closes it again, unless it was open. */
  const withPlan = async <T>(planId: Hex, use: (session: OpenSession) => Answer<T>): Answer<T> => {
    const wasOpen = (await openSession(planId)) !== undefined
    const session = await openNow(planId)
    if (!session.ok) return session
    const answer = await use(session.value)
    if (!wasOpen) await session.value.close()
    return answer
  }

  /** Plans on their way in: not plans yet, and a slow relay keeps nobody from the others. */
  const joining = new Set<Hex>()
  const joinTurn = makeTurn()

  const join = async (input: JoinPlan, keep?: KeepCodes): Answer<PlanListing> => {
    const link = parseLink(input.link)
    if (!link.ok) return err(notice('E_INVITE_BROKEN'))
    const { roomId } = link.value
    const isHeld = joining.has(roomId) || (await turn.run(() => isPlan(deps, roomId, sessions)))
    if (isHeld) return err(notice('E_ALREADY_MEMBER'))
    joining.add(roomId)
    try {
      return await joinTurn.run(() => joinNow(input, keep))
    } finally {
      joining.delete(roomId)
    }
  }

  const joinNow = async (input: JoinPlan, keep?: KeepCodes): Answer<PlanListing> => {
    const begun = await beginJoining(deps, input, keep)
    if (!begun.ok) return begun
    const { planId } = begun.value
    const session = await openNow(planId, true)
    const handed = session.ok ? await handIn(session.value, begun.value, input) : session
    if (!handed.ok) {
      if (session.ok) await session.value.close()
      await deps.folders.remove(planId)
      return handed
    }
    return ok({ ...listingOf(handed.value), recoveryCode: begun.value.recoveryCode })
  }

  return {
    create: (input, keep) =>
      turn.run(async () => {
        const founded = await foundPlan(deps, input, keep)
        if (!founded.ok) return founded
        const { created, core } = founded.value
        sessions.set(
          created.planId,
          makeSession(core, () => sessions.delete(created.planId)),
        )
        return ok(created)
      }),
    list: () =>
      turn.run(async () => {
        const out: PlanListing[] = []
        for (const planId of await folders()) {
          if (joining.has(planId)) continue
          const isOpen = (await openSession(planId)) !== undefined
          const peeked = isOpen ? undefined : await peekPlan(deps, planId)
          if (peeked === null) continue
          if (peeked !== undefined) {
            out.push(peeked)
            continue
          }
          const listed = await withPlan(planId, async (session) => ok(listingOf(session)))
          if (listed.ok) out.push(listed.value)
          else if (listed.error.code !== 'E_NO_PLAN') out.push(unreadable(planId, listed.error))
        }
        return out
      }),
    open: (planId) => turn.run(async () => (joining.has(planId) ? err(notice('E_NO_PLAN')) : openNow(planId))),
    join,
    openBundle: (bytes) =>
      turn.run(async (): Answer<BundleReport> => {
        const reader = await readBundleFile(bytes)
        if (!reader.ok) return reader
        const { roomId } = reader.value.manifest
        if (!(await folders()).includes(roomId)) return err(notice('E_NOT_MEMBER'))
        const taken = await withPlan(roomId, (session) => session.takeBundle(bytes))
        return taken.ok || taken.error.code !== 'E_NO_PLAN' ? taken : err(notice('E_NOT_MEMBER'))
      }),
    forget: (planId, options) =>
      turn.run(async () => {
        if (!(await folders()).includes(planId)) return err(notice('E_NO_PLAN'))
        if (options?.evenUnsynced !== true) {
          const unsynced = await withPlan(planId, async (session) => ok(await countOnlyHere(session)))
          if (unsynced.ok && unsynced.value > 0) return err(notice('E_UNSYNCED', { count: unsynced.value }))
          if (!unsynced.ok && unsynced.error.code !== 'E_NO_PLAN') return unsynced
        }
        await sessions.get(planId)?.close()
        const removed = await deps.folders.remove(planId)
        await folders()
        return removed.ok ? ok(null) : err(diskNotice(removed.error))
      }),
    putAway: (planId, isAway) =>
      turn.run(async () => {
        if (!(await folders()).includes(planId)) return err(notice('E_NO_PLAN'))
        const putAway = isAway ? deps.clock.now() : undefined
        return withPlan(planId, async ({ core }) => {
          const written = await core.local.update((state) => ({ ...state, putAway }))
          return written.ok ? ok(null) : err(diskNotice(written.error))
        })
      }),
    where: () => ({
      ...deps.where,
      plans: [...new Set([...known, ...sessions.keys()])].map((planId) => ({
        planId,
        folder: deps.folders.nameOf(planId),
      })),
    }),
    close: () =>
      turn.run(async () => {
        for (const session of [...sessions.values()].reverse()) await session.close()
      }),
  }
}

/** What would be lost with this folder: entries and files nobody else is known to have, and drafts. */
async function countOnlyHere(session: OpenSession): Promise<number> {
  await session.readFiles()
  const { entries, drafts } = session.status()
  return entries.onlyHere + drafts
}

/** A folder that a founding or a joining left behind is not a plan. */
async function isPlan(deps: CoreDeps, planId: Hex, sessions: ReadonlyMap<Hex, OpenSession>): Promise<boolean> {
  if (sessions.has(planId)) return true
  const listed = await deps.folders.list()
  if (!listed.ok || !listed.value.includes(planId)) return false
  const core = await openPlan(deps, planId)
  if (!core.ok) return core.error.code !== 'E_NO_PLAN'
  await makeSession(core.value, () => undefined).close()
  return true
}

/** The JOIN counts when a relay has it; from a bundle it counts at once, and waits for the first contact. */
async function handIn(session: OpenSession, begun: Joining, input: JoinPlan): Promise<Result<OpenSession, Notice>> {
  const met = begun.relay === null ? await readBundle(session, input) : await session.syncOnce(begun.relay)
  if (!met.ok) return met
  const finished = await finishFolder(session.core)
  return finished.ok ? ok(session) : finished
}

const readBundle = async (session: OpenSession, input: JoinPlan): Promise<Result<unknown, Notice>> =>
  input.bundle === undefined ? ok(null) : session.takeBundle(input.bundle)

function listingOf(session: OpenSession): PlanListing {
  const { planId, title, role, notices } = session.status()
  const { core } = session
  const putAway = core.local.state().putAway ?? null
  return { planId, title, role, memberId: selfOf(core)?.id ?? planId, notices, putAway, standing: session.standing() }
}

const unreadable = (planId: Hex, problem: Notice): PlanListing => ({
  planId,
  title: '',
  role: null,
  memberId: planId,
  notices: [problem],
  putAway: null,
  standing: null,
})
