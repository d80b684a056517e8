/**
 * The messages between main and the core process. Main brokers: it starts the core with its folder and key, hands a
 * port to each window over, and asks for files to be written where the person chose. Both ends parse.
 */
import * as v from 'valibot'
import { isCode, type Notice } from '../base/codes.ts'
import type { Result } from '../base/result.ts'
import * as shape from './shapes.ts'

const { planId, bytes } = shape
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096))
const text = v.pipe(v.string(), v.maxLength(10_000))
const written = v.looseObject({ bytes: v.number(), pages: v.exactOptional(v.number()) })
const version = v.union([v.literal('draft'), v.strictObject({ agreement: shape.hex })])
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const code = v.custom<Notice['code']>(isCode)
const role = v.nullable(shape.role)

/**
 * What a person may send to those who mend the app. Numbers, codes and words of fixed lists: there is no member in which a
 * name, a title, an address or a key could stand.
 */
const planFacts = v.strictObject({
  role,
  openMs: whole,
  documentBytes: whole,
  files: whole,
  fileBytes: whole,
  saved: v.picklist(['saved', 'saving', 'notSaved']),
  drafts: whole,
  entries: v.strictObject({
    total: whole,
    own: whole,
    onlyHere: whole,
    parked: whole,
    quarantined: whole,
    notUnderstood: whole,
  }),
  people: whole,
  members: whole,
  devices: whole,
  relays: v.array(
    v.strictObject({
      state: v.picklist(['off', 'connecting', 'live', 'waiting', 'refused']),
      caughtUp: v.boolean(),
      acked: whole,
      toSend: whole,
      notice: v.nullable(code),
    }),
  ),
  agreements: whole,
  changesSince: v.nullable(whole),
  notices: v.array(v.strictObject({ code, times: whole })),
})
export type PlanFacts = v.InferOutput<typeof planFacts>
export const diagnosticFacts = v.strictObject({
  plans: v.array(v.union([planFacts, v.strictObject({ refused: code })])),
})
export type DiagnosticFacts = v.InferOutput<typeof diagnosticFacts>

/** `sample`: the copy of the sample plan that was just made, on the first start of a device. */
const started = v.looseObject({ sample: v.nullable(planId) })

export const hostChannels = {
  /** The first message; again after a refusal. `E_KEYRING`: the core waits, locked, for `recover`. */
  start: {
    input: v.strictObject({ folder: path, keyringProtects: v.boolean(), languages: v.array(text), appVersion: text }),
    output: started,
  },
  /** Opens a locked device by the recovery code of any of its plans. */
  recover: { input: v.strictObject({ code: text }), output: started },
  /** Comes with the port of a window. */
  window: { input: v.strictObject({}), output: v.null() },
  planTitle: { input: v.strictObject({ planId }), output: v.string() },
  saveBundle: { input: v.strictObject({ planId, path, files: v.boolean() }), output: written },
  saveAttachment: { input: v.strictObject({ planId, path, hash: v.pipe(shape.hex, v.length(64)) }), output: written },
  /** `record` false: the print record of an agreement is left to `recordPrint`, called with the `sha256` once the file is out. */
  exportPdf: {
    input: v.strictObject({ planId, path, language: text, version, record: v.boolean() }),
    output: v.looseObject({ bytes: v.number(), pages: v.number(), sha256: shape.hex }),
  },
  recordPrint: {
    input: v.strictObject({ planId, agreement: shape.hex, language: text, sha256: shape.hex }),
    output: v.null(),
  },
  /** The plans of this device. */
  plans: { input: v.strictObject({}), output: v.array(v.looseObject({ planId, title: v.string() })) },
  /** Saves one plan into a folder, as a file that is read back, and with `everything` as JSON and PDF too. */
  saveCopy: {
    input: v.strictObject({ planId, folder: path, stem: text, everything: v.boolean(), language: text }),
    output: v.looseObject({
      files: v.array(v.string()),
      entries: whole,
      attached: shape.attachedShape,
      notices: v.array(shape.noticeShape),
    }),
  },
  diagnostics: { input: v.strictObject({}), output: diagnosticFacts },
  /** Seals what is pending and closes; the process ends by itself afterwards. */
  stop: { input: v.strictObject({}), output: v.null() },
} as const satisfies Readonly<Record<string, { readonly input: v.GenericSchema; readonly output: v.GenericSchema }>>

export type HostChannel = keyof typeof hostChannels
export type HostInput<C extends HostChannel> = v.InferOutput<(typeof hostChannels)[C]['input']>
export type HostOutput<C extends HostChannel> = v.InferOutput<(typeof hostChannels)[C]['output']>
export type HostApi = {
  readonly [C in Exclude<HostChannel, 'window'>]: (input: HostInput<C>) => Promise<Result<HostOutput<C>, Notice>>
}

export const isHostChannel = (name: string): name is HostChannel => Object.hasOwn(hostChannels, name)

export const hostAsk = v.strictObject({
  id: v.pipe(v.number(), v.safeInteger()),
  channel: v.pipe(v.string(), v.check(isHostChannel)),
  input: v.unknown(),
})
export const hostAnswer = v.strictObject({
  id: v.pipe(v.number(), v.safeInteger()),
  result: v.variant('ok', [
    v.strictObject({ ok: v.literal(true), value: v.unknown() }),
    v.strictObject({ ok: v.literal(false), error: shape.noticeShape }),
  ]),
})

// The other way: only main reaches the system's keyring, so the core asks it to wrap its master key and to unwrap it.

export const keyringAsk = v.strictObject({
  keyring: v.picklist(['wrap', 'unwrap']),
  id: v.pipe(v.number(), v.safeInteger()),
  secret: v.pipe(bytes, v.maxLength(4096)),
})
export type KeyringAsk = v.InferOutput<typeof keyringAsk>
/** `secret` is null when the keyring refused. */
export const keyringAnswer = v.strictObject({
  keyring: v.literal('answer'),
  id: v.pipe(v.number(), v.safeInteger()),
  secret: v.nullable(v.pipe(bytes, v.maxLength(4096))),
})
export type KeyringAnswer = v.InferOutput<typeof keyringAnswer>
