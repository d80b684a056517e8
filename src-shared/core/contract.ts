/**
 * One member's device, holding several plans: what the command line, the Electron core host, the window (over IPC) and
 * the simulator code against. One contract in one file, read from top to bottom by those who serve it and those who call
 * it. Every argument and answer is plain data (bytes, numbers, strings, arrays, records), so the same calls cross a
 * process boundary unchanged; listeners become events there.
 *
 * An expected failure is a `Notice`: a stable code and the parameters of its sentence (`base/codes.ts`).
 */
import type { Hex } from '../base/bytes.ts'
import type { Notice } from '../base/codes.ts'
import type { MergeReport } from '../plan/report/mergeReport.ts'
import type { HistoryPortion } from '../plan/report/projectHistory.ts'
import type { TemplateName } from '../plan/templates.ts'
import type { Place } from '../presence/noteBody.ts'
import type { Result } from '../base/result.ts'

/** The room id, 64 hex digits: also what people see as the plan's id. */
export type PlanId = Hex
/** Automerge heads: change hashes, 64 hex digits each, sorted. */
export type Heads = readonly Hex[]
export type Role = 'steward' | 'writer' | 'reader'
export type Answer<T> = Promise<Result<T, Notice>>
/** Undoes a subscription. */
export type Unsubscribe = () => void

// --- the device ------------------------------------------------------------------------------------------------------

export interface MemberDevice {
  /** Founds a plan: room, founder, first epoch, the document's first change; all durable when resolved. */
  create(input: CreatePlan, keep?: KeepCodes): Answer<CreatedPlan>
  list(): Promise<readonly PlanListing[]>
  /** Opens a plan of this device; the same session for the same plan until it is closed. Repairs and names damage. */
  open(planId: PlanId): Answer<PlanSession>
  /** Joins by a link, through a relay or from the bytes of a bundle. Nothing is stored unless it succeeds. */
  join(input: JoinPlan, keep?: KeepCodes): Answer<PlanListing>
  /** Takes a `.aplec` file of a plan this device has; `E_NOT_MEMBER` when it has not (join with the file instead). */
  openBundle(bytes: Uint8Array): Answer<BundleReport>
  /** Removes a plan from this device. `E_UNSYNCED` while something is only here, unless `evenUnsynced`. */
  forget(planId: PlanId, options?: { readonly evenUnsynced?: boolean }): Answer<null>
  /** Marks a plan as out of the way on this device, or takes the mark off. It stays whole, and others learn nothing of it. */
  putAway(planId: PlanId, isAway: boolean): Answer<null>
  where(): DeviceWhere
  /** Writes what is not yet written and closes every session and its sockets. */
  close(): Promise<void>
}

export interface CreatePlan {
  /** Absent: the template's own. */
  readonly title?: string
  /** BCP 47, for example `ca`. */
  readonly language?: string
  readonly horizon?: { readonly from: number; readonly to: number }
  /** Absent: nothing but title, language and years; `blank`: stages and units too. */
  readonly template?: TemplateName
  /** The founder's name; creates the first person of the plan. */
  readonly name?: string
  readonly relays?: readonly RelayAddress[]
}

export interface CreatedPlan {
  readonly planId: PlanId
  /** Both shown once. The host prints them or writes them to a 0600 file and says so; the core keeps neither. */
  readonly recoveryCode: string
  readonly rootCode: string
}

/**
 * Given the codes before anything of the plan is written: a host that keeps them has them, whatever cuts the making short.
 * When it fails, no plan is made.
 */
export type KeepCodes = (
  planId: PlanId,
  codes: { readonly recoveryCode: string; readonly rootCode: string | null },
) => Answer<null>

export interface JoinPlan {
  readonly link: string
  readonly name: string
  /** Overrules the relays of the link. */
  readonly relay?: RelayAddress
  /** Bytes of a `.aplec` file: joins without any network. */
  readonly bundle?: Uint8Array
}

