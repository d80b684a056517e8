/** The attached files of one plan: what the document names, what of it is here, and the way in and out. */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type Steps, withPauses } from '../base/steps.ts'
import { type FileFault, type FileRef, type FileStore, type Intake, openFileStore } from '../files/fileStore.ts'
import { MAX_FILES_BYTES, MAX_FILE_BYTES, SMALL_FILE_BYTES } from '../files/limits.ts'
import { fileHashSteps, fileKey, openList, sealFileSteps, sealedSize, type SealedFile } from '../files/sealedFile.ts'
import type { AddedFile, FilesKept, FileState } from './contract.ts'
import { type Listeners, makeListeners } from './listeners.ts'
import { type PlanCore, diskNotice } from './planCore.ts'
import { canWrite } from './self.ts'

const FOLDER = 'files'

/** A file as the document names it. */
export interface NamedFile {
  readonly ref: FileRef
  /** As the document says; what the list says counts. */
  readonly size: number
  readonly at: number
  readonly isRemoved: boolean
}

export interface PlanFiles {
  /** Files whose state may be another than before. */
  readonly changed: Listeners<Hex>
  /** Reads anew what the document names, when it has changed. */
  refresh(): Promise<void>
  add(clear: Uint8Array): Promise<Result<AddedFile, Notice>>
  read(hash: Hex): Promise<Result<Uint8Array, Notice>>
  state(hash: Hex): Promise<FileState>
  /** Somebody wants this one, whatever its size. */
  want(hash: Hex): Promise<void>
  /** What of them is here, and whether all shall be. */
  kept(): Promise<FilesKept>
  /** From now on every file is fetched, or again only the small ones and those asked for; durable when resolved. */
  keepAll(isOn: boolean): Promise<Result<null, Notice>>
  /** Those that are not here and shall be: asked for first, then the newest. */
  wanted(): readonly NamedFile[]
  /** Those of the document that are not whole here. */
  missing(): readonly NamedFile[]
  /** Those of the document that are whole here. */
  held(): readonly NamedFile[]
  isHere(ref: FileRef): boolean
  sealed(ref: FileRef, part: 'list' | number): Promise<Result<Uint8Array, FileFault>>
  /** `null`: here already, or being fetched on another way. */
  beginIntake(ref: FileRef): Promise<Result<FileIntake | null, Notice>>
  /** How much of a file a relay has by now, of one that is being sent; `null`: all of it, or not known. */
  noteSent(ref: FileRef, share: number | null): void
}

export interface FileIntake extends Pick<Intake, 'next'> {
  take(sealed: Uint8Array): Promise<Result<'taken' | 'whole' | 'wrong', Notice>>
  /** To be called at the end, whether it is whole or not. */
  end(): void
}

