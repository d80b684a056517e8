import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Result, ok } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { MAX_FILE_BYTES } from '#shared/files/limits.ts'
import { planAttach } from '#shared/plan/attachments.ts'
import { systemClock, systemRandom } from '#node/system/ports.ts'
import { type Answered, type Failure, fail, failNotice, orFailure } from '../answer.ts'
import { type CommandContext, planJson, withPlan } from '../context.ts'
import { editPlan } from '../editPlan.ts'
import { findId } from '../planNames.ts'
import { writeWhole } from '../writeWhole.ts'

export type AddFileOptions = { readonly project: string; readonly type?: string }

/** Adds a file to a project; prints its hash. */
export async function addFile(context: CommandContext, plan: string, file: string, options: AddFileOptions): Answered {
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  )
  if (size === null) return failNotice('E_FILE', { file })
  if (size > MAX_FILE_BYTES) return failNotice('E_FILE_TOO_LARGE')
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return failNotice('E_FILE', { file })
  return withPlan(context, plan, async (session) => {
    const json = await planJson(session)
    if (!json.ok) return json
    const project = findId(json.value.plan, 'Project', options.project)
    const added = orFailure(await session.addFile(new Uint8Array(bytes)))
    if (!added.ok) return added
    const mediaType = options.type ?? 'application/octet-stream'
    const named = { ...added.value, name: basename(file), mediaType, by: null, at: systemClock.now() }
    const done = await editPlan(session, (doc) => planAttach(doc, project, named, systemRandom))
    return done.ok ? ok({ json: { hash: added.value.hash }, lines: [added.value.hash] }) : done
  })
}

type Plain = Readonly<Record<string, Readonly<Record<string, unknown>>>>

async function attachmentsOf(
  session: PlanSession,
): Promise<Result<readonly (readonly [string, Plain[string]])[], Failure>> {
  const json = await planJson(session)
  if (!json.ok) return json
  const attachments = (json.value.plan['attachments'] ?? {}) as Plain
  return ok(Object.entries(attachments).filter(([, { removed }]) => removed === undefined || removed === null))
}

/** The files of a plan: hash, size, where it is, name. */
export async function listFiles(context: CommandContext, plan: string): Answered {
  return withPlan(context, plan, async (session) => {
    const attachments = await attachmentsOf(session)
    if (!attachments.ok) return attachments
    const files = []
    for (const [hash, { name, mediaType, size }] of attachments.value) {
      files.push({ hash, name, mediaType, size, state: await session.fileState(hash) })
    }
    const lines = files.map(
      ({ hash, name, size, state }) => `${hash.slice(0, 12)}  ${String(size)}  ${state.at}  ${String(name)}`,
    )
    return ok({ json: files, lines: lines.length === 0 ? ['This plan has no files.'] : lines })
  })
}

/** Writes a file of the plan; one that is not here is fetched from the plan's relays. `hash`: or its beginning, or the name. */
export async function getFile(context: CommandContext, plan: string, given: string, out: string): Answered {
  return withPlan(context, plan, async (session) => {
    const attachments = await attachmentsOf(session)
    if (!attachments.ok) return attachments
    const found = attachments.value.filter(
      ([hash, { name }]) => name === given || (given.length >= 4 && hash.startsWith(given)),
    )
    const hash = found[0]?.[0]
    if (hash === undefined) return fail('E_FILE_MISSING', `There is no file ${given} in this plan.`)
    if (found.length > 1)
      return fail('E_FILE_MISSING', `${found.length} files are called ${given}; give more of the hash.`)
    if ((await session.fileState(hash)).at !== 'here') {
      await session.fetchFile(hash)
      for (const relay of session.relays()) {
        if ((await session.fileState(hash)).at === 'here') break
        await session.syncOnce(relay)
      }
    }
    const read = orFailure(await session.readFile(hash))
    if (!read.ok) return read
    if (!(await writeWhole(out, read.value))) return failNotice('E_FILE', { file: out })
    return ok({
      json: { file: out, hash, bytes: read.value.length },
      lines: [`Saved ${out} (${read.value.length} bytes).`],
    })
  })
}
