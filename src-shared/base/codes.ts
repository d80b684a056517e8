/**
 * Every stable code a person can meet, with one plain English sentence for it. The code is the contract: logs, the
 * command line and scripts rely on it; the window looks its own translation up by the same code and parameters.
 *
 * Sentences say what happened and, where something can be done, what. They never hold content, keys or stack traces.
 */
export type CodeParams = Readonly<Record<string, string | number>>

/** What went wrong or needs attention, as plain data. `params` are names, numbers and dates for the sentence. */
export interface Notice {
  readonly code: Code
  readonly params?: CodeParams
}

type Sentence = (params: CodeParams) => string

const count = (value: string | number | undefined, one: string, many: string): string =>
  Number(value ?? 0) === 1 ? `1 ${one}` : `${value ?? 0} ${many}`
const by = (params: CodeParams): string => (params['author'] === undefined ? 'someone' : String(params['author']))
const at = (params: CodeParams): string => (params['relay'] === undefined ? 'the relay' : `relay ${params['relay']}`)
/** What is counted at the door; without a number it is one. */
const isOne = (params: CodeParams): boolean => Number(params['count'] ?? 1) === 1
const entries = (params: CodeParams): string => (isOne(params) ? 'An entry' : `${params['count']} entries`)
const were = (params: CodeParams): string => (isOne(params) ? 'was' : 'were')
const file = (params: CodeParams): string => (params['file'] === undefined ? 'a file' : `the file ${params['file']}`)