export interface PlanListing {
  readonly planId: PlanId
  readonly title: string
  readonly role: Role | null
  readonly memberId: Hex
  /** Present only after `join`: the recovery code of this member, shown once. */
  readonly recoveryCode?: string
  /** Notices of the last open or join, for example an excess of uses. */
  readonly notices: readonly Notice[]
  /** UTC ms when it was put out of the way on this device; `null`: it was not. */
  readonly putAway: number | null
  /** How it stands as far as this device knows without opening it; `null` when it cannot be read. */
  readonly standing: PlanStanding | null
}

/** What `PlanStatus` says, less what only an open plan knows; relays of a closed plan are `off`. */
export interface PlanStanding extends Pick<PlanStatus, 'saved' | 'drafts' | 'relays' | 'people' | 'agreement'> {
  readonly entries: Pick<PlanStatus['entries'], 'own' | 'onlyHere'>
  /** The newest change held here: UTC ms as its author claims. Whose it is: a member who is still one. */
  readonly lastChange: { readonly at: number; readonly name: string; readonly isSelf: boolean } | null
}

export interface DeviceWhere {
  /** The data folder, or another name of the place, for people. */
  readonly folder: string
  readonly key: string
  readonly plans: readonly { readonly planId: PlanId; readonly folder: string }[]
}

export interface RelayAddress {
  readonly url: string
  /** Ed25519 public key of the relay, 64 hex digits; pinned when known. */
  readonly key?: Hex | undefined
}

// --- one plan --------------------------------------------------------------------------------------------------------

export interface PlanSession {
  readonly planId: PlanId

  // editing
  /** The right to edit, one at a time; the document edited must contain `heads` and use `actor`. */
  lease(): Answer<Lease>
  release(leaseId: number): Promise<void>
  /** `null` when the lease ended without its holder asking (stream rotated, session closed): take a new one. */
  onLease(listener: (lease: Lease | null) => void): Unsubscribe
  /** The whole document as Automerge bytes, drafts included. */
  documentBytes(): Answer<Uint8Array>
  /**
   * What a board shows of the plan, as `readLook` reads it, while the document is still being loaded; `null` when only the
   * document can tell.
   */
  look(): string | null
  /** Change bytes that a document at `heads` lacks; when the heads are unknown here, `E_HEADS_UNKNOWN`. */
  changesSince(heads: Heads): Answer<readonly Uint8Array[]>
  /**
   * Takes changes of the lease's actor, in order. Durable on this device when resolved; writes are batched for 100 ms,
   * unless `now`. After `E_DISK_FULL` and `E_DISK` the changes are kept in memory and tried again; after any other error
   * they were not taken and the lease has ended.
   */
  submitChanges(
    leaseId: number,
    changes: readonly Uint8Array[],
    options?: { readonly now?: boolean },
  ): Answer<Submitted>
  /** Seals drafts into an entry now; resolves when it is durable. */
  flush(): Answer<null>
  /**
   * Gated changes that the lease holder did not make (others', and the core's own), to be applied to the window's
   * document; `reset`: make the document anew from `documentBytes`.
   */
  onChanges(listener: (event: ForeignChanges) => void): Unsubscribe

  // state
  status(): PlanStatus
  onStatus(listener: (status: PlanStatus) => void): Unsubscribe
  health(): HealthReport
  roster(): RosterView

  // members
  invite(input: InviteInput): Answer<InviteMade>
  voidInvite(grant: Hex): Answer<null>
  appointSteward(member: Hex): Answer<null>
  /** Takes the steward's right back; the member stays what it is besides. `E_LAST_STEWARD`. */
  withdrawSteward(member: Hex): Answer<null>
  /** The largest right of a member from now on. `steward` appoints; anything else takes the steward's right too. */
  setRole(member: Hex, role: Role): Answer<null>
  /**
   * Ends a membership: a new epoch whose key the removed never has. What this device holds of their work stays. It takes
   * back nothing they have read. Links end with it, unless named; those the removed came by or made always end.
   */
  removeMember(member: Hex, removal?: Removal): Answer<null>
  /** A new key for all who are here: for whoever was not given the right one (`E_EPOCH_KEY`), or to be on the safe side. */
  renewKey(): Answer<null>
  /** What members who were removed, or lost the right to write, wrote beyond what counts of them: left out, and kept. */
  late(): Promise<readonly LateEntry[]>
  /** Takes what waits of one stream in after all, with its author's name: up to and with `upTo`, or all of it. */
  acceptLate(stream: Hex, upTo?: number): Answer<null>
  /** Renames one's own person in the plan. */
  rename(name: string): Answer<null>

