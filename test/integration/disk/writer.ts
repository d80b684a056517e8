/** Appends entries to a journal until it is killed, and prints the hash of each one that was answered. */
import sodium from 'libsodium-wrappers'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { ROOM, streamWriter } from '#test/helpers/entries.ts'

await sodium.ready
const [folder = '', seed = '0'] = process.argv.slice(2)
const opened = await openFileJournal({ disk: nodeDisk(folder), roomId: ROOM, maxFileBytes: 20_000 })
if (!opened.ok) throw new Error(opened.error.code)
const writer = streamWriter(100 + Number(seed))
for (let i = 0; i < 1_000_000; i++) {
  const appended = await opened.value.append([writer.next(), writer.next(300)])
  if (!appended.ok) throw new Error(appended.error.code)
  for (const entry of appended.value.added) process.stdout.write(`${entry.hash}\n`)
}
