/** Questions about the document: canonical JSON of a version, history, merge report. */
import type { Hex } from '../base/bytes.ts'
import { fromHex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { epochKey } from '../base/crypto.ts'
import { shownInstant } from '../base/instant.ts'
import { type Result, err, ok } from '../base/result.ts'
import * as A from '@automerge/automerge/slim'
import { decodeContentBody } from '../journal/contentBody.ts'
import { type Entry, KIND, isControlKind, openContentEntry } from '../journal/entry.ts'
import type { Heads, HistoryItem, MergeReportView, PlanVersion, ProjectHistoryView } from './contract.ts'
import { agreementsOf, newestAgreement } from './facts.ts'
import { executorNotice } from './ownChanges.ts'
import { authorsOf, nameOf } from './people.ts'
import type { PlanCore } from './planCore.ts'
import { memberOf } from './self.ts'

export async function canonicalOf(core: PlanCore, version: PlanVersion): Promise<Result<string, Notice>> {
  const heads = await headsOf(core, version)
  if (!heads.ok) return heads
  const read = await core.docs.canonical({ part: 'plan', ...(heads.value === null ? {} : { heads: heads.value }) })
  return read.ok ? ok(read.value.json) : err(executorNotice(read.error))
}

/** `null`: now. */
async function headsOf(core: PlanCore, version: PlanVersion): Promise<Result<Heads | null, Notice>> {
  if (version === 'draft') return ok(null)
  if (typeof version === 'object' && 'heads' in version) return ok(version.heads)
  const read = await core.docs.view({ roots: ['agreements'] })
  if (!read.ok) return err(executorNotice(read.error))
  const view = read.value.view as Readonly<Record<string, unknown>>
  const found =
    version === 'agreed' ? newestAgreement(view) : agreementsOf(view).find((one) => one.id === version.agreement)
  return found === null || found === undefined ? err(notice('E_NO_AGREEMENT')) : ok(found.heads)
}

const CONTROL_NAMES: Readonly<Record<number, string>> = {
  [KIND.GENESIS]: 'founded',
  [KIND.STEWARD]: 'steward',
  [KIND.INVITE_GRANT]: 'invite',
  [KIND.INVITE_VOID]: 'invite-void',
  [KIND.JOIN]: 'join',
  [KIND.EPOCH]: 'epoch',
}

/** Every entry held, in the order in which it came here. Content is opened for its claimed time and number of changes. */
export async function readHistory(core: PlanCore): Promise<readonly HistoryItem[]> {
  const out: HistoryItem[] = []
  for await (const entry of core.journal.read(core.journal.places())) {
    const { header } = entry
    const member = memberOf(core, header.device)
    const content = header.kind === KIND.CONTENT ? openContent(core, entry) : null
    out.push({
      hash: entry.hash,
      stream: header.stream,
      seq: header.seq,
      kind: isControlKind(header.kind)
        ? (CONTROL_NAMES[header.kind] ?? 'unknown')
        : content === null
          ? 'unknown'
          : 'content',
      memberId: member?.id ?? null,
      name: nameOf(core, header.device),
      at: content?.at ?? null,
      changes: content?.changes ?? 0,
      own: header.device === core.device,
    })
  }
  return out
}

function openContent(core: PlanCore, entry: Entry): { readonly at: number; readonly changes: number } | null {
  const secret = core.state.epochs.get(entry.header.epochId)
  // Only what has passed the gate is opened outside the worker.
  const { quarantined, waiting } = core.state
  if (secret === undefined || quarantined.has(entry.hash) || waiting.has(entry.hash)) return null
  const clear = openContentEntry(entry, epochKey(secret, 'content', fromHex(core.planId)))
  const body = clear.ok ? decodeContentBody(clear.value) : clear
  return body.ok ? { at: shownInstant(body.value.t), changes: A.readBundle(body.value.bundle).changes.length } : null
}

/**
 * What happened since `before`: everything others brought, and how it met what was written here without having seen all of
 * it. What was written here later saw everything, and met nothing.
 */
export async function reportSince(core: PlanCore, before: Heads): Promise<Result<MergeReportView, Notice>> {
  const history = await core.docs.history({ since: before })
  if (!history.ok) return err(executorNotice(history.error))
  const authorOf = authorsOf(core)
  const { lines } = history.value
  const isOwn = (line: { readonly actor: Hex }): boolean => authorOf(line.actor).isSelf
  const theirs = [...headsAmong(lines.filter((line) => !isOwn(line)))]
  const cameIn = await core.docs.mergeReport({ before, theirs: theirs.length === 0 ? before : theirs })
  if (!cameIn.ok) return err(executorNotice(cameIn.error))
  const unseen = headsAmong(unseeing(lines.filter(isOwn), lines, theirs))
  const met =
    unseen.length === 0 ? cameIn : await core.docs.mergeReport({ before: [...before, ...unseen], theirs: [...theirs] })
  if (!met.ok) return err(executorNotice(met.error))
  const all = await core.docs.history({})
  const actors = new Set(all.ok ? all.value.lines.map((line) => line.actor) : [])
  const authors = Object.fromEntries([...actors].map((actor) => [actor, authorOf(actor)]))
  const report = { ...met.value.report, theirs: cameIn.value.report.theirs }
  return ok({ since: before, heads: core.state.heads, report, authors })
}

export async function projectHistoryOf(
  core: PlanCore,
  project: Hex,
  before: Hex | null,
): Promise<Result<ProjectHistoryView, Notice>> {
  const read = await core.docs.projectHistory({ project, before })
  if (!read.ok) return err(executorNotice(read.error))
  const { portion } = read.value
  const authorOf = authorsOf(core)
  const actors = new Set(portion.steps.map(({ actor }) => actor))
  return ok({ ...portion, authors: Object.fromEntries([...actors].map((actor) => [actor, authorOf(actor)])) })
}

type Linked = { readonly hash: Hex; readonly deps: readonly Hex[] }

/** Those of `own` that do not build on every one of `heads`. `lines` are in causal order. */
function unseeing<L extends Linked>(own: readonly L[], lines: readonly Linked[], heads: Heads): readonly L[] {
  const reached = heads.map((head) => {
    const after = new Set([head])
    for (const line of lines) if (line.deps.some((dep) => after.has(dep))) after.add(line.hash)
    return after
  })
  return own.filter((line) => !reached.every((after) => after.has(line.hash)))
}

/** Changes among these that none of them builds on. */
function headsAmong(lines: readonly Linked[]): Heads {
  const named = new Set(lines.flatMap((line) => line.deps))
  return lines
    .map((line) => line.hash)
    .filter((hash) => !named.has(hash))
    .sort()
}
