/**
 * What a window may ask the core for, and what the core tells it unasked: one table, from which both ends take their
 * types and their checks. It travels over a MessagePort between the two; main only hands the port over.
 *
 * No channel takes a path, a file name or code: the window hands over the bytes of a file that the person gave it, and
 * files are written where the person says so in main's own dialogs (`shellChannels.ts`).
 */
import * as v from 'valibot'
import type { Notice } from '../base/codes.ts'
import type { Result } from '../base/result.ts'
import { MAX_IMPORT_BYTES } from '../import/importJson.ts'
import type { Decision, InviteInput, RelayAddress } from '../core/contract.ts'
import * as shape from './shapes.ts'

/** Titles, names, addresses, links: longer ones are refused here, before the core sees them. */
const MAX_TEXT = 10_000
/** One change of the window; a paste is split above 50,000 characters, so a real one stays far below. */
const MAX_CHANGE_BYTES = 8 * 1024 * 1024
const MAX_CHANGES = 10_000
/** A larger file is no plan file; the window does not even read it. */
export const MAX_BUNDLE_FILE_BYTES = 300 * 1024 * 1024

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT))
const { planId, heads, hex } = shape
const year = v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(9999))
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const change = v.pipe(shape.bytes, v.maxLength(MAX_CHANGE_BYTES))
const bundle = v.pipe(shape.bytes, v.maxLength(MAX_BUNDLE_FILE_BYTES))
const language = v.pipe(v.string(), v.maxLength(35))
const nothing = v.null()
const onPlan = v.strictObject({ planId })
const file = v.pipe(hex, v.length(64))
const onFile = v.strictObject({ planId, hash: file })
/** Files cross in parts of this size, so that neither end stands still for a large one. */
export const FILE_PART_BYTES = 1024 * 1024

const relay: shape.Shape<RelayAddress> = v.strictObject({ url: text, key: v.exactOptional(v.pipe(hex, v.length(64))) })

const invite: shape.Shape<InviteInput> = v.strictObject({
  role: v.exactOptional(shape.role),
  expiresInSeconds: v.exactOptional(v.pipe(whole, v.minValue(60), v.maxValue(366 * 86_400))),
  maxUses: v.exactOptional(v.pipe(whole, v.minValue(1), v.maxValue(10_000))),
})

const decision: shape.Shape<Decision> = v.strictObject({
  title: text,
  assembly: v.exactOptional(text),
  date: v.pipe(v.string(), v.isoDate()),
  place: v.exactOptional(text),
  method: v.exactOptional(text),
  present: v.exactOptional(
    v.strictObject({
      names: v.exactOptional(v.pipe(v.array(text), v.maxLength(10_000))),
      count: v.exactOptional(whole),
    }),
  ),
  heads: v.exactOptional(heads),
})

const newPlan = v.strictObject({
  title: text,
  name: text,
  language: v.exactOptional(language),
  horizon: v.exactOptional(v.strictObject({ from: year, to: year })),
  /** Default `blank`. */
  template: v.exactOptional(v.picklist(['blank', 'commons-frame', 'commons-transition'])),
})

const planVersion = v.union([
  v.picklist(['draft', 'agreed']),
  v.strictObject({ heads }),
  v.strictObject({ agreement: hex }),
])

/** Codes of a plan, to be written down by the person. */
const codes = v.looseObject({ recoveryCode: v.nullable(v.string()), rootCode: v.nullable(v.string()) })

