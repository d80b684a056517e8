/**
 * What a window may ask of main: whatever writes a file, or needs another program. Paths are chosen in main's dialogs
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

/** An invitation by which the app was opened, or the plan that a first start begins with. */
const placeShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('join'), link: v.string() }),
  v.strictObject({ kind: v.literal('plan'), planId }),
])
export type Place = v.InferOutput<typeof placeShape>

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
      locale: v.string(),
    }),
  },
  /** `files`: with the attached files; the default. */
  'bundle.save': { input: v.strictObject({ planId, files: v.exactOptional(v.boolean()) }), output: written },
  /** Saves a copy of an attached file; `name` is what the dialog proposes. */
  'attachment.save': {
    input: v.strictObject({ planId, hash: v.pipe(shape.hex, v.length(64)), name: text }),
    output: written,
  },
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
  /** Where the window should go by itself, if anywhere; given once. */
  'place.take': { input: nothing, output: v.nullable(placeShape) },
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
  /** `down`: the core ended and is being started again; `up`: call `core.connect`; or why it cannot open the plans. */
  core: v.union([v.picklist(['up', 'down']), shape.noticeShape]),
  /** The window should go somewhere: ask with `place.take`. */
  place: v.null(),
} as const satisfies Readonly<Record<string, v.GenericSchema>>

export type ShellEvent = keyof typeof shellEvents
export type ShellPayload<E extends ShellEvent> = v.InferOutput<(typeof shellEvents)[E]>

/** What the preload puts on `window.aplec`: named functions, one a channel, and one subscription an event. */
export interface AplecBridge {
  connectCore(): ReturnType<ShellApi['core.connect']>
  about(): ReturnType<ShellApi['app.about']>
  saveBundle(input: ShellInput<'bundle.save'>): ReturnType<ShellApi['bundle.save']>
  saveAttachment(input: ShellInput<'attachment.save'>): ReturnType<ShellApi['attachment.save']>
  exportPdf(input: ShellInput<'pdf.export'>): ReturnType<ShellApi['pdf.export']>
  openExternal(input: ShellInput<'external.open'>): ReturnType<ShellApi['external.open']>
  takePlace(): ReturnType<ShellApi['place.take']>
  recoverKey(input: ShellInput<'key.recover'>): ReturnType<ShellApi['key.recover']>
  onCore(listener: (state: ShellPayload<'core'>) => void): () => void
  onPlace(listener: () => void): () => void
}