export const SENTENCES = {
  // What is stored here
  E_STORE_CRC: (p) => `${count(p['count'] ?? 1, 'change is', 'changes are')} damaged here and being fetched again.`,
  E_STORE_TAIL: () => 'The end of a journal file was cut off by a crash and was set aside; nothing saved was in it.',
  E_STORE_MISSING: (p) =>
    `${count(p['count'] ?? 1, 'change is', 'changes are')} missing from ${file(p)} and being fetched again.`,
  E_STORE_REPAIRED: (p) =>
    `${count(p['count'] ?? 1, 'change', 'changes')} of this device had been damaged and were written again from the second copy.`,
  E_LOCAL_DAMAGED: (p) => `The local file ${p['file'] ?? ''} was damaged and was restored from its second copy.`,
  E_DRAFTS_DAMAGED: (p) => `The draft file ${p['file'] ?? ''} was damaged and was restored from its second copy.`,
  E_CACHE_LOST: () => 'The stored copy of the document was damaged or missing and was rebuilt from the journal.',
  E_DISK_FULL: () => 'Not saved: the disk is full.',
  E_DISK: (p) => `Not saved: the disk refused to write${p['file'] === undefined ? '' : ` ${p['file']}`}.`,
  E_FOLDER_LOCKED: (p) =>
    `Another program is using this data folder${p['pid'] === undefined ? '' : ` (process ${p['pid']})`}.`,
  E_KEYRING: () => 'The key of this device cannot be read. Use the recovery code; no new identity was made.',
  E_RECOVERY_CODE: () => 'This is not a recovery code: a letter or digit is wrong.',

  // What came from others and was not let in
  E_CHANGE_FORM: (p) => `A change by ${by(p)} could not be read and was not applied.`,
  E_CHANGE_SIZE: (p) => `A change by ${by(p)} was too large and was not applied.`,
  E_CHANGE_OPS: (p) => `A change by ${by(p)} had too many steps and was not applied.`,
  E_CHANGE_OPID: (p) => `A change by ${by(p)} was numbered wrongly and was not applied.`,
  E_CHANGE_SEQ: (p) => `A change by ${by(p)} came out of order and was not applied.`,
  E_FIELD: (p) => `A change by ${by(p)} edited something in a way plans do not allow and was not applied.`,
  E_VALUE: (p) => `A change by ${by(p)} wrote a value plans may not hold and was not applied.`,
  E_CHANGE_LIMIT: (p) => `A change by ${by(p)} took too much time or memory and was not applied.`,
  E_CHANGE_RELOAD: (p) => `A change by ${by(p)} would have made the plan unreadable and was not applied.`,
  E_MIGRATION: (p) => `A new field offered by ${by(p)} was not built the agreed way and was not applied.`,
  E_BODY: (p) => `An entry by ${by(p)} could not be read and was set aside.`,
  E_KEY: (p) => `A change by ${by(p)} used a forbidden name and was not applied.`,
  E_ACTOR: (p) =>
    `A device of ${by(p)} sent a change in the name of ${p['claimed'] ?? 'another device'}; it was not applied.`,
  E_FORK: () => 'This device seems to be a copy; a new identity line was started.',
  E_FORK_OTHER: (p) => `A device of ${by(p)} seems to exist twice; both histories are kept.`,
  E_SIG: (p) => `${entries(p)} with a wrong signature ${were(p)} refused.`,
  E_CHAIN: (p) => `${entries(p)} out of ${isOne(p) ? 'its' : 'their'} place ${were(p)} refused.`,
  E_NOT_MEMBER: (p) =>
    p['count'] === undefined
      ? 'This device is not a member of this plan.'
      : `${entries(p)} by somebody who is not a member of this plan ${were(p)} refused.`,
  E_ROLE: (p) => `${p['role'] === undefined ? 'This role' : `A ${p['role']}`} may not do this.`,
  E_CONTEXT: (p) => `${entries(p)} that ${isOne(p) ? 'belongs' : 'belong'} elsewhere ${were(p)} refused.`,
  E_CUTOFF: (p) => `An entry by ${by(p)}, written after the removal of that member, was set aside.`,
  E_ENTRY: (p) => `${entries(p)} not in the format of a plan ${were(p)} refused.`,
  E_CONTROL: () => 'A membership record that cannot be read was set aside.',
  E_PARKED_FULL: () => 'Too many changes wait for others that are missing; later ones will be fetched again.',
  E_NEWER: (p) =>
    `Made with ${p['version'] === undefined ? 'a newer version' : `version ${p['version']}`}${p['author'] === undefined ? '' : ` by ${by(p)}`}. Please update.`,
  E_NO_KEY: () => 'This device was not given the key of this plan. Ask a steward.',
  E_EPOCH_KEY: (p) => `You did not get the right key from ${by(p)}. Ask another steward.`,

  // Joining
  E_INVITE_EXPIRED: (p) => `This link ended${p['date'] === undefined ? '' : ` on ${p['date']}`}. Ask for a new one.`,
  E_INVITE_VOID: () => 'This link was withdrawn. Ask for a new one.',
  E_INVITE_USED: () => 'This link has been used as often as it may be. Ask for a new one.',
  E_INVITE_BROKEN: () => 'This link is not complete. Copy it again, from aplec:// to its end.',
  E_INVITE_UNKNOWN: () => 'This plan does not know this link. Ask for a new one.',
  E_TOO_MANY: () => 'This plan has as many members as it can hold.',
  E_JOIN_PATH: () => 'The link names no relay. Give a relay address or a plan file to join from.',
  E_ALREADY_MEMBER: () => 'This device already has this plan.',
  E_NAME: () => 'A name has 1 to 100 characters.',

  // Files on a stick
  E_BUNDLE_PART: (p) =>
    `${p['usable'] ?? 0} of ${p['total'] ?? 'the'} changes were usable and were added; copy the file again for the rest.`,
  E_BUNDLE: () => 'This is not a plan file, or it is too damaged to read.',
  E_WRONG_PLAN: () => 'This file belongs to another plan.',

  // Attached files
  E_FILE_TOO_LARGE: () => 'This file is too large: a file may have up to 25 MB. Nothing was added.',
  E_FILE_QUOTA: () => 'The files of this plan have reached 200 MB together. Nothing was added.',
  E_FILE_MISSING: () => 'This file is not on this device yet.',
  E_RELAY_FILE: (p) => `${at(p)} sent something else than the file it was asked for; it was not taken.`,
  E_FILE_DAMAGED: () => 'This file is damaged here and will be fetched again from those who have it.',

  // Boards of other tools
  E_IMPORT_JSON: () => 'This file cannot be read: it is not JSON, or it was cut off. Nothing was created.',
  E_IMPORT_FOREIGN: () => 'This file is not a board exported from Trello. Nothing was created.',
  E_IMPORT_SIZE: (p) =>
    `This board is too large${p['limit'] === undefined ? '' : ` (at most ${p['limit']} ${p['of'] ?? ''})`}. Nothing was created.`,

  // Relays and what passes through them
  E_RELAY: (p) => `No answer from ${at(p)}.`,
  E_NEAR_HOST: () => 'This computer cannot share on the network. The log says why.',
  E_NEAR_ADDRESS: () => 'This is not an address; one looks like 192.168.1.5:47391.',
  E_NEAR_NONE: () => 'No computer on this network shares this plan now.',
  E_NEAR_CHECK: (p) =>
    `Compare these numbers with the screen of that computer: ${p['check'] ?? ''}. When they are the same, give them with --check.`,
  E_NEAR_NOBODY: (p) =>
    `Nobody answers at ${p['address'] ?? 'this address'}. Perhaps the plan is not shared there, or it is another network.`,
  E_RELAY_URL: (p) => `${p['url'] ?? 'This'} is not the address of a relay; one starts with ws:// or wss://.`,
  E_RELAY_REFUSED: (p) => `${at(p)} refused${p['reason'] === undefined ? '' : `: ${p['reason']}`}.`,
  E_RELAY_KEY: (p) => `${at(p)} does not have the key it should have. Nothing was sent.`,
  E_RELAY_NO_ROOM: (p) => `${at(p)} does not know this plan.`,
  E_RELAY_FULL: (p) => `${at(p)} has no room left for this plan.`,
  E_SYNC_TIMEOUT: (p) => `${at(p)} did not finish in time; what arrived is kept.`,
  E_EPOCH: (p) => `${at(p)} does not have the newest keys of this plan yet; they are being handed in.`,
  E_PROTOCOL: (p) => `${at(p)} speaks another version. Update the older of the two.`,
  E_UNSEALED: (p) => `${at(p)} asks for a protected connection; its address should start with wss://.`,
  E_WORK: (p) => `${at(p)} does not open new plans for this device.`,
  E_ROOMS_PER_DAY: (p) => `${at(p)} opens no more new plans today.`,
  E_RATE: (p) => `${at(p)} asks to go slower; the rest follows.`,
  E_RELAY_DAY: (p) => `${at(p)} takes no more for this plan today.`,
  E_RELAY_DISK: (p) => `${at(p)} has a full disk; everything is kept on this device.`,
  E_BUSY: (p) => `${at(p)} is busy; trying again.`,
  E_BANNED: (p) => `${at(p)} refuses this device for a minute.`,
  E_GOING: (p) => `${at(p)} is stopping; trying again.`,
  W_RELAY_ROLLBACK: (p) =>
    `${at(p)} lost ${count(p['count'], 'entry', 'entries')}; sending them again from this device.`,
  W_RELAY_FORK: (p) => `${at(p)} gave different histories to different people. Use another relay.`,
  W_GAP: (p) => `Missing ${count(p['count'], 'change', 'changes')} by ${by(p)}.`,
  W_CLOCK: () => 'The clock of this computer seems wrong; times shown may be wrong.',
  W_UNKNOWN_KIND: (p) =>
    `${count(p['count'], 'entry is', 'entries are')} of a kind this version does not understand yet.`,
  W_INVITE_EXCESS: (p) => `${p['member'] ?? 'Someone'} joined by a link that had ended or was used up.`,
  W_INVITE_VOID: (p) => `${p['member'] ?? 'Someone'} joined by a link that was withdrawn.`,
  W_ONE_STEWARD: () => 'Only one person can invite and remove. Appoint a second steward.',

  // The app around the plans
  E_CORE: () => 'The part that keeps the plans is starting again; nothing saved is lost. Try once more.',
  E_REQUEST: (p) =>
    `The window asked for something in a wrong form${p['detail'] === undefined ? '' : `: ${p['detail']}`}.`,
  E_FILE: (p) => `${file(p)} could not be read or written.`,
  W_REMOVED: () =>
    'You are no longer a member of this plan. What is here can be read and exported; nothing new will come.',
  W_EPOCH_MERGE: () => 'Two stewards had changed the key apart from each other; it is one again, and nothing was lost.',
  E_PDF: () => 'The plan could not be set for printing. This is a fault of the program; please report it.',

  // What was asked for
  E_NO_PLAN: () => 'There is no such plan on this device.',
  E_PLAN_OPEN: () => 'This plan is open; close it first.',
  E_UNSYNCED: (p) =>
    `${count(p['count'], 'change is', 'changes are')} only on this device and would be lost. Sync first.`,
  E_NO_MEMBER: () => 'There is no such member in this plan.',
  E_NO_INVITE: () => 'There is no such link in this plan.',
  E_NO_RELAY: () => 'This plan has no such relay.',
  E_NO_AGREEMENT: () => 'This plan has no agreement yet.',
  E_LEASE_TAKEN: () => 'This plan is being edited in another window.',
  E_LEASE_ENDED: () => 'This window may no longer edit the plan; open it again.',
  E_LEASE_ACTOR: () => 'The window edited under another name than it was given; it is being opened again.',
  E_LAST_STEWARD: () => 'This is the only steward of the plan. Make somebody else a steward first.',
  E_NO_LATE: () => 'Nothing of this person is set aside here.',
  E_LEASE_DEPS: () => 'The window had changes this device does not know; it is being opened again.',
  E_LEASE_SEQ: () => 'The window had an old copy of the plan; it is being opened again.',
  E_READ_ONLY: () => 'This plan can be read here but not changed.',
  E_AGREEMENT: () => 'This decision is not complete: it needs a title and the day of the assembly.',
  E_TOO_LARGE: (p) => `This is too large${p['limit'] === undefined ? '' : ` (at most ${p['limit']})`}.`,
  E_WORKER: () => 'The part that reads the plan had to be started again; nothing saved is lost.',
  E_HEADS_UNKNOWN: () => 'This version of the plan is not on this device.',
  E_CLOSED: () => 'This plan was closed.',
} as const satisfies Readonly<Record<string, Sentence>>

export type Code = keyof typeof SENTENCES

export const isCode = (value: unknown): value is Code => typeof value === 'string' && Object.hasOwn(SENTENCES, value)

export const notice = (code: Code, params?: CodeParams): Notice => (params === undefined ? { code } : { code, params })

/** One plain English sentence, its first letter upper case. */
export function sentenceOf({ code, params }: Notice): string {
  const sentence: Sentence = SENTENCES[code]
  const text = sentence(params ?? {})
  return text.charAt(0).toUpperCase() + text.slice(1)
}