  // relays
  relays(): readonly RelayAddress[]
  addRelay(relay: RelayAddress): Answer<null>
  removeRelay(url: string): Answer<null>
  /** Connects to every relay of the plan and stays connected, with back-off, until `disconnect`. */
  connect(): void
  disconnect(): Promise<void>
  /** Connects to one relay (of the plan or not), resolves when both sides hold the same entries. */
  syncOnce(relay: RelayAddress, options?: { readonly timeoutInMs?: number }): Answer<SyncReport>

  // the local network
  /** Shares the plan with members on this network until told otherwise, or the plan is closed. `E_NEAR_HOST`. */
  share(isOn: boolean): Answer<null>
  /** Whether it is shared whenever it is open. */
  shareAlways(isAlways: boolean): Answer<null>
  /**
   * Who answers at an address that somebody read out, or behind a link: its key, to be compared. `E_NEAR_ADDRESS`,
   * `E_NEAR_NOBODY`, `E_RELAY_KEY` when it is not the key of the link.
   */
  askNear(address: string): Answer<NearAsked>
  /** Meets that computer until the plan is closed. */
  meetNear(relay: { readonly url: string; readonly key: Hex }): Promise<void>
  /** Computers that have the plan, as found within the time; the first of them at once. */
  findNear(withinMs: number): Promise<readonly NearHostFound[]>

  // attached files
  /**
   * Keeps a file, sealed; durable when resolved. The caller then writes the Attachment that names it (`hash` is its key).
   * Errors: `E_FILE_TOO_LARGE`, `E_FILE_QUOTA`, `E_READ_ONLY`, `E_DISK…`. The same file again is no error.
   */
  addFile(clear: Uint8Array): Answer<AddedFile>
  /** The clear bytes of a file that the plan names. `E_FILE_MISSING`, `E_FILE_DAMAGED`. */
  readFile(hash: Hex): Answer<Uint8Array>
  fileState(hash: Hex): Promise<FileState>
  /** Asks for a file that is not here; small ones come by themselves. It comes when somebody who has it can be reached. */
  fetchFile(hash: Hex): Promise<void>
  /** How much of the attached files is on this device, those in the bin left out. */
  filesKept(): Promise<FilesKept>
  /** All attached files are fetched by themselves from now on, whatever their size; a mark of this device. */
  keepAllFiles(isOn: boolean): Answer<null>
  /** The state of this file may be another than before. */
  onFile(listener: (hash: Hex) => void): Unsubscribe

  // who is here
  /** Where the person of this window is, for the others who have the plan open; `null`: nobody is told. Nothing of it is kept. */
  setPresence(place: Place | null): void
  /** Other members who have the plan open and are connected, each once. */
  presence(): readonly PresentMember[]
  onPresence(listener: (people: readonly PresentMember[]) => void): Unsubscribe
  /** What another device is writing and has in no entry yet: all of it at each time; to be shown, never applied to the document. */
  onWords(listener: (words: LiveWords) => void): Unsubscribe

  // sticks
  /**
   * Everything held, as the bytes of a `.aplec` file; seals drafts first. A disk that refuses to write is no failure: what
   * is only in memory is in the file too. `files: false`: without the attached files.
   */
  bundle(options?: { readonly files?: boolean }): Answer<Uint8Array>
  takeBundle(bytes: Uint8Array): Answer<BundleReport>

  // reading
  /** Canonical JSON (RFC 8785) of the draft, of the newest agreement, or at given heads. */
  canonicalJson(version: PlanVersion): Answer<string>
  heads(): Promise<Heads>
  history(): Promise<readonly HistoryItem[]>
  /**
   * How this device's plan as it was at `since` met what others have brought. Default: as it was before the first of
   * their changes that came after `markLooked` was last called.
   */
  mergeReport(since?: Heads): Answer<MergeReportView>
  /** What happened to a project, newest first, in portions; `before`: the `next` of the last one. */
  projectHistory(project: Hex, before: Hex | null): Answer<ProjectHistoryView>
  /** The person has seen the merge report. */
  markLooked(): Answer<null>