export function makePlanFiles(core: PlanCore): PlanFiles {
  let opened: Promise<Result<FileStore, Notice>> | null = null
  let named: ReadonlyMap<Hex, NamedFile> = new Map()
  let readAt: readonly Hex[] | null = null
  let store: FileStore | null = null
  const asked = new Set<Hex>()
  const intakes = new Map<Hex, Intake>()
  const sending = new Map<Hex, number>()
  /** Of held files, looked at once; found anew when the document names others. */
  const owners = new Map<Hex, Hex | null>()
  const changed = makeListeners<Hex>((cause) =>
    core.deps.log.error('listener.threw', { cause: String(cause).slice(0, 200) }),
  )

  /** The folder is looked at when the first file is of interest: most plans have none. */
  const openStore = (): Promise<Result<FileStore, Notice>> => {
    opened ??= openFileStore(core.disk.folder(FOLDER)).then((result) => {
      if (result.ok) store = result.value
      else opened = null
      return result.ok ? result : err(diskNotice(result.error))
    })
    return opened
  }

  const refOf = (hash: Hex, address: Hex): FileRef => ({
    hash,
    address,
    open(list) {
      for (const secret of core.state.epochs.values()) {
        const found = openList(list, fileKey(secret, core.planId, hash))
        if (found !== undefined) return found
      }
      return undefined
    },
  })

  const refresh = async (): Promise<void> => {
    if (core.state.loading !== null) await core.state.loading
    const { heads } = core.state
    if (core.state.closed) return
    if (heads === readAt) {
      // Somebody else may have read the names a moment ago, and still wait for the folder.
      if (named.size > 0) await openStore()
      return
    }
    const plain = await readAttachments(core)
    if (plain === undefined) return
    readAt = heads
    const before = named
    named = namedIn(plain, refOf)
    if ([...named.keys()].some((hash) => !before.has(hash))) owners.clear()
    if (named.size > 0) await openStore()
    for (const [hash, file] of named) if (before.get(hash)?.ref.address !== file.ref.address) changed.emit(hash)
  }

  const usedBytes = (held: FileStore): number => {
    const addresses = new Map([...named.values()].map((file) => [file.ref.address, sealedSize(file.size)]))
    return Math.max(
      held.heldBytes,
      [...addresses.values()].reduce((sum, size) => sum + size, 0),
    )
  }

  /** A large file takes long to hash and seal: everything else goes on meanwhile (AT26). */
  const inSteps = <T>(steps: Steps<T>): Promise<T> =>
    withPauses(steps, () => new Promise((resolve) => core.deps.timer.after(0, resolve)))

  const sealFor = async (clear: Uint8Array, hash: Hex): Promise<Result<SealedFile, Notice>> => {
    const { roster, epochs } = core.state
    const known = named.get(hash)?.ref.address
    const current = roster.sendingEpoch === undefined ? undefined : epochs.get(roster.sendingEpoch)
    if (current === undefined) return err(notice('E_NO_KEY'))
    // A file that the plan has already is made again as it was, whatever the epoch.
    const secrets = known === undefined ? [current] : [...epochs.values(), current]
    let made: SealedFile | undefined
    for (const secret of secrets) {
      made = await inSteps(sealFileSteps(clear, fileKey(secret, core.planId, hash)))
      if (made.address === known) break
    }
    return ok(made as SealedFile)
  }

  /** One after the other: the quota counts what is here, and a file that comes twice is written once. */
  let lastAdded: Promise<unknown> = Promise.resolve()
  const add = (clear: Uint8Array): Promise<Result<AddedFile, Notice>> => {
    const added = lastAdded.then(() => addNow(clear))
    lastAdded = added.catch(() => undefined)
    return added
  }

  const addNow = async (clear: Uint8Array): Promise<Result<AddedFile, Notice>> => {
    if (!canWrite(core)) return err(notice('E_READ_ONLY'))
    if (clear.length > MAX_FILE_BYTES) return err(notice('E_FILE_TOO_LARGE', { limit: MAX_FILE_BYTES }))
    await refresh()
    const held = await openStore()
    if (!held.ok) return held
    const hash = await inSteps(fileHashSteps(clear))
    const known = named.get(hash)
    if (known !== undefined && held.value.isHere(known.ref.address)) {
      return ok({ hash, sealed: known.ref.address, size: clear.length })
    }
    if (known === undefined && usedBytes(held.value) + sealedSize(clear.length) > MAX_FILES_BYTES) {
      return err(notice('E_FILE_QUOTA', { limit: MAX_FILES_BYTES }))
    }
    const sealed = await sealFor(clear, hash)
    if (!sealed.ok) return sealed
    if (core.state.closed) return err(notice('E_CLOSED'))
    const kept = await held.value.keep(sealed.value)
    if (!kept.ok) return err(diskNotice(kept.error))
    changed.emit(hash)
    return ok({ hash, sealed: sealed.value.address, size: clear.length })
  }

  const isHere = (ref: FileRef): boolean => store?.isHere(ref.address) === true

  /**
   * The file as it is here. What the document says of its place may be wrong, or that of another epoch, in which somebody added
   * the same file: a list that a key of this file opens is this file's, wherever it lies (AT23).
   */
  const hereAs = async ({ ref }: NamedFile): Promise<FileRef | null> => {
    if (store === null) return null
    const there = isHere(ref) ? await ownerOf(store, ref.address) : undefined
    // Of one whose list is damaged nobody knows; reading finds out.
    if (there === ref.hash || there === null) return ref
    for (const address of store.held()) {
      if ((await ownerOf(store, address)) === ref.hash) return { ...ref, address }
    }
    return null
  }

  /** Which file of the document lies there, by whose key opens its list. */
  const ownerOf = async (held: FileStore, address: Hex): Promise<Hex | null> => {
    const known = owners.get(address)
    if (known !== undefined) return known
    const list = await held.list(address)
    const files = [...named.values()].sort(
      (a, b) => Number(b.ref.address === address) - Number(a.ref.address === address),
    )
    const owner = files.find(({ ref }) => list !== undefined && ref.open(list) !== undefined)?.ref.hash ?? null
    owners.set(address, owner)
    return owner
  }

  const read = async (hash: Hex): Promise<Result<Uint8Array, Notice>> => {
    await refresh()
    const file = named.get(hash)
    const held = await openStore()
    if (!held.ok) return held
    if (file === undefined) return err(notice('E_FILE_MISSING'))
    const clear = await held.value.read((await hereAs(file)) ?? file.ref)
    if (clear.ok) return clear
    if (clear.error.code === 'E_FILE_DAMAGED') {
      // It was here, so somebody wanted it here: it is fetched again.
      asked.add(hash)
      changed.emit(hash)
    }
    return err(faultNotice(clear.error))
  }

  const isForAll = ({ size, isRemoved }: NamedFile): boolean =>
    !isRemoved && (size <= SMALL_FILE_BYTES || core.local.state().keepsFiles === true)

  const kept = async (): Promise<FilesKept> => {
    await refresh()
    const files = [...named.values()].filter(({ isRemoved }) => !isRemoved)
    const here = files.filter(({ ref }) => isHere(ref))
    const bytesOf = (some: readonly NamedFile[]): number => some.reduce((sum, { size }) => sum + size, 0)
    return {
      keepsAll: core.local.state().keepsFiles === true,
      files: files.length,
      bytes: bytesOf(files),
      filesHere: here.length,
      bytesHere: bytesOf(here),
    }
  }

  const state = async (hash: Hex): Promise<FileState> => {
    await refresh()
    const file = named.get(hash)
    if (file === undefined) return { at: 'nameOnly' }
    if ((await hereAs(file)) !== null) return { at: 'here', sending: sending.get(file.ref.address) ?? null }
    const intake = intakes.get(file.ref.address)
    if (intake !== undefined) return { at: 'coming', share: intake.share }
    return { at: 'elsewhere', isWanted: asked.has(hash) || isForAll(file) }
  }

  return {
    changed,
    refresh,
    add,
    read,
    state,
    kept,
    async keepAll(isOn) {
      await refresh()
      const written = await core.local.update((before) => ({ ...before, keepsFiles: isOn }))
      if (!written.ok) return err(diskNotice(written.error))
      for (const { ref } of named.values()) if (!isHere(ref)) changed.emit(ref.hash)
      return ok(null)
    },
    async want(hash) {
      await refresh()
      asked.add(hash)
      changed.emit(hash)
    },
    wanted() {
      const missing = [...named.values()].filter(
        (file) => !isHere(file.ref) && (asked.has(file.ref.hash) || isForAll(file)),
      )
      return missing.sort((a, b) => Number(asked.has(b.ref.hash)) - Number(asked.has(a.ref.hash)) || b.at - a.at)
    },
    missing: () => [...named.values()].filter(({ ref }) => !isHere(ref)),
    held: () => [...named.values()].filter(({ ref }) => isHere(ref)),
    isHere,
    async sealed(ref, part) {
      return store === null ? err({ code: 'E_FILE_MISSING' }) : store.sealed(ref, part)
    },
    async beginIntake(ref) {
      const held = await openStore()
      if (!held.ok) return held
      if (held.value.isHere(ref.address) || intakes.has(ref.address)) return ok(null)
      const begun = await held.value.intake(ref)
      if (!begun.ok) return err(diskNotice(begun.error))
      const intake = begun.value
      if (held.value.isHere(ref.address)) return ok(null)
      intakes.set(ref.address, intake)
      return ok({
        next: intake.next,
        async take(sealed) {
          const taken = await intake.take(sealed)
          changed.emit(ref.hash)
          return taken.ok ? taken : err(diskNotice(taken.error))
        },
        end() {
          intakes.delete(ref.address)
          changed.emit(ref.hash)
        },
      })
    },
    noteSent(ref, share) {
      if (share === null) sending.delete(ref.address)
      else sending.set(ref.address, share)
      changed.emit(ref.hash)
    },
  }
}

