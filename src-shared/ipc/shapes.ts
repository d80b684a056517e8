/**
 * What the core answers, as schemas of the types in `core/contract.ts`. Each is declared against its type, so that the
 * two cannot drift apart; unknown members pass, so that a newer core may say more than an older window reads.
 */
import * as v from 'valibot'
import { isCode, type Notice } from '../base/codes.ts'
import type * as core from '../core/contract.ts'
import { type Place, PLACE_LIMITS } from '../presence/noteBody.ts'
import type { ImportReport } from '../import/importPlan.ts'

/** A schema whose parsed value is exactly `T`. */
export type Shape<T> = v.GenericSchema<unknown, T>

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const moment = v.pipe(v.number(), v.safeInteger())
const text = v.string()
const flag = v.boolean()

export const hex = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2})*$/), v.maxLength(128))
export const planId = v.pipe(hex, v.length(64))
export const heads = v.pipe(v.array(v.pipe(hex, v.length(64))), v.maxLength(10_000))
export const role = v.picklist(['steward', 'writer', 'reader'])
export const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array)

export const noticeShape: Shape<Notice> = v.looseObject({
  code: v.custom<Notice['code']>(isCode),
  params: v.exactOptional(v.record(text, v.union([text, v.number()]))),
})
const notices = v.array(noticeShape)

/** Attached files that were written beside a plan file; `null`: it has none. `folder`: a name, `''` when there is none. */
export const attachedShape = v.nullable(v.strictObject({ folder: text, saved: whole, elsewhere: whole, failed: whole }))

export const createdShape: Shape<core.CreatedPlan> = v.looseObject({ planId, recoveryCode: text, rootCode: text })

export const whereShape: Shape<core.DeviceWhere> = v.looseObject({
  folder: text,
  key: text,
  plans: v.array(v.looseObject({ planId, folder: text })),
})

export const relayShape: Shape<core.RelayAddress> = v.looseObject({ url: text, key: v.exactOptional(hex) })

export const leaseShape: Shape<core.Lease> = v.looseObject({
  leaseId: whole,
  planId,
  stream: hex,
  actor: hex,
  lastSeq: whole,
  heads,
})

export const submittedShape: Shape<core.Submitted> = v.looseObject({ lastSeq: whole, heads })

export const foreignChangesShape: Shape<core.ForeignChanges> = v.variant('kind', [
  v.looseObject({ kind: v.literal('changes'), changes: v.array(bytes), heads }),
  v.looseObject({ kind: v.literal('reset'), heads }),
])

const saved = v.variant('state', [
  v.looseObject({ state: v.literal('saved') }),
  v.looseObject({ state: v.literal('saving') }),
  v.looseObject({ state: v.literal('notSaved'), notice: noticeShape, since: moment }),
])
const relayStatuses = v.array(
  v.looseObject({
    url: text,
    state: v.picklist(['off', 'connecting', 'live', 'waiting', 'refused']),
    caughtUp: flag,
    acked: whole,
    toSend: whole,
    retryInMs: v.exactOptional(v.number()),
    notice: v.exactOptional(noticeShape),
  }),
)
const nearStatus = v.looseObject({
  sharing: v.nullable(v.looseObject({ key: hex, check: text, addresses: v.array(text), guests: whole })),
  isAlways: flag,
  hosts: v.array(
    v.looseObject({
      key: hex,
      memberId: v.nullable(hex),
      name: text,
      address: text,
      state: v.picklist(['off', 'connecting', 'live', 'waiting', 'refused']),
      caughtUp: flag,
      toSend: whole,
    }),
  ),
})
export const nearAskedShape: Shape<core.NearAsked> = v.looseObject({ url: text, key: hex, check: text, isProven: flag })
const peopleStatuses = v.array(
  v.looseObject({
    memberId: hex,
    personId: v.nullable(hex),
    name: text,
    hasSeen: whole,
    hasEverything: flag,
    lastHeard: v.nullable(moment),
  }),
)
const newestAgreement = v.nullable(v.looseObject({ id: hex, title: text, date: text, changesSince: whole }))

export const statusShape: Shape<core.PlanStatus> = v.looseObject({
  planId,
  title: text,
  role: v.nullable(role),
  canEdit: flag,
  saved,
  drafts: whole,
  entries: v.looseObject({
    total: whole,
    own: whole,
    onlyHere: whole,
    parked: whole,
    quarantined: whole,
    notUnderstood: whole,
  }),
  relays: relayStatuses,
  near: v.exactOptional(nearStatus),
  people: peopleStatuses,
  agreement: newestAgreement,
  notices,
})

const standingShape: Shape<core.PlanStanding> = v.looseObject({
  saved,
  drafts: whole,
  relays: relayStatuses,
  people: peopleStatuses,
  agreement: newestAgreement,
  entries: v.looseObject({ own: whole, onlyHere: whole }),
  lastChange: v.nullable(v.looseObject({ at: moment, name: text, isSelf: flag })),
})

export const listingShape: Shape<core.PlanListing> = v.looseObject({
  planId,
  title: text,
  role: v.nullable(role),
  memberId: hex,
  recoveryCode: v.exactOptional(text),
  notices,
  putAway: v.nullable(moment),
  standing: v.nullable(standingShape),
})

