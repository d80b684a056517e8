/** Members' devices in temporary folders, with the real disk, worker and sockets; everything is closed after each test. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type MemberFolderOptions, openMemberFolder } from '#node/core/openMemberFolder.ts'
import { editDocument } from '#node/core/editDocument.ts'
import { systemRandom } from '#node/system/ports.ts'
import type { Notice } from '#shared/base/codes.ts'
import { newId } from '#shared/base/id.ts'
import type { Result } from '#shared/base/result.ts'
import type { MemberDevice, PlanSession } from '#shared/core/contract.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import type { FieldInputs } from '#shared/plan/fieldEdits.ts'
import { planAdd, type Planned, planSet } from '#shared/plan/operations.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { openBundle } from '#shared/journal/bundle.ts'
import type { Entry } from '#shared/journal/entry.ts'
import { bytesSource } from '#shared/journal/records.ts'
import { startRelayProcess } from './relayProcess.ts'

export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-core-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The same folder once more, as a backup or a cloned disk has it. Nobody may be writing in it. */
export async function copyOf(folder: string): Promise<string> {
  const copy = await tempFolder()
  await cp(folder, copy, { recursive: true })
  return copy
}

/** Documents in this process: a worker for each plan costs more than all else in most tests. */
export async function memberIn(folder: string, options: MemberFolderOptions = {}): Promise<MemberDevice> {
  const device = mustBe(await openMemberFolder(folder, { startExecutor: inlineExecutor, ...options }))
  onTestFinished(() => device.close())
  return device
}

export const member = async (): Promise<MemberDevice> => memberIn(await tempFolder())

export async function relay(): Promise<{ readonly url: string; readonly key: string }> {
  const folder = await tempFolder()
  const process = await startRelayProcess(folder)
  onTestFinished(async () => void (await process.end('SIGKILL')))
  return { url: process.url, key: process.publicKey }
}

export function mustBe<T>(result: Result<T, Notice | { readonly code: string }>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

export const codeOf = (result: Result<unknown, Notice>): string | null => (result.ok ? null : result.error.code)

export async function founded(device: MemberDevice, title = 'Pla'): Promise<PlanSession> {
  const { planId } = mustBe(await device.create({ title, language: 'ca', template: 'blank', name: 'Núria' }))
  return mustBe(await device.open(planId))
}

/** A second member of a plan, who came by a link through this relay. */
export async function joined(
  device: MemberDevice,
  founder: PlanSession,
  at: { readonly url: string; readonly key: string },
  input: { readonly name?: string; readonly role?: 'steward' | 'writer' | 'reader' } = {},
): Promise<PlanSession> {
  const { role = 'writer', name = 'Pau' } = input
  const { link } = mustBe(await founder.invite({ role }))
  mustBe(await founder.syncOnce(at))
  mustBe(await device.join({ link, name, relay: at }))
  return mustBe(await device.open(founder.planId))
}

/** A second member who never needs a network: link and plan file there, a plan file back. */
export async function joinedBySticks(founder: PlanSession, device: MemberDevice, name = 'Pau'): Promise<PlanSession> {
  const { link } = mustBe(await founder.invite({}))
  mustBe(await device.join({ link, name, bundle: mustBe(await founder.bundle()) }))
  const session = mustBe(await device.open(founder.planId))
  mustBe(await founder.takeBundle(mustBe(await session.bundle())))
  return session
}

/** Entries of a plan file. */
export async function entriesIn(file: Uint8Array): Promise<readonly Entry[]> {
  const reader = mustBe(await openBundle(bytesSource(file)))
  const out: Entry[] = []
  for await (const entry of reader.entries()) out.push(entry)
  return out
}

export const entriesOf = async (session: PlanSession): Promise<readonly Entry[]> =>
  entriesIn(mustBe(await session.bundle()))

export async function add(session: PlanSession, type: ThingRef['type'], fields: FieldInputs): Promise<string> {
  const id = newId(systemRandom)
  mustBe(await editDocument(session, (doc) => mustPlan(planAdd(doc, { type, id }, fields, systemRandom))))
  return id
}

export const set = (session: PlanSession, ref: ThingRef, fields: FieldInputs): Promise<void> =>
  edit(session, (doc) => planSet(doc, ref, fields))

export async function edit(session: PlanSession, plan: (doc: PlanDoc) => Planned): Promise<void> {
  mustBe(await editDocument(session, (doc) => mustPlan(plan(doc))))
}

function mustPlan<T>(planned: Result<T, unknown>): T {
  if (!planned.ok) throw new Error(JSON.stringify(planned.error))
  return planned.value
}

type Plain = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>

export async function planOf(session: PlanSession): Promise<Plain> {
  return JSON.parse(mustBe(await session.canonicalJson('draft'))) as Plain
}

export const titlesOf = async (session: PlanSession): Promise<readonly unknown[]> =>
  Object.values((await planOf(session))['projects'] ?? {})
    .map((project) => project['title'])
    .sort()
