/** The window's Automerge copy of a plan: taken from the cache when the core knows all of it, else built from the core. */
import {
  type BinaryDocumentId,
  type DocumentId,
  interpretAsDocumentId,
  Repo,
  type StorageAdapterInterface,
} from '@automerge/automerge-repo/slim'
import * as A from '@automerge/automerge/slim'
import { assert } from '#shared/base/assert.ts'
import { fromHex } from '#shared/base/bytes.ts'
import { type Notice, notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { Lease } from '#shared/core/contract.ts'
import { openForReading } from '#shared/plan/openForEditing.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { PlanRemote } from './core.ts'
import type { DexieChunks } from './dexieChunks.ts'
import { createCell, type Source } from './source.ts'

export type PlanCopy = {
  readonly doc: Source<A.Doc<PlanDoc>>
  /** Shows the next state of the document, and writes it into the cache a little later. */
  readonly set: (next: A.Doc<PlanDoc>) => void
  /** A chunk of the cache did not fit its hash; the copy was built from the core instead. */
  readonly wasDamaged: boolean
  /** Writes what is pending into the cache and lets go of the document. */
  readonly close: () => Promise<void>
  /** Lets go of the document and writes nothing more of it into the cache. */
  readonly abandon: () => void
}

export type CopyDeps = {
  readonly chunks: DexieChunks
  readonly later: (ms: number, run: () => void) => () => void
}

const SAVE_EVERY_MS = 500

/** Automerge's document id for a plan: the first 16 bytes of the room id. */
export const documentIdOf = (planId: string): DocumentId =>
  interpretAsDocumentId(fromHex(planId).slice(0, 16) as BinaryDocumentId)

/**
 * Opens the copy. Errors: what the core answers when it cannot give the document. A damaged cache, or one that holds a
 * change the core never took (the window died before handing it over), is thrown away: such a change was never shown as
 * saved, and keeping it would give two changes one number.
 */
export async function openCopy(plan: PlanRemote, deps: CopyDeps): Promise<Result<PlanCopy, Notice>> {
  const id = documentIdOf(plan.planId)
  const cache = await deps.chunks.check([id])
  if (cache.chunks > 0 && cache.damaged === 0) {
    const copy = await fromCache(plan, deps)
    if (copy) return ok(copy)
  }
  return buildCopy(plan, deps, cache.damaged > 0)
}

/** Builds the copy from the core, whatever the cache holds. */
export async function buildCopy(
  plan: PlanRemote,
  deps: CopyDeps,
  wasDamaged = false,
): Promise<Result<PlanCopy, Notice>> {
  await deps.chunks.removeRange([documentIdOf(plan.planId)])
  const doc = await fromCore(plan)
  if (!doc.ok) return doc
  const copy = copyOf(plan.planId, doc.value, openStore(deps.chunks), deps, wasDamaged)
  copy.set(doc.value)
  return ok(copy)
}

async function fromCore(plan: PlanRemote): Promise<Result<A.Doc<PlanDoc>, Notice>> {
  for (const isLast of [false, true]) {
    const bytes = await plan.documentBytes()
    if (!bytes.ok) return bytes
    const opened = openForReading(bytes.value)
    if (opened.ok) return opened
    // The core's own cache, given before its worker had read it. What has to wait for that comes after the core built it anew.
    if (!isLast) await plan.canonicalJson('draft')
  }
  return err(notice('E_CACHE_LOST'))
}

async function fromCache(plan: PlanRemote, deps: CopyDeps): Promise<PlanCopy | null> {
  const store = openStore(deps.chunks)
  const bytes = await store.storage.loadDocData(documentIdOf(plan.planId))
  const opened = bytes === null ? null : openForReading(bytes)
  if (opened === null || !opened.ok) return null
  const copy = copyOf(plan.planId, opened.value, store, deps, false, A.getHeads(opened.value))
  if (await catchUp(plan, copy)) return copy
  copy.abandon()
  return null
}

/** Brings the copy up to what the core holds; false when the core does not know some change of the copy. */
export async function catchUp(plan: PlanRemote, copy: PlanCopy): Promise<boolean> {
  const missing = await plan.changesSince(A.getHeads(copy.doc.now()))
  if (!missing.ok) return false
  if (missing.value.length > 0) copy.set(A.applyChanges(copy.doc.now(), [...missing.value])[0])
  return true
}

/** The one place where a document gets an actor that writes: the core's lease decides which. */
export function openForEditing(copy: PlanCopy, lease: Lease): void {
  copy.set(A.clone(copy.doc.now(), { actor: lease.actor }))
}

/**
 * automerge-repo's store over our chunks, without any network. Its document handles are left out: they compare the whole
 * document with nothing when it is opened, which takes as long as loading it. `shut` keeps a late save of a copy that was
 * given up from landing among the chunks of its successor.
 */
function openStore(chunks: DexieChunks) {
  let isOpen = true
  const adapter: StorageAdapterInterface = {
    load: (key) => chunks.load(key),
    loadRange: (prefix) => chunks.loadRange(prefix),
    save: (key, data) => (isOpen ? chunks.save(key, data) : Promise.resolve()),
    remove: (key) => (isOpen ? chunks.remove(key) : Promise.resolve()),
    removeRange: (prefix) => (isOpen ? chunks.removeRange(prefix) : Promise.resolve()),
  }
  const storage = new Repo({ storage: adapter, network: [] }).storageSubsystem
  assert(storage !== undefined, 'A Repo with a storage adapter has a store.')
  return { storage, shut: () => (isOpen = false) }
}

/** `cached`: heads that the cache holds already. */
function copyOf(
  planId: string,
  first: A.Doc<PlanDoc>,
  { storage, shut }: ReturnType<typeof openStore>,
  { later }: CopyDeps,
  wasDamaged: boolean,
  cached: readonly string[] = [],
): PlanCopy {
  const doc = createCell(first)
  let written = cached.join()
  let cancelSave: (() => void) | null = null
  let saving: Promise<void> = Promise.resolve()
  const save = (): Promise<void> => {
    cancelSave?.()
    cancelSave = null
    written = A.getHeads(doc.now()).join()
    // A copy is never the only one: what this browser's disk refuses is tried again with the next change.
    saving = saving.then(() => storage.saveDoc(documentIdOf(planId), doc.now())).catch(() => void (written = ''))
    return saving
  }
  return {
    doc,
    wasDamaged,
    set: (next) => {
      doc.set(next)
      if (A.getHeads(next).join() !== written) cancelSave ??= later(SAVE_EVERY_MS, () => void save())
    },
    close: async () => {
      if (cancelSave !== null) await save()
      await saving
      shut()
    },
    abandon: () => {
      cancelSave?.()
      shut()
    },
  }
}
