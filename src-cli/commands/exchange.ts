import { readFile, stat } from 'node:fs/promises'
import { ok } from '#shared/base/result.ts'
import { BUNDLE_LIMIT_BYTES } from '../limits.ts'
import { type Answered, failNotice, noticeLine, orFailure } from '../answer.ts'
import { type CommandContext, withPlan } from '../context.ts'
import { mergeReportLines } from '../reportLines.ts'
import { writeWhole } from '../writeWhole.ts'

export type SyncOptions = { readonly relay?: string; readonly watch?: boolean }

/** Without `--relay`, every relay of the plan in turn. */
export async function sync(context: CommandContext, plan: string, options: SyncOptions): Answered {
  return withPlan(context, plan, async (session) => {
    const relays = options.relay === undefined ? session.relays() : [{ url: options.relay }]
    if (relays.length === 0) return failNotice('E_NO_RELAY')
    const reports = []
    for (const relay of relays) {
      const known = session.relays().find(({ url }) => url === relay.url)
      const report = orFailure(await session.syncOnce(known ?? relay))
      if (!report.ok) return report
      reports.push(report.value)
    }
    if (options.watch) {
      if (options.relay !== undefined) await session.addRelay({ url: options.relay })
      const off = session.onStatus((status) => {
        for (const { url, state, toSend } of status.relays) context.say(`${url}: ${state}, ${toSend} to send`)
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
