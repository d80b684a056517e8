/**
 * Agreements and print records: facts about the plan that stand in it, signed so that an export alone shows who recorded
 * them (CR17, CR18). The draft goes on after an agreement; nothing is ever frozen.
 */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { newId } from '../base/id.ts'
import { type Result, err, ok } from '../base/result.ts'
import { isDay } from '../plan/days.ts'
import { planAdd } from '../plan/operations.ts'
import { memberOfDevice } from '../roster/authorise.ts'
import { editAsCore } from './coreEdit.ts'
import type { AgreementView, Decision, Heads, PrintInput, PrintView, SinceAgreement } from './contract.ts'
import { type PlainAgreement, agreementsOf, changesSinceHeads, newestAgreement, textOf } from './facts.ts'
import { executorNotice } from './ownChanges.ts'
import { actorOfStream, streamFor } from './ownStreams.ts'
import { authorOf } from './people.ts'
import { type PlanCore, diskNotice } from './planCore.ts'
import { sealPending } from './sealDrafts.ts'
import { roleOf, selfId, selfOf } from './self.ts'
import { type PlainRecord, type RecordKind, isRecordSigned, signRecord } from './signedRecord.ts'

const MOST_NAMES = 500
const MOST_LETTERS = 500

/** Runs in the turn. The agreement is of the given heads, or of the plan as it is now with every draft sealed. */
export async function recordAgreement(core: PlanCore, decision: Decision): Promise<Result<AgreementView, Notice>> {
  const role = roleOf(selfOf(core))
  if (role !== 'steward') return err(notice('E_ROLE', role === null ? {} : { role }))
  if (!isComplete(decision)) return err(notice('E_AGREEMENT'))
  const sealed = await sealPending(core)
  if (!sealed.ok) return sealed
  const heads = [...(decision.heads ?? core.state.heads)].sort()
  const hashed = await core.docs.contentHash({ heads })
  if (!hashed.ok) return err(executorNotice(hashed.error))
  const view = await readView(core)
  if (!view.ok) return view
  const before = newestAgreement(view.value)
  const id = newId(core.deps.random)
  const fields = {
    title: decision.title.trim(),
    assemblyName: (decision.assembly ?? '').trim() || decision.title.trim(),
    day: decision.date,
    place: (decision.place ?? '').trim(),
    method: (decision.method ?? '').trim(),
    presentNames: namesOf(decision),
    presentUnnamed: Math.max(0, Math.floor(decision.present?.count ?? 0)),
    heads: heads.join(' '),
    contentHash: hashed.value.contentHash,
    adoptedAt: Math.floor(core.deps.clock.now()),
    ...(before === null ? {} : { supersedes: before.id }),
  }
  const written = await addSigned(core, 'agreement', 'Agreement', id, fields)
  if (!written.ok) return written
  const after = await sealPending(core)
  if (!after.ok) return after
  const all = await readAgreements(core)
  if (!all.ok) return all
  const made = all.value.find((agreement) => agreement.id === id)
  return made === undefined ? err(notice('E_WORKER')) : ok(made)
}

function isComplete(decision: Decision): boolean {
  const lines = [decision.title, decision.assembly ?? '', decision.place ?? '']
  return decision.title.trim() !== '' && isDay(decision.date) && lines.every((line) => line.length <= MOST_LETTERS)
}

const namesOf = (decision: Decision): readonly string[] =>
  [...new Set((decision.present?.names ?? []).map((name) => name.trim()).filter((name) => name !== ''))].slice(
    0,
    MOST_NAMES,
  )

/** Adds a record with who, which device, and that device's signature over all of it. */
async function addSigned(
  core: PlanCore,
  kind: RecordKind,
  type: 'Agreement' | 'Print',
  id: Hex,
  fields: Readonly<Record<string, unknown>>,
): Promise<Result<void, Notice>> {
  const stream = await streamFor(core, 'service')
  if (!stream.ok) return err(diskNotice(stream.error))
  const signed = { ...fields, by: selfId(core) ?? core.planId, stream: stream.value, device: core.device }
  const signature = signRecord(kind, core.keys.sign.privateKey, core.planId, id, asStored(signed))
  return editAsCore(core, (doc) => planAdd(doc, { type, id }, { ...signed, signature }, core.deps.random))
}

/** The record as the canonical JSON will show it: names of a set are keys there. */
function asStored(fields: Readonly<Record<string, unknown>>): PlainRecord {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [
      field,
      Array.isArray(value) ? Object.fromEntries(value.map((key: string) => [key, true])) : value,
    ]),
  )
}

type Plain = Readonly<Record<string, unknown>>

async function readView(core: PlanCore): Promise<Result<Plain, Notice>> {
  const read = await core.docs.view({ roots: ['agreements', 'prints'] })
  return read.ok ? ok(read.value.view as Plain) : err(executorNotice(read.error))
}