  // agreement
  adopt(decision: Decision): Answer<AgreementView>
  agreements(): Answer<readonly AgreementView[]>
  /** Changes to agreed content since the newest agreement; `null` when there is none. */
  changesSinceAgreement(): Answer<SinceAgreement | null>
  recordPrint(print: PrintInput): Answer<PrintView>
  prints(): Answer<readonly PrintView[]>

  close(): Promise<void>
}

/** The right to edit one plan; it ends with the window, with `release`, or when the stream is rotated. */
export interface Lease {
  readonly leaseId: number
  readonly planId: PlanId
  /** 32 hex digits. */
  readonly stream: Hex
  /** 32 hex digits; every change must be by this actor. */
  readonly actor: Hex
  /** Automerge sequence number of this actor's last change; 0 when it has none. The next change has `lastSeq + 1`. */
  readonly lastSeq: number
  readonly heads: Heads
}

export interface Submitted {
  readonly lastSeq: number
  readonly heads: Heads
}

export type ForeignChanges =
  | { readonly kind: 'changes'; readonly changes: readonly Uint8Array[]; readonly heads: Heads }
  | { readonly kind: 'reset'; readonly heads: Heads }

export type PlanVersion = 'draft' | 'agreed' | { readonly heads: Heads } | { readonly agreement: Hex }

// --- state, as data for sentences ------------------------------------------------------------------------------------

export interface PlanStatus {
  readonly planId: PlanId
  readonly title: string
  readonly role: Role | null
  readonly canEdit: boolean
  /** `saved`: everything submitted is durable here. `notSaved` names why, since UTC ms. */
  readonly saved:
    | { readonly state: 'saved' }
    | { readonly state: 'saving' }
    | { readonly state: 'notSaved'; readonly notice: Notice; readonly since: number }
  /** Changes durable here that are not yet in an entry. */
  readonly drafts: number
  readonly entries: {
    readonly total: number
    readonly own: number
    /**
     * Own entries that no relay has acknowledged and no other member has named in `seen`; and attached files that no relay of
     * the plan is known to have, where it has one.
     */
    readonly onlyHere: number
    /** Held, waiting for entries or changes that are missing. */
    readonly parked: number
    readonly quarantined: number
    readonly notUnderstood: number
  }
  readonly relays: readonly RelayStatus[]
  /** Absent: this program has no local network. */
  readonly near?: NearStatus
  /** Other members, and how many of this device's entries they have named as seen. */
  readonly people: readonly PersonStatus[]
  readonly agreement: {
    readonly id: Hex
    readonly title: string
    readonly date: string
    readonly changesSince: number
  } | null
  /** What a person may want to know now, newest last. */
  readonly notices: readonly Notice[]
}

export interface RelayStatus {
  readonly url: string
  readonly state: 'off' | 'connecting' | 'live' | 'waiting' | 'refused'
  readonly caughtUp: boolean
  /** Own entries this relay has acknowledged. */
  readonly acked: number
  /** Entries held here that this relay lacks, as far as known. */
  readonly toSend: number
  readonly retryInMs?: number
  readonly notice?: Notice
}

export interface NearStatus {
  /** How others reach this computer while it shares the plan; `null`: it does not. */
  readonly sharing: {
    readonly key: Hex
    /** Sixteen digits to compare. */
    readonly check: string
    /** `192.168.1.5:47391`, one for each network. */
    readonly addresses: readonly string[]
    /** Connections of others. */
    readonly guests: number
  } | null
  /** It is shared whenever it is open. */
  readonly isAlways: boolean
  /** Computers on this network that share the plan. */
  readonly hosts: readonly NearHostStatus[]
}

export interface NearHostStatus {
  readonly key: Hex
  /** Whose computer it says it is. */
  readonly memberId: Hex | null
  readonly name: string
  readonly address: string
  readonly state: RelayStatus['state']
  readonly caughtUp: boolean
  readonly toSend: number
}

export interface NearHostFound {
  readonly url: string
  readonly key: Hex
}

