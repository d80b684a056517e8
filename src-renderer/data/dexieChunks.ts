/**
 * Chunks of automerge-repo documents in IndexedDB: the window's cache for opening fast, never the only copy.
 *
 * A hash is kept with each chunk. One whose hash does not fit is withheld, because automerge-repo joins all chunks before
 * loading them and silently loses everything after a bad one; `planDocument.ts` then rebuilds the document from the
 * journal (UI2).
 */
import type { Chunk, StorageAdapterInterface, StorageKey } from '@automerge/automerge-repo/slim'
import { Dexie, type Table } from 'dexie'
import sodium from 'libsodium-wrappers'
import { equalBytes } from '#shared/base/bytes.ts'

type Row = { readonly seq?: number; readonly key: string[]; readonly data: Uint8Array; readonly hash: Uint8Array }

const HASH_BYTES = 16

export class DexieChunks implements StorageAdapterInterface {
  readonly #db: Dexie & { chunks: Table<Row, number> }

  constructor(name: string) {
    this.#db = new Dexie(name) as Dexie & { chunks: Table<Row, number> }
    // automerge-repo's own suite expects chunks in the order they were first saved, so the key is a number of its own.
    this.#db.version(1).stores({ chunks: '++seq, &key' })
  }

  async load(key: StorageKey): Promise<Uint8Array | undefined> {
    const row = await this.#exact(key).first()
    return row && isWhole(row) ? row.data : undefined
  }

  async save(key: StorageKey, data: Uint8Array): Promise<void> {
    const hash = hashOf(data)
    await this.#db.transaction('rw', this.#db.chunks, async () => {
      const [seq] = await this.#exact(key).primaryKeys()
      await this.#db.chunks.put(seq === undefined ? { key, data, hash } : { seq, key, data, hash })
    })
  }

  async remove(key: StorageKey): Promise<void> {
    await this.#exact(key).delete()
  }

  async loadRange(prefix: StorageKey): Promise<Chunk[]> {
    const rows = await this.#range(prefix).sortBy('seq')
    return rows.filter(isWhole).map(({ key, data }) => ({ key, data }))
  }

  async removeRange(prefix: StorageKey): Promise<void> {
    await this.#range(prefix).delete()
  }

  /** How many chunks are there under a key, and how many of them are damaged. */
  async check(prefix: StorageKey): Promise<{ readonly chunks: number; readonly damaged: number }> {
    const rows = await this.#range(prefix).toArray()
    return { chunks: rows.length, damaged: rows.filter((row) => !isWhole(row)).length }
  }

  close(): void {
    this.#db.close()
  }

  async delete(): Promise<void> {
    await this.#db.delete()
  }

  #exact(key: StorageKey) {
    return this.#db.chunks.where('key').equals(key)
  }

  // The whole path is one IndexedDB array key; an array sorts after every string, so this range is "starts with".
  #range(prefix: StorageKey) {
    return this.#db.chunks.where('key').between(prefix, [...prefix, []] as unknown as string[], true, true)
  }
}

const hashOf = (data: Uint8Array): Uint8Array => sodium.crypto_generichash(HASH_BYTES, data, null)

const isWhole = ({ data, hash }: Row): boolean => equalBytes(hashOf(data), hash)