export const healthShape: Shape<core.HealthReport> = v.looseObject({
  notices: v.array(v.looseObject({ notice: noticeShape, at: moment, tellPerson: flag })),
  quarantine: v.array(
    v.looseObject({
      hash: hex,
      stream: hex,
      seq: whole,
      notice: noticeShape,
      memberId: v.nullable(hex),
      name: text,
    }),
  ),
  parked: whole,
  notUnderstood: whole,
})

export const rosterShape: Shape<core.RosterView> = v.looseObject({
  self: hex,
  members: v.array(
    v.looseObject({
      memberId: hex,
      personId: v.nullable(hex),
      name: text,
      role,
      isSelf: flag,
      isFounder: flag,
      devices: whole,
      grant: v.nullable(hex),
      excess: flag,
      besideVoid: flag,
    }),
  ),
  former: v.array(v.looseObject({ memberId: hex, name: text })),
  invites: v.array(
    v.looseObject({
      grant: hex,
      role,
      notAfter: v.nullable(moment),
      maxUses: v.nullable(whole),
      usedBy: v.array(hex),
      voided: flag,
      by: hex,
    }),
  ),
})

export const inviteMadeShape: Shape<core.InviteMade> = v.looseObject({ grant: hex, link: text, notAfter: moment })

export const syncReportShape: Shape<core.SyncReport> = v.looseObject({
  url: text,
  sent: whole,
  received: whole,
  entries: whole,
  notices,
})

export const bundleReportShape: Shape<core.BundleReport> = v.looseObject({
  planId,
  title: text,
  added: whole,
  usable: whole,
  total: v.nullable(whole),
  files: whole,
  notices,
})

export const addedFileShape: Shape<core.AddedFile> = v.looseObject({ hash: hex, sealed: hex, size: whole })

const short = (most: number) => v.pipe(v.string(), v.maxLength(most))
export const placeShape: Shape<Place> = v.strictObject({
  screen: short(PLACE_LIMITS.screen),
  project: v.nullable(v.pipe(hex, v.length(32))),
  field: v.nullable(short(PLACE_LIMITS.field)),
  cursor: v.nullable(v.strictObject({ anchor: short(PLACE_LIMITS.cursor), head: short(PLACE_LIMITS.cursor) })),
})
export const presentShape: Shape<readonly core.PresentMember[]> = v.array(
  v.strictObject({ memberId: hex, personId: v.nullable(hex), name: text, place: placeShape }),
)

export const wordsShape: Shape<core.LiveWords> = v.strictObject({
  device: hex,
  memberId: hex,
  name: text,
  changes: v.array(v.strictObject({ hash: hex, bytes })),
})

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
export const filesKeptShape: Shape<core.FilesKept> = v.strictObject({
  keepsAll: flag,
  files: whole,
  bytes: whole,
  filesHere: whole,
  bytesHere: whole,
})

export const fileStateShape: Shape<core.FileState> = v.variant('at', [
  v.strictObject({ at: v.literal('here'), sending: v.nullable(share) }),
  v.strictObject({ at: v.literal('coming'), share }),
  v.strictObject({ at: v.literal('elsewhere'), isWanted: flag }),
  v.strictObject({ at: v.literal('nameOnly') }),
])

export interface ImportedBoard {
  readonly planId: core.PlanId
  readonly report: ImportReport
}
export const importedBoardShape: Shape<ImportedBoard> = v.looseObject({
  planId,
  /** Plain data of the import room, made and read by the same version of the app. */
  report: v.custom<ImportReport>((value) => typeof value === 'object' && value !== null),
})

export const historyShape: Shape<readonly core.HistoryItem[]> = v.array(
  v.looseObject({
    hash: hex,
    stream: hex,
    seq: whole,
    kind: text,
    memberId: v.nullable(hex),
    name: text,
    at: v.nullable(moment),
    changes: whole,
    own: flag,
  }),
)

const authorShape: Shape<core.AuthorView> = v.looseObject({
  actor: hex,
  memberId: v.nullable(hex),
  personId: v.nullable(hex),
  name: text,
  isSelf: flag,
})

export const mergeReportShape: Shape<core.MergeReportView> = v.looseObject({
  since: heads,
  heads,
  /** Plain data of the plan room, made and read by the same version of the app. */
  report: v.custom<core.MergeReportView['report']>((value) => typeof value === 'object' && value !== null),
  authors: v.record(text, authorShape),
})

export const projectHistoryShape: Shape<core.ProjectHistoryView> = v.looseObject({
  /** Lines are plain data of the plan room, made and read by the same version of the app. */
  steps: v.custom<core.ProjectHistoryView['steps']>(Array.isArray),
  next: v.nullable(hex),
  looked: whole,
  total: whole,
  authors: v.record(text, authorShape),
})

export const agreementShape: Shape<core.AgreementView> = v.looseObject({
  id: hex,
  title: text,
  assembly: text,
  date: text,
  place: text,
  method: text,
  present: v.looseObject({ names: v.array(text), count: whole }),
  heads,
  contentHash: hex,
  adoptedAt: moment,
  by: authorShape,
  valid: flag,
  notice: v.exactOptional(noticeShape),
})

export const sinceAgreementShape: Shape<core.SinceAgreement> = v.looseObject({
  agreement: hex,
  changes: whole,
  contentHash: hex,
  sameContent: flag,
})

export const printsShape: Shape<readonly core.PrintView[]> = v.array(
  v.looseObject({
    id: hex,
    at: moment,
    by: authorShape,
    valid: flag,
    sha256: hex,
    agreement: hex,
    language: text,
    appVersion: text,
  }),
)