export const coreChannels = {
  // the device
  'plans.list': { input: v.strictObject({}), output: v.array(shape.listingShape) },
  'plans.create': { input: newPlan, output: shape.createdShape },
  /** Must come before any other channel that names the plan; harmless when it is open. */
  'plans.open': { input: onPlan, output: nothing },
  /** Ends this window's use of the plan and its lease. */
  'plans.close': { input: onPlan, output: nothing },
  'plans.forget': { input: v.strictObject({ planId, evenUnsynced: v.boolean() }), output: nothing },
  'plans.putAway': { input: v.strictObject({ planId, isAway: v.boolean() }), output: nothing },
  'plans.join': {
    input: v.strictObject({
      link: text,
      name: text,
      relay: v.exactOptional(relay),
      /** Bytes of a plan file: joins without any network. */
      bundle: v.exactOptional(bundle),
    }),
    output: shape.listingShape,
  },
  /** Takes a plan file; `E_NOT_MEMBER` when the plan is not on this device: join with the file. */
  'plans.openBundle': { input: v.strictObject({ bundle }), output: shape.bundleReportShape },
  /** Makes a plan of a board of another tool, whole or not at all; `importing` tells how far it is. */
  'plans.importBoard': {
    input: v.strictObject({ board: v.pipe(shape.bytes, v.maxLength(MAX_IMPORT_BYTES)), name: text, language }),
    output: shape.importedBoardShape,
  },
  /** 32 bytes under which the window seals what it keeps for opening fast. */
  'device.cacheKey': { input: v.strictObject({}), output: v.pipe(shape.bytes, v.length(32)) },
  'device.where': { input: v.strictObject({}), output: shape.whereShape },
  /** The codes that this person has not yet said to have written down; kept sealed on the device until then. */
  'codes.reveal': { input: onPlan, output: codes },
  /** How many codes of which plans they are; nothing is revealed. */
  'codes.waiting': {
    input: v.strictObject({}),
    output: v.array(v.strictObject({ planId, codes: whole })),
  },
  'codes.kept': { input: onPlan, output: nothing },

  // editing
  'document.lease': { input: onPlan, output: shape.leaseShape },
  'document.release': { input: v.strictObject({ planId, leaseId: whole }), output: nothing },
  'document.bytes': { input: onPlan, output: shape.bytes },
  'document.look': { input: onPlan, output: v.nullable(v.string()) },
  'document.changesSince': { input: v.strictObject({ planId, heads }), output: v.array(shape.bytes) },
  /** Answered when the changes are durable on this device. */
  'document.submit': {
    input: v.strictObject({ planId, leaseId: whole, changes: v.pipe(v.array(change), v.maxLength(MAX_CHANGES)) }),
    output: shape.submittedShape,
  },
  'document.flush': { input: onPlan, output: nothing },

  // state
  'plan.status': { input: onPlan, output: shape.statusShape },
  'plan.health': { input: onPlan, output: shape.healthShape },
  'plan.heads': { input: onPlan, output: heads },
  'plan.canonicalJson': { input: v.strictObject({ planId, version: planVersion }), output: v.string() },
  'plan.history': { input: onPlan, output: shape.historyShape },
  'plan.mergeReport': {
    input: v.strictObject({ planId, since: v.exactOptional(heads) }),
    output: shape.mergeReportShape,
  },
  'plan.projectHistory': {
    input: v.strictObject({ planId, project: hex, before: v.nullable(hex) }),
    output: shape.projectHistoryShape,
  },
  'plan.markLooked': { input: onPlan, output: nothing },

  // people and relays
  'plan.roster': { input: onPlan, output: shape.rosterShape },
  'plan.invite': { input: v.strictObject({ planId, invite }), output: shape.inviteMadeShape },
  'plan.voidInvite': { input: v.strictObject({ planId, grant: hex }), output: nothing },
  'plan.appointSteward': { input: v.strictObject({ planId, member: hex }), output: nothing },
  'plan.rename': { input: v.strictObject({ planId, name: text }), output: nothing },
  'plan.relays': { input: onPlan, output: v.array(shape.relayShape) },
  'plan.addRelay': { input: v.strictObject({ planId, relay }), output: nothing },
  'plan.removeRelay': { input: v.strictObject({ planId, url: text }), output: nothing },
  'plan.connect': { input: onPlan, output: nothing },
  'plan.disconnect': { input: onPlan, output: nothing },
  'near.share': { input: v.strictObject({ planId, isOn: v.boolean() }), output: nothing },
  'near.always': { input: v.strictObject({ planId, isAlways: v.boolean() }), output: nothing },
  'near.ask': { input: v.strictObject({ planId, address: text }), output: shape.nearAskedShape },
  'near.meet': { input: v.strictObject({ planId, relay: v.strictObject({ url: text, key: file }) }), output: nothing },
  'plan.syncOnce': { input: v.strictObject({ planId, relay }), output: shape.syncReportShape },

  // who is here
  /** `null`: nobody is told where this window's person is. */
  'plan.setPresence': { input: v.strictObject({ planId, place: v.nullable(shape.placeShape) }), output: nothing },
  'plan.presence': { input: onPlan, output: shape.presentShape },

  // attached files
  /**
   * One part of a file after the other; `upload` is a number of the window's choice, `from` the place of the part. Answered with
   * the file at the last; a part that does not follow the one before is refused (`E_FILE`).
   */
  'files.add': {
    input: v.strictObject({
      planId,
      upload: whole,
      from: whole,
      bytes: v.pipe(shape.bytes, v.maxLength(FILE_PART_BYTES)),
      isLast: v.boolean(),
    }),
    output: v.nullable(shape.addedFileShape),
  },
  /** A part of the clear bytes from a place on; `size` of all of them. */
  'files.read': {
    input: v.strictObject({ planId, hash: file, from: whole }),
    output: v.strictObject({ bytes: shape.bytes, size: whole }),
  },
  'files.state': { input: onFile, output: shape.fileStateShape },
  'files.fetch': { input: onFile, output: nothing },
  'files.kept': { input: onPlan, output: shape.filesKeptShape },
  'files.keepAll': { input: v.strictObject({ planId, isOn: v.boolean() }), output: nothing },

  // agreement
  'plan.adopt': { input: v.strictObject({ planId, decision }), output: shape.agreementShape },
  'plan.agreements': { input: onPlan, output: v.array(shape.agreementShape) },
  'plan.changesSinceAgreement': { input: onPlan, output: v.nullable(shape.sinceAgreementShape) },
  'plan.prints': { input: onPlan, output: shape.printsShape },
} as const satisfies Readonly<Record<string, { readonly input: v.GenericSchema; readonly output: v.GenericSchema }>>