export interface NearAsked {
  readonly url: string
  readonly key: Hex
  /** Sixteen digits: the screen of that computer must show the same. */
  readonly check: string
  /** The link had the key: there is nothing to compare. */
  readonly isProven: boolean
}

export interface PersonStatus {
  readonly memberId: Hex
  readonly personId: Hex | null
  readonly name: string
  /** Own entries this member has named in `seen`, of `entries.own`. */
  readonly hasSeen: number
  readonly hasEverything: boolean
  /** UTC ms of the newest entry of this member held here, as claimed by it. */
  readonly lastHeard: number | null
}

/** Everything found wrong since the plan was opened, and what is set aside. */
export interface HealthReport {
  readonly notices: readonly HealthItem[]
  readonly quarantine: readonly QuarantinedEntry[]
  readonly parked: number
  readonly notUnderstood: number
}

export interface HealthItem {
  readonly notice: Notice
  /** UTC ms by this device's clock. */
  readonly at: number
  /** False when only the log should hold it (for example E_STORE_TAIL). */
  readonly tellPerson: boolean
}

export interface QuarantinedEntry {
  readonly hash: Hex
  readonly stream: Hex
  readonly seq: number
  readonly notice: Notice
  readonly memberId: Hex | null
  readonly name: string
}

// --- members and links -----------------------------------------------------------------------------------------------

export interface RosterView {
  readonly self: Hex
  readonly members: readonly MemberView[]
  readonly former: readonly FormerMember[]
  readonly invites: readonly InviteView[]
}

export interface Removal {
  /** Grants of links that stay open. Default: none. */
  readonly keepInvites?: readonly Hex[]
}

/** Somebody who was a member. */
export interface FormerMember {
  readonly memberId: Hex
  readonly name: string
}

export interface LateEntry {
  readonly hash: Hex
  readonly stream: Hex
  readonly seq: number
  readonly memberId: Hex
  readonly name: string
  /** UTC ms as claimed; `null` when it cannot be opened here. */
  readonly at: number | null
  readonly changes: number
  /** What it writes, one line a change; at most 2,000 characters. Text, never markup. */
  readonly words: string
}

export interface MemberView {
  readonly memberId: Hex
  readonly personId: Hex | null
  readonly name: string
  readonly role: Role
  readonly isSelf: boolean
  readonly isFounder: boolean
  readonly devices: number
  /** Grant by which this member joined; null for the founder. */
  readonly grant: Hex | null
  /** Joined when the link had ended or was used up, as seen by this device. */
  readonly excess: boolean
  /** Joined by a link that was withdrawn, when or where that was not known. */
  readonly besideVoid: boolean
}

export interface InviteView {
  readonly grant: Hex
  readonly role: Role
  /** UTC seconds; null: no end. */
  readonly notAfter: number | null
  readonly maxUses: number | null
  readonly usedBy: readonly Hex[]
  readonly voided: boolean
  readonly by: Hex
}

export interface InviteInput {
  /** Default writer. */
  readonly role?: Role
  /** Default 7 days. */
  readonly expiresInSeconds?: number
  readonly maxUses?: number
}

export interface InviteMade {
  readonly grant: Hex
  readonly link: string
  readonly notAfter: number
}

// --- sync and bundles ------------------------------------------------------------------------------------------------

export interface SyncReport {
  readonly url: string
  readonly sent: number
  readonly received: number
  readonly entries: number
  readonly notices: readonly Notice[]
}

export interface BundleReport {
  readonly planId: PlanId
  readonly title: string
  /** Entries that were new here. */
  readonly added: number
  readonly usable: number
  /** As the manifest says; null when the manifest cannot be read. */
  readonly total: number | null
  /** Attached files that came in whole. */
  readonly files: number
  /** E_BUNDLE_PART, E_NEWER and the like; empty when everything came in. */
  readonly notices: readonly Notice[]
}

// --- who is here -----------------------------------------------------------------------------------------------------

export interface PresentMember {
  readonly memberId: Hex
  readonly personId: Hex | null
  readonly name: string
  /** Of several devices, the one that moved last. */
  readonly place: Place
}

