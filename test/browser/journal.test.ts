import { Dexie } from 'dexie'
import sodium from 'libsodium-wrappers'
import { expect, test } from 'vitest'
import { openDexieJournal } from '#renderer/data/dexieJournal.ts'
import { ROOM, streamWriter } from '#test/helpers/entries.ts'
import { journalSuite, valueOf } from '../contract/journal/journalSuite.ts'

await sodium.ready

let homes = 0
const makeHome = () => {
  const name = `aplec-journal-test-${(homes += 1)}`
  return {
    name,
    open: async (roomId = ROOM) => valueOf(await openDexieJournal({ roomId, name })),
    dispose: () => Dexie.delete(name),
  }
}

// The same rules, in a real browser on its own IndexedDB.
journalSuite('Chromium', () => Promise.resolve(makeHome()))

test('[JR13] Chromium: thousands of entries are stored, and found again in their order', async () => {
  const home = makeHome()
  const ana = streamWriter(1)
  const entries = Array.from({ length: 2000 }, () => ana.next())
  const journal = await home.open()
  valueOf(await journal.append(entries))
  await journal.close()
  const again = await home.open()
  const held: string[] = []
  for await (const entry of again.read(again.places())) held.push(entry.hash)
  expect(held).toEqual(entries.map((entry) => entry.hash))
  await again.close()
  await home.dispose()
})
