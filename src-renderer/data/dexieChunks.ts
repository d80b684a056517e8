/**
 * Chunks of automerge-repo documents in IndexedDB: the window's cache for opening fast, never the only copy.
 *
 * Each chunk is sealed under a key that the core hands to the window: what lies on the disk says nothing to who finds it
 * (UI135). One that cannot be opened is withheld, because automerge-repo joins all chunks before loading them and silently
 * loses everything after a bad one; `planDocument.ts` then rebuilds the document from the journal (UI2).
 */
import type { Chunk, StorageAdapterInterface, StorageKey } from '@automerge/automerge-repo/slim'
import { Dexie, type Table } from 'dexie'
import { concat, utf8 } from '#shared/base/bytes.ts'
import { aeadOpen, aeadSeal, NONCE_BYTES } from '#shared/base/crypto.ts'
import type { Random } from '#shared/base/ports.ts'

type Row = { readonly seq?: number; readonly key: string[]; readonly sealed: Uint8Array }

/** `key`: 32 bytes. */
export type Sealing = { readonly key: () => Promise<Uint8Array>; readonly random: Random }

export class DexieChunks implements StorageAdapterInterface {
  readonly #db: Dexie & { chunks: Table<Row, number> }
  readonly #sealing: Sealing

  constructor(name: string, sealing: Sealing) {
    this.#sealing = sealing
    this.#db = new Dexie(name) as Dexie & { chunks: Table<Row, number> }
    // automerge-repo's own suite expects chunks in the order they were first saved, so the key is a number of its own.
    // What the first version left is in clear: it goes, and is built again from the core.
    this.#db
      .version(2)
      .stores({ chunks: '++seq, &key' })
      .upgrade((changes) => changes.table('chunks').clear())
  }

  async load(key: StorageKey): Promise<Uint8Array | undefined> {
    const row = await this.#exact(key).first()
    return row && openRow(row, await this.#sealing.key())
  }

  async save(key: StorageKey, data: Uint8Array): Promise<void> {
    const nonce = this.#sealing.random.bytes(NONCE_BYTES)
    const sealed = concat(nonce, aeadSeal(await this.#sealing.key(), nonce, data, placeOf(key)))
    await this.#db.transaction('rw', this.#db.chunks, async () => {
      const [seq] = await this.#exact(key).primaryKeys()
      await this.#db.chunks.put(seq === undefined ? { key, sealed } : { seq, key, sealed })
    })
  }

  async remove(key: StorageKey): Promise<void> {
    await this.#exact(key).delete()
  }

  async loadRange(prefix: StorageKey): Promise<Chunk[]> {
    const rows = await this.#range(prefix).sortBy('seq')
    const secret = await this.#sealing.key()
    return rows.flatMap((row) => {
      const data = openRow(row, secret)
      return data === undefined ? [] : [{ key: row.key, data }]
    })
  }

  async removeRange(prefix: StorageKey): Promise<void> {
    await this.#range(prefix).delete()
  }

  /** How many chunks are there under a key, and how many of them are damaged. */
  async check(prefix: StorageKey): Promise<{ readonly chunks: number; readonly damaged: number }> {
    const rows = await this.#range(prefix).toArray()
    const secret = await this.#sealing.key()
    return { chunks: rows.length, damaged: rows.filter((row) => openRow(row, secret) === undefined).length }
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

/** Undefined when it is not what was sealed here, for this place. */
const openRow = ({ key, sealed }: Row, secret: Uint8Array): Uint8Array | undefined =>
  aeadOpen(secret, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), placeOf(key))

const placeOf = (key: StorageKey): Uint8Array => utf8(JSON.stringify(key))
