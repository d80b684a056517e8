import { systemRandom } from '#node/system/ports.ts'
import { DexieChunks } from '#renderer/data/dexieChunks.ts'

const KEY = new Uint8Array(32).fill(7)

/** A window's cache under a key that is the same in every test. */
export const openCache = (name: string, key = KEY): DexieChunks =>
  new DexieChunks(name, { key: () => Promise.resolve(key), random: systemRandom })
