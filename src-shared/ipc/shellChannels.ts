/**
 * What a window may ask of main: whatever writes a file, or needs another program. Paths are chosen in main's dialogs
 * and never leave main; addresses are opened only after a prompt. The preload has one named function for each.
 */
import * as v from 'valibot'
import type { Notice } from '../base/codes.ts'
import type { Result } from '../base/result.ts'
import { COMMAND_IDS } from './commands.ts'
import { MAX_BUNDLE_FILE_BYTES } from './coreChannels.ts'
import * as shape from './shapes.ts'

const { planId } = shape
const text = v.pipe(v.string(), v.maxLength(10_000))
/** What the system shows in a line of its own. */
const line = v.pipe(v.string(), v.maxLength(300))
const nothing = v.strictObject({})
const language = v.pipe(v.string(), v.maxLength(35), v.regex(/^[A-Za-z0-9-]*$/))
const version = v.union([v.literal('draft'), v.strictObject({ agreement: shape.hex })])
const command = v.picklist(COMMAND_IDS)
/** A plan as it stands on paper. */
const paper = v.strictObject({ planId, version, language })
/** The file that was written, by its name without the folder; null: the person closed the dialog. */
const written = v.nullable(v.looseObject({ name: v.string(), bytes: v.number(), pages: v.exactOptional(v.number()) }))

/**
 * An invitation or a plan file by which the app was opened, or why that file cannot be read; the plan that a first start
 * begins with; the plan whose news a person pressed on; the plan whose codes somebody stays for (`closing.remind`).
 */
const placeShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('join'), link: v.string() }),
  v.strictObject({
    kind: v.literal('file'),
    name: v.string(),
    bytes: v.pipe(shape.bytes, v.maxLength(MAX_BUNDLE_FILE_BYTES)),
  }),
  v.strictObject({ kind: v.literal('trouble'), notice: shape.noticeShape }),
  v.strictObject({ kind: v.literal('plan'), planId }),
  v.strictObject({ kind: v.literal('news'), planId }),
  v.strictObject({ kind: v.literal('codes'), planId }),
])
export type Place = v.InferOutput<typeof placeShape>

/** When the plans of this device were last saved as files; `folder` is a name without its path. */
const backupShape = v.strictObject({ at: v.number(), plans: v.number(), folder: v.string() })
export type LastBackup = v.InferOutput<typeof backupShape>

