/**
 * What the document cache holds: the second copy of everything in the document, sealed under the storage key. The
 * journal can be rebuilt from it as far as own changes and control entries go, and it can be rebuilt from the journal
 * (CR9, CR10).
 */
import { type Hex, concat, fromHex, toHex } from '../base/bytes.ts'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../base/cbor.ts'
import type { Code } from '../base/codes.ts'
import { isCode } from '../base/codes.ts'
import type { Result } from '../base/result.ts'
import { readCacheFile, writeCacheFile } from '../journal/cacheFile.ts'
import type { Disk, DiskError } from '../journal/disk.ts'
import { type Vector, heldRanges, stateOf } from '../journal/vector.ts'
import type { Ledger } from './ledger.ts'
import type { Person } from './people.ts'
import type { PlanFacts } from './planCore.ts'
import type { Vault } from './sealed.ts'

/** Name of the one part of the cache file. */
const PART = 'plan'
const VERSION = 2

/** An entry that is in the journal and not in the document, and why. */
export interface SetAside {
  readonly hash: Hex
  readonly code: Code
}

export interface PlanCache {
  /** Automerge bytes. */
  readonly document: Uint8Array
  readonly heads: readonly Hex[]
  /** All control entries held, as received, parents before children. */
  readonly control: readonly Uint8Array[]
  /** What the document and the lists below account for. */
  readonly covered: Vector
  readonly quarantined: readonly SetAside[]
  /** Waiting for changes, keys or control entries that are not here. */
  readonly parked: readonly Hex[]
  readonly notUnderstood: readonly Hex[]
  readonly ledger: Ledger
  /** Own changes in `document` that were in no entry when it was written. */
  readonly unsealed: readonly Hex[]
  /** Stream → device of every entry held. */
  readonly devices: ReadonlyMap<Hex, Hex>
  /** Own actor → number of its last change. */
  readonly lastSeq: ReadonlyMap<Hex, number>
  /** Epoch id → E: the second copy of what the local state keeps. */
  readonly epochs: ReadonlyMap<Hex, Uint8Array>
  /** What a board shows of `document`, for looking at it before the document has loaded; '' in a cache of an earlier version. */
  readonly look: string
  /** What the status says of the document; its heads are those of the cache. */
  readonly facts: PlanFacts
}

/** `lost`: there is a file and it cannot be read; `none`: there is no file. */
export type CacheFound =
  { readonly at: 'found'; readonly cache: PlanCache } | { readonly at: 'lost' } | { readonly at: 'none' }

export async function readCache(disk: Disk, vault: Vault): Promise<CacheFound> {
  const file = await readCacheFile(disk)
  if (!file.ok) return { at: file.error.reason === 'missing' ? 'none' : 'lost' }
  const part = file.value.get(PART)
  const cache = part === undefined ? undefined : decodeCache(part, vault)
  return cache === undefined ? { at: 'lost' } : { at: 'found', cache }
}

export const writeCache = (disk: Disk, vault: Vault, cache: PlanCache): Promise<Result<void, DiskError>> =>
  writeCacheFile(disk, new Map([[PART, vault.seal('cache', encodeCache(cache))]]))

const hexes = (list: readonly Hex[]): Uint8Array => concat(...list.map(fromHex))

function encodeCache(cache: PlanCache): Uint8Array {
  const { ledger } = cache
  return encodeCbor(
    new Map<number, CborValue>([
      [1, VERSION],
      [2, cache.document],
      [3, hexes(cache.heads)],
      [4, cache.control],
      [5, encodeVector(cache.covered)],
      [6, cache.quarantined.map(({ hash, code }) => [fromHex(hash), code])],
      [7, hexes(cache.parked)],
      [8, hexes(cache.notUnderstood)],
      [9, [...ledger.seenBy].map(([member, counts]) => [fromHex(member), encodeCounts(counts)])],
      [10, encodeCounts(ledger.heardAt)],
      [11, encodeCounts(ledger.told)],
      [12, hexes(cache.unsealed)],
      [14, [...cache.devices].map(([stream, device]) => [fromHex(stream), fromHex(device)])],
      [15, encodeCounts(cache.lastSeq)],
      [16, [...cache.epochs].map(([id, secret]) => [fromHex(id), secret])],
      [17, encodeFacts(cache.facts)],
      // 13 was the canonical JSON of the plan, which nobody read.
      [18, cache.look],
    ]),
  )
}

