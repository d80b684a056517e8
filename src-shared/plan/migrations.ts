/**
 * Migrations: the only way new root keys come into a plan that exists (PL14). Each is one change that anyone who wants the
 * same keys makes with the same bytes, so that two who migrate apart have migrated alike.
 */
import * as A from '@automerge/automerge/slim'
import { Encoder } from 'cbor-x'
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { hash } from '../base/crypto.ts'
import { birthOf } from './birth.ts'
import { emptyBuckets } from './buckets.ts'

export type RootKeyType = 'map' | 'text' | 'buckets'
/** Root keys and what they are made as, sorted by key. */
export type Migration = readonly (readonly [key: string, type: RootKeyType])[]

/** More keys in one migration than any version will ever want; bounds the work of rebuilding a hostile one. */
const MAX_KEYS = 32
const KEY = /^[a-z][A-Za-z0-9]{0,63}$/

/** A decoded change, as far as migrations look at it. */
export type ChangeToCheck = Pick<A.DecodedChange, 'actor' | 'seq' | 'startOp' | 'time' | 'hash' | 'ops'>

/**
 * The change of a migration. `birth` is the plan's first change. `null` when the list is not one: keys that are not sorted
 * words, twice the same, none or too many, or a key the first change has made already.
 */
export function buildMigration(birth: Uint8Array, roomId: Hex, migration: Migration): Uint8Array | null {
  if (!isMigrationList(migration)) return null
  const [born] = A.applyChanges(A.init<Record<string, unknown>>({ actor: migrationActor(roomId, migration) }), [birth])
  if (migration.some(([key]) => Object.hasOwn(born, key))) return null
  const migrated = A.change(born, { time: 0 }, (draft) => {
    for (const [key, type] of migration) draft[key] = type === 'text' ? '' : type === 'map' ? {} : emptyBuckets()
  })
  return A.getLastLocalChange(migrated) ?? null
}

/** First 16 bytes of H("migrate", roomId‖CBOR list of [key, type]): an actor that is nobody's. */
export const migrationActor = (roomId: Hex, migration: Migration): string =>
  toHex(hash('migrate', fromHex(roomId), encodeList(migration))).slice(0, 32)

const encodeList = (migration: Migration): Uint8Array =>
  new Uint8Array(new Encoder({ useRecords: false }).encode(migration.map(([key, type]) => [key, type])))

/**
 * The migration a change is, or `null` when it is none: reads the list out of the change, builds it again on the plan's
 * first change, and takes it only when it comes out equal (a change's hash is that of its bytes). Knows nothing of what
 * the keys are for, so every version accepts the migrations of every other.
 */
export function recogniseMigration(change: ChangeToCheck, birth: Uint8Array, roomId: Hex): Migration | null {
  if (change.seq !== 1 || change.time !== 0) return null
  const migration = readList(change)
  if (migration === null || migrationActor(roomId, migration) !== change.actor) return null
  const built = buildMigration(birth, roomId, migration)
  return built !== null && A.decodeChange(built).hash === change.hash ? migration : null
}

/** The schema of a document: the migrations that are in it, in the order of their keys. */
export function migrationsOf(doc: A.Doc<unknown>, roomId: Hex): readonly Migration[] {
  const birth = birthOf(doc)
  if (birth === null) return []
  const first = A.decodeChange(birth).hash
  return A.getChangesMetaSince(doc, [first])
    .filter((meta) => meta.seq === 1 && meta.time === 0 && meta.deps.length === 1 && meta.deps[0] === first)
    .flatMap((meta) => {
      const change = A.inspectChange(doc, meta.hash)
      const migration = change === null ? null : recogniseMigration(change, birth, roomId)
      return migration === null ? [] : [migration]
    })
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function isMigrationList(migration: Migration): boolean {
  const keys = migration.map(([key]) => key)
  const sorted = keys.every((key, index) => index === 0 || keys[index - 1]! < key)
  return keys.length > 0 && keys.length <= MAX_KEYS && sorted && keys.every((key) => KEY.test(key))
}

function readList({ ops, startOp, actor }: ChangeToCheck): Migration | null {
  if (ops.length > MAX_KEYS * 257) return null
  const parents = new Set(ops.map(({ obj }) => obj))
  const list = ops.flatMap((op, index): Migration => {
    if (op.obj !== '_root') return []
    if (op.action === 'makeText') return [[op.key, 'text']]
    return [[op.key, parents.has(`${startOp + index}@${actor}`) ? 'buckets' : 'map']]
  })
  return isMigrationList(list) ? list : null
}