export interface LiveWords {
  readonly device: Hex
  readonly memberId: Hex
  readonly name: string
  /** Gated, in order, each building on the document and on those before it; empty when all of them are in entries, or given up. */
  readonly changes: readonly { readonly hash: Hex; readonly bytes: Uint8Array }[]
}

// --- attached files --------------------------------------------------------------------------------------------------

/** What an Attachment must say of a file so that others find it. */
export interface AddedFile {
  /** SHA-256 of the clear bytes, 64 hex digits: the key of the Attachment. */
  readonly hash: Hex
  readonly sealed: Hex
  /** Bytes. */
  readonly size: number
}

export interface FilesKept {
  readonly keepsAll: boolean
  readonly files: number
  /** Clear bytes, as the plan says. */
  readonly bytes: number
  readonly filesHere: number
  readonly bytesHere: number
}

export type FileState =
  /** `sending`: the share that a relay has by now, while it is being sent. */
  | { readonly at: 'here'; readonly sending: number | null }
  | { readonly at: 'coming'; readonly share: number }
  /** Not here. `isWanted`: it comes by itself as soon as somebody who has it can be reached. */
  | { readonly at: 'elsewhere'; readonly isWanted: boolean }
  /** The plan knows a name; the file itself was never put in. */
  | { readonly at: 'nameOnly' }

export interface HistoryItem {
  readonly hash: Hex
  readonly stream: Hex
  readonly seq: number
  /** `content`, or the control kind in lower case, or `unknown`. */
  readonly kind: string
  readonly memberId: Hex | null
  readonly name: string
  /** UTC ms as claimed; null for control entries that carry none. */
  readonly at: number | null
  readonly changes: number
  readonly own: boolean
}

// --- merge report ----------------------------------------------------------------------------------------------------

/** `report` is a `MergeReport` of the plan room (plain data). It names Automerge actors; `authors` says who each of them is. */
export interface MergeReportView {
  readonly since: Heads
  readonly heads: Heads
  readonly report: MergeReport
  readonly authors: Readonly<Record<Hex, AuthorView>>
}

export interface ProjectHistoryView extends HistoryPortion {
  readonly authors: Readonly<Record<Hex, AuthorView>>
}

export interface AuthorView {
  readonly actor: Hex
  readonly memberId: Hex | null
  readonly personId: Hex | null
  readonly name: string
  readonly isSelf: boolean
}

// --- agreement -------------------------------------------------------------------------------------------------------

/** What a steward records when an assembly has adopted the plan. */
export interface Decision {
  readonly title: string
  /** Name of the assembly; default: the title. */
  readonly assembly?: string
  /** ISO 8601 day. */
  readonly date: string
  readonly place?: string
  /** How it was decided, in words. */
  readonly method?: string
  /** Names of those present (may be empty) and how many more were not named. */
  readonly present?: { readonly names?: readonly string[]; readonly count?: number }
  /** The heads the assembly looked at; default: now. */
  readonly heads?: Heads
}

export interface AgreementView {
  readonly id: Hex
  readonly title: string
  readonly assembly: string
  readonly date: string
  readonly place: string
  readonly method: string
  readonly present: { readonly names: readonly string[]; readonly count: number }
  readonly heads: Heads
  /** 64 hex digits of H("content", canonical JSON of the agreed content at `heads`). */
  readonly contentHash: Hex
  /** UTC ms as claimed. */
  readonly adoptedAt: number
  readonly by: AuthorView
  /** The steward's detached signature is right, the signer is a steward, and the content at `heads` has `contentHash`. */
  readonly valid: boolean
  /** Why not, when not valid. */
  readonly notice?: Notice
}

export interface SinceAgreement {
  readonly agreement: Hex
  readonly changes: number
  readonly contentHash: Hex
  readonly sameContent: boolean
}

export interface PrintInput {
  /** SHA-256 of the PDF, 64 hex digits. */
  readonly sha256: Hex
  readonly agreement: Hex
  readonly language: string
  readonly appVersion: string
}

export interface PrintView extends PrintInput {
  readonly id: Hex
  readonly at: number
  readonly by: AuthorView
  readonly valid: boolean
}
