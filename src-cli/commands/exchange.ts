import { readFile, stat } from 'node:fs/promises'
import { type Result, ok } from '#shared/base/result.ts'
import type { PlanSession, RelayAddress } from '#shared/core/contract.ts'
import { nearLink } from '#shared/sync/nearAddress.ts'
import { BUNDLE_LIMIT_BYTES } from '../limits.ts'
import { type Answered, type Failure, failNotice, noticeLine, orFailure } from '../answer.ts'
import { type CommandContext, openPlan, withPlan } from '../context.ts'
import { mergeReportLines } from '../reportLines.ts'
import { writeWhole } from '../writeWhole.ts'

export type SyncOptions = {
  readonly relay?: string
  readonly watch?: boolean
  readonly lan?: boolean
  readonly at?: string
  readonly check?: string
}

const FIND_WITHIN_MS = 8_000

/**
 * Without `--relay`, every relay of the plan in turn; with `--lan`, or where it has none, the computers on this network
 * that share it.
 */
export async function sync(context: CommandContext, plan: string, options: SyncOptions): Answered {
  return withPlan(context, plan, async (session) => {
    const found = await pathsOf(session, options)
    if (!found.ok) return found
    const reports = []
    for (const relay of found.value) {
      const known = session.relays().find(({ url }) => url === relay.url)
      const report = orFailure(await session.syncOnce(known ?? relay))
      if (!report.ok) return report
      reports.push(report.value)
    }
    if (options.watch) {
      if (options.relay !== undefined) await session.addRelay({ url: options.relay })
      const off = session.onStatus((status) => {
        for (const { url, state, toSend } of status.relays) context.say(`${url}: ${state}, ${toSend} to send`)
        for (const { address, name, state, toSend } of status.near?.hosts ?? [])
          context.say(`${name === '' ? 'near' : name} at ${address}: ${state}, ${toSend} to send`)
        for (const notice of status.notices) context.say(noticeLine(notice))
      })
      session.connect()
      await context.stopped
      off()
      await session.disconnect()
    }
    return ok({
      json: options.relay === undefined ? reports : reports[0],
      lines: reports.map(
        ({ url, sent, received, entries }) =>
          `${url}: sent ${sent}, received ${received}; both sides hold ${entries} entries.`,
      ),
      notices: reports.flatMap((report) => [...report.notices]),
    })
  })
}

async function pathsOf(session: PlanSession, options: SyncOptions): Promise<Result<readonly RelayAddress[], Failure>> {
  const { relay, lan, at, check } = options
  if (relay !== undefined) return ok([{ url: relay }])
  if (at !== undefined) {
    const asked = orFailure(await session.askNear(at))
    if (!asked.ok) return asked
    const isCompared = asked.value.isProven || digitsOf(check ?? '') === digitsOf(asked.value.check)
    return isCompared ? ok([asked.value]) : failNotice('E_NEAR_CHECK', { check: asked.value.check })
  }
  const relays = lan === true ? [] : session.relays()
  if (relays.length > 0) return ok(relays)
  const near = await session.findNear(FIND_WITHIN_MS)
  return near.length > 0 ? ok(near) : failNotice(lan === true ? 'E_NEAR_NONE' : 'E_NO_RELAY')
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** Shares plans on the local network until Ctrl-C, and goes on meeting everybody else. */
export async function host(context: CommandContext, plans: readonly string[]): Answered {
  const sessions: PlanSession[] = []
  for (const plan of plans) {
    const opened = await openPlan(context.device, plan)
    if (!opened.ok) return opened
    const session = opened.value
    session.connect()
    const shared = orFailure(await session.share(true))
    if (!shared.ok) return shared
    sessions.push(session)
    const { title, near } = session.status()
    const sharing = near?.sharing ?? null
    if (sharing === null) return failNotice('E_NEAR_HOST')
    context.say(`${title}: shared on this network; to compare: ${sharing.check}`)
    for (const address of sharing.addresses) context.say(`${address}  ${nearLink(address, sharing.key)}`)
    let guests = 0
    session.onStatus((status) => {
      const now = status.near?.sharing?.guests ?? 0
      if (now !== guests) context.say(`${status.title}: ${now} connected`)
      guests = now
    })
  }
  await context.stopped
  return ok({ json: sessions.map(({ planId }) => planId), lines: [] })
}

export type RelaysOptions = { readonly add?: string; readonly remove?: string }

export async function relays(context: CommandContext, plan: string, options: RelaysOptions): Answered {
  return withPlan(context, plan, async (session) => {
    if (options.add !== undefined) {
      const added = orFailure(await session.addRelay({ url: options.add }))
      if (!added.ok) return added
    }
    if (options.remove !== undefined) {
      const removed = orFailure(await session.removeRelay(options.remove))
      if (!removed.ok) return removed
    }
    const list = session.relays()
    return ok({ json: list, lines: list.length === 0 ? ['This plan has no relay yet.'] : list.map(({ url }) => url) })
  })
}

export async function saveBundle(context: CommandContext, plan: string, out: string, files: boolean): Answered {
  return withPlan(context, plan, async (session) => {
    const bundle = orFailure(await session.bundle({ files }))
    if (!bundle.ok) return bundle
    if (!(await writeWhole(out, bundle.value))) return failNotice('E_FILE', { file: out })
    return ok({
      json: { file: out, bytes: bundle.value.length },
      lines: [`Saved ${out} (${bundle.value.length} bytes).`],
    })
  })
}

export async function openBundle({ device }: CommandContext, file: string): Answered {
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  )
  if (size === null) return failNotice('E_FILE', { file })
  if (size > BUNDLE_LIMIT_BYTES) return failNotice('E_BUNDLE')
  const bytes = await readFile(file).catch(() => null)
  if (!bytes) return failNotice('E_FILE', { file })
  const opened = orFailure(await device.openBundle(new Uint8Array(bytes)))
  if (!opened.ok) return opened
  const { added, title, files, notices } = opened.value
  const came = files === 0 ? '' : ` ${files} attached ${files === 1 ? 'file' : 'files'} came in.`
  return ok({ json: opened.value, lines: [`${title}: ${added} entries came in.${came}`], notices })
}

/** What changed since this device last looked, and what met; `--seen` says that it has been read. */
export async function report(context: CommandContext, plan: string, seen: boolean): Answered {
  return withPlan(context, plan, async (session) => {
    const view = orFailure(await session.mergeReport())
    if (!view.ok) return view
    if (seen) {
      const marked = orFailure(await session.markLooked())
      if (!marked.ok) return marked
    }
    return ok({ json: view.value, lines: mergeReportLines(view.value) })
  })
}