/** What became of one plan. `entries`: as many were written and, read back from the disk, were the same. */
const copiedShape = v.strictObject({
  planId,
  title: v.string(),
  files: v.array(v.string()),
  entries: v.number(),
  attached: shape.attachedShape,
  notices: v.array(shape.noticeShape),
})
export type CopiedPlan = v.InferOutput<typeof copiedShape>

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
      /** For people to read: the system, and where the data lies. */
      system: v.string(),
      dataFolder: v.string(),
      deviceName: v.string(),
      lastBackup: v.nullable(backupShape),
    }),
  },
  /** What the menu says and which of its items mean something now. */
  'menu.show': {
    input: v.strictObject({
      language: v.picklist(['ca', 'es', 'fr', 'en']),
      available: v.pipe(v.array(command), v.maxLength(COMMAND_IDS.length)),
      projector: v.boolean(),
    }),
    output: v.null(),
  },
  /** How copies made here are called, so that those of several laptops on one stick are told apart. */
  'device.name': { input: v.strictObject({ name: line }), output: v.null() },
  /** Shows a folder of ours in the system's own window; false when the system cannot. */
  'folder.show': { input: v.strictObject({ which: v.picklist(['data', 'backup']) }), output: v.boolean() },
  /**
   * Saves every plan into a new folder where the person says; `everything`: also as JSON and as PDF. `copying` tells how far
   * it is. Null: the person closed the dialog.
   */
  'copies.save': {
    input: v.strictObject({ kind: v.picklist(['backup', 'everything']), language }),
    output: v.nullable(v.strictObject({ folder: v.string(), plans: v.array(copiedShape) })),
  },
  /** The text that `diagnostics.save` saves: counts, sizes, codes and times; nothing of a plan. */
  'diagnostics.make': {
    input: v.strictObject({ windowMs: v.pipe(v.array(v.number()), v.maxLength(20)) }),
    output: v.string(),
  },
  'diagnostics.save': { input: nothing, output: written },
  /** One quiet notification; false where main thinks that it would disturb. */
  'news.tell': { input: v.strictObject({ planId, title: line, body: line }), output: v.boolean() },
  /** Makes the PDF that `paper.drag` then drags out of the window; its name. */
  'paper.prepare': { input: paper, output: v.string() },
  /** While the pointer drags; false when it is not yet made. */
  'paper.drag': { input: paper, output: v.boolean() },
  /** Hands the PDF to the system's reader, out of which it is printed; false when the system has none. */
  'paper.print': { input: paper, output: v.boolean() },
  /** Prints the page that is shown, in the system's own dialog; false when there is no printer. */
  'page.print': { input: nothing, output: v.boolean() },
  /** `files`: with the attached files; the default. */
  'bundle.save': { input: v.strictObject({ planId, files: v.exactOptional(v.boolean()) }), output: written },
  /** Saves a copy of an attached file; `name` is what the dialog proposes. */
  'attachment.save': {
    input: v.strictObject({ planId, hash: v.pipe(shape.hex, v.length(64)), name: text }),
    output: written,
  },
  'pdf.export': {
    input: paper,
    output: written,
  },
  /** The dialog for scanning is open (true) or gone; only meanwhile may the page have a camera. False: the system refuses it. */
  'camera.use': { input: v.strictObject({ isWanted: v.boolean() }), output: v.boolean() },
  /** The plan whose codes wait, for main to ask about once when the window closes; null: none. */
  'closing.remind': {
    input: v.strictObject({ plan: v.nullable(v.strictObject({ planId, title: line })) }),
    output: v.null(),
  },
  /** https and mailto only, after a prompt that shows the address; false: refused by the person. */
  'external.open': { input: v.strictObject({ url: text }), output: v.boolean() },
  /** Lets the person choose a plan file in main's dialog; it then waits as one does by which the app was opened. */
  'file.choose': { input: nothing, output: v.null() },
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
  /** An item of the menu was chosen. */
  command,
  /** Plans that are copied, of all, while `copies.save` is answered. */
  copying: v.strictObject({ done: v.number(), total: v.number() }),
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
  chooseFile(): ReturnType<ShellApi['file.choose']>
  useCamera(input: ShellInput<'camera.use'>): ReturnType<ShellApi['camera.use']>
  remindAtClosing(input: ShellInput<'closing.remind'>): ReturnType<ShellApi['closing.remind']>
  takePlace(): ReturnType<ShellApi['place.take']>
  recoverKey(input: ShellInput<'key.recover'>): ReturnType<ShellApi['key.recover']>
  showMenu(input: ShellInput<'menu.show'>): ReturnType<ShellApi['menu.show']>
  nameDevice(input: ShellInput<'device.name'>): ReturnType<ShellApi['device.name']>
  showFolder(input: ShellInput<'folder.show'>): ReturnType<ShellApi['folder.show']>
  saveCopies(input: ShellInput<'copies.save'>): ReturnType<ShellApi['copies.save']>
  makeDiagnostics(input: ShellInput<'diagnostics.make'>): ReturnType<ShellApi['diagnostics.make']>
  saveDiagnostics(): ReturnType<ShellApi['diagnostics.save']>
  tellNews(input: ShellInput<'news.tell'>): ReturnType<ShellApi['news.tell']>
  preparePaper(input: ShellInput<'paper.prepare'>): ReturnType<ShellApi['paper.prepare']>
  dragPaper(input: ShellInput<'paper.drag'>): ReturnType<ShellApi['paper.drag']>
  printPaper(input: ShellInput<'paper.print'>): ReturnType<ShellApi['paper.print']>
  printPage(): ReturnType<ShellApi['page.print']>
  onCore(listener: (state: ShellPayload<'core'>) => void): () => void
  onPlace(listener: () => void): () => void
  onCommand(listener: (id: ShellPayload<'command'>) => void): () => void
  onCopying(listener: (step: ShellPayload<'copying'>) => void): () => void
}
