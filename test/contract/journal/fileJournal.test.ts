import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { ROOM } from '#test/helpers/entries.ts'
import { memoryDisk } from '#test/helpers/memoryDisk.ts'
import { journalSuite, valueOf } from './journalSuite.ts'

journalSuite('files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-journal-'))
  const disk = nodeDisk(join(folder, 'plan'))
  return {
    open: async (roomId = ROOM) => valueOf(await openFileJournal({ disk, roomId })),
    async dispose() {
      await disk.close()
      await rm(folder, { recursive: true })
    },
  }
})

journalSuite('small files', async () => {
  const disk = memoryDisk()
  return {
    open: async (roomId = ROOM) => valueOf(await openFileJournal({ disk, roomId, maxFileBytes: 700 })),
    dispose: () => Promise.resolve(),
  }
})