/** All agreements, oldest first, each judged: signature, who signed, and the content at its heads. */
export async function readAgreements(core: PlanCore): Promise<Result<readonly AgreementView[], Notice>> {
  const view = await readView(core)
  if (!view.ok) return view
  const out: AgreementView[] = []
  for (const agreement of agreementsOf(view.value)) out.push(await judgeAgreement(core, agreement))
  return ok(out)
}

async function judgeAgreement(core: PlanCore, { id, record, ...plain }: PlainAgreement): Promise<AgreementView> {
  const contentHash = textOf(record['contentHash'])
  const fault = await agreementFault(core, id, record, plain.heads, contentHash)
  const names = record['presentNames']
  return {
    id,
    title: plain.title,
    assembly: textOf(record['assemblyName']),
    date: plain.date,
    place: textOf(record['place']),
    method: textOf(record['method']),
    present: {
      names: typeof names === 'object' && names !== null ? Object.keys(names).sort() : [],
      count: numberOf(record['presentUnnamed']),
    },
    heads: plain.heads,
    contentHash,
    adoptedAt: plain.adoptedAt,
    by: signerOf(core, record),
    valid: fault === null,
    ...(fault === null ? {} : { notice: fault }),
  }
}

async function agreementFault(
  core: PlanCore,
  id: Hex,
  record: Plain,
  heads: Heads,
  contentHash: Hex,
): Promise<Notice | null> {
  if (!isRecordSigned('agreement', core.planId, id, record)) return notice('E_SIG')
  const signer = memberOfDevice(core.state.roster, textOf(record['device']))
  if (signer === undefined || signer.id !== record['by']) return notice('E_NOT_MEMBER')
  if (signer.role !== 'steward') return notice('E_ROLE', { role: roleOf(signer) ?? 'reader' })
  const hashed = await core.docs.contentHash({ heads })
  if (!hashed.ok) return notice('E_HEADS_UNKNOWN')
  return hashed.value.contentHash === contentHash ? null : notice('E_SIG')
}

const signerOf = (core: PlanCore, record: Plain) => {
  const device = textOf(record['device'])
  return authorOf(core, actorOfRecord(device, textOf(record['stream'])), device)
}

const actorOfRecord = (device: Hex, stream: Hex): Hex =>
  device.length === 64 && stream.length === 32 ? actorOfStream(device, stream) : ''

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** Counted by what touched agreed content; an agreement whose heads are not here yet counts nothing. */
export async function sinceAgreement(core: PlanCore): Promise<Result<SinceAgreement | null, Notice>> {
  const view = await readView(core)
  if (!view.ok) return view
  const newest = newestAgreement(view.value)
  if (newest === null) return ok(null)
  const now = await core.docs.contentHash({})
  if (!now.ok) return err(executorNotice(now.error))
  return ok({
    agreement: newest.id,
    changes: await changesSinceHeads(core, newest.heads),
    contentHash: now.value.contentHash,
    sameContent: now.value.contentHash === textOf(newest.record['contentHash']),
  })
}

/** Runs in the turn. The same file recorded twice stays one record. */
export async function recordPrint(core: PlanCore, print: PrintInput): Promise<Result<PrintView, Notice>> {
  const before = await readPrints(core)
  if (!before.ok) return before
  const known = before.value.find((one) => one.sha256 === print.sha256 && one.valid)
  if (known !== undefined) return ok(known)
  const id = newId(core.deps.random)
  const fields = { ...print, at: Math.floor(core.deps.clock.now()) }
  const written = await addSigned(core, 'print', 'Print', id, fields)
  if (!written.ok) return written
  const after = await readPrints(core)
  if (!after.ok) return after
  const made = after.value.find((one) => one.id === id)
  return made === undefined ? err(notice('E_WORKER')) : ok(made)
}

export async function readPrints(core: PlanCore): Promise<Result<readonly PrintView[], Notice>> {
  const view = await readView(core)
  if (!view.ok) return view
  return ok(
    Object.entries((view.value['prints'] ?? {}) as Record<string, Plain>)
      .map(([id, record]) => ({
        id,
        sha256: textOf(record['sha256']),
        agreement: textOf(record['agreement']),
        language: textOf(record['language']),
        appVersion: textOf(record['appVersion']),
        at: numberOf(record['at']),
        by: signerOf(core, record),
        valid: isPrintValid(core, id, record),
      }))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  )
}

function isPrintValid(core: PlanCore, id: Hex, record: Plain): boolean {
  const signer = memberOfDevice(core.state.roster, textOf(record['device']))
  return signer?.id === record['by'] && isRecordSigned('print', core.planId, id, record)
}