export type CoreChannel = keyof typeof coreChannels
export type CoreInput<C extends CoreChannel> = v.InferOutput<(typeof coreChannels)[C]['input']>
export type CoreOutput<C extends CoreChannel> = v.InferOutput<(typeof coreChannels)[C]['output']>
export type CoreApi = {
  readonly [C in CoreChannel]: (input: CoreInput<C>) => Promise<Result<CoreOutput<C>, Notice>>
}

/** What the core says unasked, to every window that has the plan open (`plans`: to every window). */
export const coreEvents = {
  /** The list of plans changed, or its codes: one was made, joined, left by a window, put away or forgotten. */
  plans: v.array(shape.listingShape),
  status: shape.statusShape,
  /** Gated changes of others, for the window's document. */
  changes: v.strictObject({ planId, event: shape.foreignChangesShape }),
  /** The lease changed; `null`: it ended, take a new one. */
  lease: v.strictObject({ planId, lease: v.nullable(shape.leaseShape) }),
  /** Who else is here, and where. */
  presence: v.strictObject({ planId, people: shape.presentShape }),
  /** What somebody is writing that is in no entry yet. */
  words: v.strictObject({ planId, words: shape.wordsShape }),
  /** The state of an attached file changed. */
  file: v.strictObject({ planId, hash: hex, state: shape.fileStateShape }),
  /** To the window that asked: parts of a board that are in the plan, of all. */
  importing: v.strictObject({ done: whole, total: whole }),
} as const satisfies Readonly<Record<string, v.GenericSchema>>

export type CoreEvent = keyof typeof coreEvents
export type CorePayload<E extends CoreEvent> = v.InferOutput<(typeof coreEvents)[E]>
