import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import type { Entry } from '#shared/journal/entry.ts'
import { openDraftStore } from '#shared/journal/draftStore.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { ROOM, collect, seededRandom, streamWriter } from '#test/helpers/entries.ts'
import { mountSmallDisk } from '#test/helpers/smallDisk.ts'
import { valueOf } from '../../contract/journal/journalSuite.ts'

const mounted = mountSmallDisk('256k')

test.skipIf(mounted === undefined)(
  '[JR17] [JR25] a really full disk loses nothing that was saved, can be opened, and takes the rest once there is room',
  async () => {
    const ballast = join(mounted as string, 'ballast')
    writeFileSync(ballast, new Uint8Array(65_536))
    const disk = nodeDisk(join(mounted as string, 'plan'))
    const drafts = valueOf(await openDraftStore({ disk, key: new Uint8Array(32), random: seededRandom(1) }))
    valueOf(await drafts.append([new Uint8Array(100)]))
    const journal = valueOf(await openFileJournal({ disk, roomId: ROOM }))
    const ana = streamWriter(1)
    const saved: Entry[] = []
    let refused: Entry | undefined
    while (refused === undefined) {
      const entry = ana.next(3000)
      const appended = await journal.append([entry])
      if (appended.ok) saved.push(entry)
      else {
        expect(appended.error).toMatchObject({ code: 'E_DISK_FULL', cause: 'ENOSPC' })
        refused = entry
      }
    }
    const fullDrafts = await drafts.append([new Uint8Array(20_000)])
    await journal.close()
    // The app is started again while the disk is full.
    const again = valueOf(await openFileJournal({ disk, roomId: ROOM }))
    const held = (await collect(again.read(again.places()))).map((entry) => entry.hash)
    const still = await again.append([refused])
    expect([saved.length > 20, held, fullDrafts.ok, still.ok]).toEqual([
      true,
      saved.map((entry) => entry.hash),
      false,
      false,
    ])
    rmSync(ballast)
    valueOf(await again.append([refused]))
    valueOf(await drafts.append([new Uint8Array(20_000)]))
    await again.close()
    const last = valueOf(await openFileJournal({ disk, roomId: ROOM }))
    expect([last.count(), drafts.list().length, last.health().missing]).toEqual([saved.length + 1, 2, []])
    await last.close()
    await disk.close()
  },
)
