import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { openDexieJournal } from '#renderer/data/dexieJournal.ts'
import { ROOM } from '#test/helpers/entries.ts'
import { journalSuite, valueOf } from './journalSuite.ts'

journalSuite('IndexedDB', () => {
  const indexedDB = { indexedDB: new IDBFactory(), IDBKeyRange }
  return Promise.resolve({
    open: async (roomId = ROOM) => valueOf(await openDexieJournal({ roomId, indexedDB })),
    dispose: () => Promise.resolve(),
  })
})
