import 'fake-indexeddb/auto'
import { Repo } from '@automerge/automerge-repo/slim'
import { Dexie } from 'dexie'
import { expect, test } from 'vitest'
import { runStorageAdapterTests } from '@automerge/automerge-repo/helpers/tests/storage-adapter-tests.js'
import { DexieChunks } from '#renderer/data/dexieChunks.ts'

let databases = 0
const nextName = (): string => `chunks-${++databases}`

runStorageAdapterTests(async () => {
  const adapter = new DexieChunks(nextName())
  return { adapter, teardown: () => void adapter.delete() }
}, '[UI1] Dexie')

test('[UI1] what a Repo saved through the adapter, another Repo finds', async () => {
  const chunks = new DexieChunks(nextName())
  const repo = new Repo({ storage: chunks, network: [] })
  const handle = repo.create<{ title: string }>({ title: 'Pla' })
  handle.change((draft) => void (draft.title = 'Pla de la vall'))
  await repo.flush()
  const found = await new Repo({ storage: chunks, network: [] }).find<{ title: string }>(handle.documentId)
  expect(found.doc()).toEqual({ title: 'Pla de la vall' })
})

test('[UI2] a chunk with a flipped bit is withheld and counted; the others stay', async () => {
  const name = nextName()
  const adapter = new DexieChunks(name)
  const good = Uint8Array.of(1, 2, 3)
  await adapter.save(['doc', 'incremental', 'a'], good)
  await adapter.save(['doc', 'incremental', 'b'], Uint8Array.of(4, 5, 6))
  await flipABit(name, 'b')

  expect(await adapter.loadRange(['doc'])).toEqual([{ key: ['doc', 'incremental', 'a'], data: good }])
  expect(await adapter.load(['doc', 'incremental', 'b'])).toBeUndefined()
  expect(await adapter.check(['doc'])).toEqual({ chunks: 2, damaged: 1 })
  await adapter.delete()
})

/** Damages the stored bytes behind the adapter's back, as a disk would. */
async function flipABit(name: string, chunk: string): Promise<void> {
  const raw = new Dexie(name)
  await raw.open()
  await raw
    .table('chunks')
    .toCollection()
    .modify((row: { key: string[]; data: Uint8Array }) => {
      if (row.key.at(-1) === chunk) row.data = row.data.map((byte, index) => (index === 1 ? byte ^ 4 : byte))
    })
  raw.close()
}
