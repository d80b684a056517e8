import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert } from '#shared/base/assert.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import { ROOM, streamWriter } from '#test/helpers/entries.ts'
import { type Row, timedAsync } from './measure.ts'

const BATCHES = 200
const BATCH = 10

/** Appending entries in batches, each durable, against writing the same bytes and fsync with nothing in between. */
export async function journalRows(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  try {
    const writer = streamWriter(1)
    const batches = Array.from({ length: 3 * BATCHES }, () => Array.from({ length: BATCH }, () => writer.next(800)))
    const disk = nodeDisk(folder)
    const journal = await openFileJournal({ disk, roomId: ROOM })
    assert(journal.ok, 'the journal opens')
    const raw = await open(join(folder, 'raw'), 'a')
    let [ours, peer] = [0, 0]
    // In turns, since the speed of the disk drifts.
    for (let i = 0; i < batches.length; i += 3) {
      const group = batches.slice(i, i + 3)
      ours += (
        await timedAsync(async () => {
          for (const batch of group) assert((await journal.value.append(batch)).ok, 'the batch is durable')
        })
      ).ms
      peer += (
        await timedAsync(async () => {
          for (const batch of group) {
            await raw.write(Buffer.concat(batch.map(({ bytes }) => bytes)))
            await raw.datasync()
          }
        })
      ).ms
    }
    await raw.close()
    await journal.value.close()
    await disk.close()
    const perSecond = (time: number): string =>
      `${Math.round((batches.length * BATCH) / (time / 1000)).toLocaleString('en')} entries/s`
    return [
      {
        what: `journal append with fsync, ${BATCH} entries of 1.3 kB a batch`,
        ours: perSecond(ours),
        peer: `write + fdatasync ${perSecond(peer)}`,
        ratio: peer / ours,
        target: '≥ 0.70x of raw',
        met: peer / ours >= 0.7,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
