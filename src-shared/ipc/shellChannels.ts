/**
 * What a window may ask of main: whatever needs a dialog, a file or another program. Paths are chosen in main's dialogs
 * and never leave main; addresses are opened only after a prompt. The preload has one named function for each.
 */
import * as v from 'valibot'
import type { Notice } from '../base/codes.ts'
import type { Result } from '../base/result.ts'
import * as shape from './shapes.ts'

const { planId } = shape
const text = v.pipe(v.string(), v.maxLength(10_000))
const nothing = v.strictObject({})
const language = v.pipe(v.string(), v.maxLength(35), v.regex(/^[A-Za-z0-9-]*$/))
/** The file that was written, by its name without the folder; null: the person closed the dialog. */
const written = v.nullable(v.looseObject({ name: v.string(), bytes: v.number(), pages: v.exactOptional(v.number()) }))

export const shellChannels = {
  /** A fresh port to the core follows as a message of the page (`corePort.ts`). */
  'core.connect': { input: nothing, output: v.null() },
  'app.about': {
    input: nothing,
    output: v.looseObject({
      version: v.string(),
      electron: v.string(),
      /** How the key of this device is kept: `basic_text` means that this computer offers no real protection. */
      keyStorage: v.string(),
      keyIsProtected: v.boolean(),
      /** First run of this profile: the sample plan was just made. */
      isFirstStart: v.boolean(),
      locale: v.string(),
    }),
  },
  'bundle.save': { input: v.strictObject({ planId }), output: written },
  'bundle.open': { input: nothing, output: v.nullable(shape.bundleReportShape) },
  /** Joins with a link and a plan file from a stick, without any network. */
  'bundle.join': { input: v.strictObject({ link: text, name: text }), output: v.nullable(shape.listingShape) },
  'pdf.export': {
    input: v.strictObject({
      planId,
      version: v.union([v.literal('draft'), v.strictObject({ agreement: shape.hex })]),
      language,
    }),
    output: written,
  },
  /** https and mailto only, after a prompt that shows the address; false: refused by the person. */
  'external.open': { input: v.strictObject({ url: text }), output: v.boolean() },
  /** The invitation by which the app was opened, if one waits; given once. */
  'link.take': { input: nothing, output: v.nullable(v.string()) },
  /** For a device whose key the keyring no longer gives: the recovery code of any plan on it opens it again. */
  'key.recover': { input: v.strictObject({ code: text }), output: v.null() },
} as const satisfies Readonly<Record<string, { readonly input: v.GenericSchema; readonly output: v.GenericSchema }>>

export type ShellChannel = keyof typeof shellChannels
export type ShellInput<C extends ShellChannel> = v.InferOutput<(typeof shellChannels)[C]['input']>
export type ShellOutput<C extends ShellChannel> = v.InferOutput<(typeof shellChannels)[C]['output']>
export type ShellApi = {
  readonly [C in ShellChannel]: (input: ShellInput<C>) => Promise<Result<ShellOutput<C>, Notice>>
}

/** What main tells a window unasked. */
export const shellEvents = {
  /** `down`: the core ended and is being started again; `up`: call `core.connect`; `locked`: its key is needed. */
  core: v.picklist(['up', 'down', 'locked']),
  /** An invitation or a plan file was opened with the app: ask with `link.take`. */
  link: v.null(),
} as const satisfies Readonly<Record<string, v.GenericSchema>>

export type ShellEvent = keyof typeof shellEvents
export type ShellPayload<E extends ShellEvent> = v.InferOutput<(typeof shellEvents)[E]>

/** What the preload puts on `window.aplec`: named functions, one a channel, and one subscription an event. */
export interface AplecBridge {
  connectCore(): ReturnType<ShellApi['core.connect']>
  about(): ReturnType<ShellApi['app.about']>
  saveBundle(input: ShellInput<'bundle.save'>): ReturnType<ShellApi['bundle.save']>
  openBundle(): ReturnType<ShellApi['bundle.open']>
  joinWithBundle(input: ShellInput<'bundle.join'>): ReturnType<ShellApi['bundle.join']>
  exportPdf(input: ShellInput<'pdf.export'>): ReturnType<ShellApi['pdf.export']>
  openExternal(input: ShellInput<'external.open'>): ReturnType<ShellApi['external.open']>
  takeLink(): ReturnType<ShellApi['link.take']>
  recoverKey(input: ShellInput<'key.recover'>): ReturnType<ShellApi['key.recover']>
  onCore(listener: (state: ShellPayload<'core'>) => void): () => void
  onLink(listener: () => void): () => void
}
