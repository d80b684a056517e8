import 'fake-indexeddb/auto'
import { Repo } from '@automerge/automerge-repo/slim'
import { Dexie } from 'dexie'
import { expect, test } from 'vitest'
import { runStorageAdapterTests } from '@automerge/automerge-repo/helpers/tests/storage-adapter-tests.js'
import { openCache } from '../../helpers/openCache.ts'

let databases = 0
const nextName = (): string => `chunks-${++databases}`

runStorageAdapterTests(async () => {
  const adapter = openCache(nextName())
  return { adapter, teardown: () => void adapter.delete() }
}, '[UI1] Dexie')

test('[UI1] what a Repo saved through the adapter, another Repo finds', async () => {
  const chunks = openCache(nextName())
  const repo = new Repo({ storage: chunks, network: [] })
  const handle = repo.create<{ title: string }>({ title: 'Pla' })
  handle.change((draft) => void (draft.title = 'Pla de la vall'))
  await repo.flush()
  const found = await new Repo({ storage: chunks, network: [] }).find<{ title: string }>(handle.documentId)
  expect(found.doc()).toEqual({ title: 'Pla de la vall' })
})

test('[UI2] a chunk with a flipped bit is withheld and counted; the others stay', async () => {
  const name = nextName()
  const adapter = openCache(name)
  const good = Uint8Array.of(1, 2, 3)
  await adapter.save(['doc', 'incremental', 'a'], good)
  await adapter.save(['doc', 'incremental', 'b'], Uint8Array.of(4, 5, 6))
  await flipABit(name, 'b')

  expect(await adapter.loadRange(['doc'])).toEqual([{ key: ['doc', 'incremental', 'a'], data: good }])
  expect(await adapter.load(['doc', 'incremental', 'b'])).toBeUndefined()
  expect(await adapter.check(['doc'])).toEqual({ chunks: 2, damaged: 1 })
  await adapter.delete()
})

test('[UI135] what lies on the disk says nothing, and opens only with its key and in its place', async () => {
  const name = nextName()
  const cache = openCache(name)
  const words = new TextEncoder().encode('Cooperativa de la Núria')
  await cache.save(['doc', 'snapshot', 'a'], words)
  await cache.save(['doc', 'snapshot', 'b'], Uint8Array.of(1))
  const rows = await rawRows(name)
  expect(rows.some(({ sealed }) => new TextDecoder().decode(sealed).includes('Cooperativa'))).toBe(false)
  expect(await cache.load(['doc', 'snapshot', 'a'])).toEqual(words)
  expect(await openCache(name, new Uint8Array(32).fill(8)).load(['doc', 'snapshot', 'a'])).toBeUndefined()
  await swapSealed(name, rows)
  expect(await cache.check(['doc'])).toEqual({ chunks: 2, damaged: 2 })
})

test('[UI135] what an earlier version kept in clear is gone', async () => {
  const name = nextName()
  const before = new Dexie(name)
  before.version(1).stores({ chunks: '++seq, &key' })
  await before.table('chunks').add({ key: ['doc', 'a'], data: Uint8Array.of(1, 2, 3), hash: Uint8Array.of(0) })
  before.close()
  expect(await openCache(name).check([])).toEqual({ chunks: 0, damaged: 0 })
  expect(await rawRows(name)).toEqual([])
})

type RawRow = { readonly seq: number; readonly key: string[]; readonly sealed: Uint8Array }

async function rawRows(name: string): Promise<readonly RawRow[]> {
  const raw = new Dexie(name)
  await raw.open()
  const rows: RawRow[] = await raw.table('chunks').toArray()
  raw.close()
  return rows
}

async function swapSealed(name: string, [a, b]: readonly RawRow[]): Promise<void> {
  const raw = new Dexie(name)
  await raw.open()
  await raw.table('chunks').update(a!.seq, { sealed: b!.sealed })
  await raw.table('chunks').update(b!.seq, { sealed: a!.sealed })
  raw.close()
}

/** Damages the stored bytes behind the adapter's back, as a disk would. */
async function flipABit(name: string, chunk: string): Promise<void> {
  const raw = new Dexie(name)
  await raw.open()
  await raw
    .table('chunks')
    .toCollection()
    .modify((row: { key: string[]; sealed: Uint8Array }) => {
      if (row.key.at(-1) === chunk) row.sealed = row.sealed.map((byte, index) => (index === 1 ? byte ^ 4 : byte))
    })
  raw.close()
}