/** A flat row: hex key as bytes, number, and so on. */
const encodeCounts = (counts: ReadonlyMap<Hex, number>): CborValue =>
  [...counts].flatMap(([key, count]) => [fromHex(key), count])

const encodeVector = (vector: Vector): CborValue =>
  [...vector].map(([stream, state]) => [
    fromHex(stream),
    ...heldRanges(state).flatMap((range) => [range.from, range.to]),
  ])

/** Only what this device has sealed opens, so the shape is ours; an older or newer one counts as lost and is rebuilt. */
function decodeCache(sealed: Uint8Array, vault: Vault): PlanCache | undefined {
  const plain = vault.open('cache', sealed)
  const map = plain === undefined ? undefined : decodeCbor(plain)
  if (map?.ok !== true || map.value.get(1) !== VERSION) return undefined
  const read = reader(map.value)
  const heads = splitHexes(read.bytes(3))
  return {
    document: read.bytes(2),
    heads,
    control: read.list(4) as readonly Uint8Array[],
    covered: new Map(
      read.list(5).map((row) => {
        const [stream, ...ends] = row as [Uint8Array, ...number[]]
        return [toHex(stream), stateOf(pairs(ends).map(([from, to]) => ({ from, to })))]
      }),
    ),
    quarantined: read.list(6).map((row) => {
      const [hash, code] = row as [Uint8Array, string]
      return { hash: toHex(hash), code: isCode(code) ? code : 'E_CHANGE_FORM' }
    }),
    parked: splitHexes(read.bytes(7)),
    notUnderstood: splitHexes(read.bytes(8)),
    ledger: {
      seenBy: new Map(
        read.list(9).map((row) => {
          const [member, counts] = row as [Uint8Array, CborValue]
          return [toHex(member), decodeCounts(counts)]
        }),
      ),
      heardAt: decodeCounts(read.list(10)),
      told: decodeCounts(read.list(11)),
    },
    unsealed: splitHexes(read.bytes(12)),
    devices: new Map((read.list(14) as readonly Pair[]).map(([stream, device]) => [toHex(stream), toHex(device)])),
    lastSeq: decodeCounts(read.list(15)),
    epochs: new Map((read.list(16) as readonly Pair[]).map(([id, secret]) => [toHex(id), secret])),
    facts: decodeFacts(map.value.get(17) as string, heads),
    look: (map.value.get(18) ?? '') as string,
  }
}

const encodeFacts = ({ title, people, agreement }: PlanFacts): string =>
  JSON.stringify({ title, people: [...people], agreement })

function decodeFacts(json: string, heads: readonly Hex[]): PlanFacts {
  const { title, people, agreement } = JSON.parse(json) as Omit<PlanFacts, 'people'> & { people: [Hex, Person][] }
  return { heads, title, people: new Map(people), agreement }
}

type Pair = readonly [Uint8Array, Uint8Array]

const reader = (map: CborMap) => ({
  bytes: (key: number): Uint8Array => map.get(key) as Uint8Array,
  list: (key: number): readonly CborValue[] => map.get(key) as readonly CborValue[],
})

const decodeCounts = (row: CborValue): ReadonlyMap<Hex, number> =>
  new Map(pairs(row as CborValue[]).map(([key, count]) => [toHex(key as Uint8Array), count as number]))

const pairs = <T>(row: readonly T[]): readonly (readonly [T, T])[] =>
  Array.from({ length: row.length / 2 }, (_, i) => [row[2 * i] as T, row[2 * i + 1] as T])

const splitHexes = (bytes: Uint8Array): readonly Hex[] =>
  Array.from({ length: bytes.length / 32 }, (_, i) => toHex(bytes.subarray(32 * i, 32 * i + 32)))