type Plain = Readonly<Record<string, unknown>>

/** `undefined`: the worker does not answer. */
async function readAttachments(core: PlanCore): Promise<unknown> {
  const known = core.state.attachments
  if (known?.heads === core.state.heads) return known.plain
  const read = await core.docs.view({ roots: ['attachments'] })
  return read.ok ? read.value.view['attachments'] : undefined
}

/** What the document names and says where to find; what others wrote into it may have any shape. */
function namedIn(attachments: unknown, refOf: (hash: Hex, address: Hex) => FileRef): ReadonlyMap<Hex, NamedFile> {
  const out = new Map<Hex, NamedFile>()
  for (const [hash, record] of Object.entries((attachments ?? {}) as Readonly<Record<string, Plain | null>>)) {
    // What stands there may be anything that another device wrote.
    if (typeof record !== 'object' || record === null) continue
    const { sealed, size, at, removed } = record
    if (!isHash(hash) || typeof sealed !== 'string' || !isHash(sealed)) continue
    out.set(hash, {
      ref: refOf(hash, sealed),
      size: typeof size === 'number' && size >= 0 ? size : 0,
      at: typeof at === 'number' ? at : 0,
      isRemoved: removed !== undefined && removed !== null,
    })
  }
  return out
}

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

function faultNotice(fault: FileFault): Notice {
  if ('cause' in fault) return diskNotice(fault)
  return notice(fault.code === 'E_FILE_OTHER' ? 'E_FILE_MISSING' : fault.code)
}
