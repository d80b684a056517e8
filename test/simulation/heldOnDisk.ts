import type { Hex } from '#shared/base/bytes.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { type DiskImage, SimMachine } from './simDisk.ts'
import type { WorldPorts } from './worldPorts.ts'

/** Entries of one folder of a disk, read from a copy, as by someone who takes the disk out. */
export async function heldOnDisk(
  ports: WorldPorts,
  image: DiskImage,
  folder: string,
  roomId: Hex,
): Promise<ReadonlySet<Hex>> {
  const copy = new SimMachine(ports.scheduler, ports.chance('copy'), 0)
  copy.restore(image)
  const journal = await openFileJournal({ disk: copy.disk(folder), roomId })
  if (!journal.ok) return new Set()
  return new Set([...journal.value.places()].map(({ hash }) => hash))
}
