/** The window's Automerge copy of a plan: taken from the cache when the core knows all of it, else built from the core. */
import {
  type BinaryDocumentId,
  type DocHandle,
  type DocumentId,
  interpretAsDocumentId,
  Repo,
  type StorageAdapterInterface,
} from '@automerge/automerge-repo/slim'
import * as A from '@automerge/automerge/slim'
import { fromHex } from '#shared/base/bytes.ts'
import type { Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { Lease } from '#shared/core/contract.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { PlanRemote } from './core.ts'
import type { DexieChunks } from './dexieChunks.ts'

export type PlanCopy = {
  readonly handle: DocHandle<PlanDoc>
  /** A chunk of the cache did not fit its hash; the copy was built from the core instead. */
  readonly wasDamaged: boolean
  /** Writes what is pending into the cache and lets go of the document. */
  readonly close: () => Promise<void>
  /** Lets go of the document and writes nothing more of it into the cache. */
  readonly abandon: () => void
}

/** Automerge's document id for a plan: the first 16 bytes of the room id. */
export const documentIdOf = (planId: string): DocumentId =>
  interpretAsDocumentId(fromHex(planId).slice(0, 16) as BinaryDocumentId)

/**
 * Opens the copy. Errors: what the core answers when it cannot give the document. A damaged cache, or one that holds a
 * change the core never took (the window died before handing it over), is thrown away: such a change was never shown as
 * saved, and keeping it would give two changes one number.
 */
export async function openCopy(plan: PlanRemote, chunks: DexieChunks): Promise<Result<PlanCopy, Notice>> {
  const id = documentIdOf(plan.planId)
  const cache = await chunks.check([id])
  if (cache.chunks > 0 && cache.damaged === 0) {
    const copy = await fromCache(plan, chunks, id)
    if (copy) return ok(copy)
  }
  return buildCopy(plan, chunks, cache.damaged > 0)
}

/** Builds the copy from the core, whatever the cache holds. */
export async function buildCopy(
  plan: PlanRemote,
  chunks: DexieChunks,
  wasDamaged = false,
): Promise<Result<PlanCopy, Notice>> {
  const id = documentIdOf(plan.planId)
  await chunks.removeRange([id])
  const bytes = await plan.documentBytes()
  if (!bytes.ok) return err(bytes.error)
  const cache = openCache(chunks)
  const handle = cache.repo.import<PlanDoc>(bytes.value, { docId: id })
  return ok(copyOf(cache, handle, wasDamaged))
}

async function fromCache(plan: PlanRemote, chunks: DexieChunks, id: DocumentId): Promise<PlanCopy | null> {
  const cache = openCache(chunks)
  const handle = await cache.repo.find<PlanDoc>(id).catch(() => null)
  if (handle !== null && (await catchUp(plan, handle))) return copyOf(cache, handle, false)
  cache.shut()
  return null
}

/** Brings the copy up to what the core holds; false when the core does not know some change of the copy. */
export async function catchUp(plan: PlanRemote, handle: DocHandle<PlanDoc>): Promise<boolean> {
  const missing = await plan.changesSince(A.getHeads(handle.doc()))
  if (!missing.ok) return false
  if (missing.value.length > 0) handle.update((doc) => A.applyChanges(doc, [...missing.value])[0])
  return true
}

/** The one place where a document gets an actor that writes: the core's lease decides which. */
export function openForEditing(handle: DocHandle<PlanDoc>, lease: Lease): void {
  handle.update((doc) => A.clone(doc, { actor: lease.actor }))
}

type Cache = { readonly repo: Repo; readonly shut: () => void }

/**
 * automerge-repo over our chunks, without any network. It saves a little after each change; `shut` keeps such a late save
 * of a copy that was given up from landing among the chunks of its successor.
 */
function openCache(chunks: DexieChunks): Cache {
  let isOpen = true
  const storage: StorageAdapterInterface = {
    load: (key) => chunks.load(key),
    loadRange: (prefix) => chunks.loadRange(prefix),
    save: (key, data) => (isOpen ? chunks.save(key, data) : Promise.resolve()),
    remove: (key) => (isOpen ? chunks.remove(key) : Promise.resolve()),
    removeRange: (prefix) => (isOpen ? chunks.removeRange(prefix) : Promise.resolve()),
  }
  return { repo: new Repo({ storage, network: [] }), shut: () => (isOpen = false) }
}

function copyOf({ repo, shut }: Cache, handle: DocHandle<PlanDoc>, wasDamaged: boolean): PlanCopy {
  return {
    handle,
    wasDamaged,
    close: async () => {
      await repo.flush([handle.documentId])
      await repo.removeFromCache(handle.documentId)
      shut()
    },
    abandon: shut,
  }
}
