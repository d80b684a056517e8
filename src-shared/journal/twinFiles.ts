/**
 * Small state kept twice, in two files that replace each other: either may be flipped, cut or deleted and nothing is
 * lost. The format carries its own checksum and a generation; of two good copies the higher generation counts.
 */
import { type Result, err, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'
import { replaceFile } from './replaceFile.ts'
import { setAside } from './setAside.ts'

export interface TwinFormat<T> {
  /** For example `local-a.json` and `local-b.json`. */
  readonly names: readonly [string, string]
  encode(value: T): Uint8Array
  /** `null` when a byte is wrong. */
  decode(bytes: Uint8Array): T | null
  generation(value: T): number
}

export interface TwinsRead<T> {
  /** `undefined`: neither file can be read; no file at all when `damaged` is empty. */
  readonly value: T | undefined
  /** Files that were missing beside a good twin, or not as they were written; restored when resolved, if possible. */
  readonly damaged: readonly string[]
}

interface Copy<T> {
  readonly name: string
  readonly size: number | undefined
  readonly value: T | null
}

export async function readTwins<T>(disk: Disk, format: TwinFormat<T>): Promise<Result<TwinsRead<T>, DiskError>> {
  const listed = await disk.list()
  if (!listed.ok) return listed
  const copies: Copy<T>[] = []
  for (const name of format.names) {
    const size = listed.value.find((file) => file.name === name)?.size
    copies.push({ name, size, value: size === undefined ? null : await decodeFile(disk, format, name, size) })
  }
  const best = copies.reduce<T | null>((newest, { value }) => newer(format, newest, value), null)
  if (best === null) {
    return ok({ value: undefined, damaged: copies.filter((copy) => copy.size !== undefined).map((copy) => copy.name) })
  }
  // One of lower generation is no damage: the machine stopped between the two writes.
  const wanting = copies.filter(({ value }) => value === null || format.generation(value) < format.generation(best))
  for (const copy of wanting) await restore(disk, format, copy, best)
  return ok({ value: best, damaged: wanting.filter((copy) => copy.value === null).map((copy) => copy.name) })
}

/** Durable in both when resolved; `value` has a higher generation than what was written before. */
export async function writeTwins<T>(disk: Disk, format: TwinFormat<T>, value: T): Promise<Result<void, DiskError>> {
  const bytes = format.encode(value)
  for (const name of format.names) {
    const written = await replaceFile(disk, name, bytes)
    if (!written.ok) return err(written.error)
  }
  return ok(undefined)
}

async function decodeFile<T>(disk: Disk, format: TwinFormat<T>, name: string, size: number): Promise<T | null> {
  const bytes = await disk.read(name, 0, size)
  return bytes.ok ? format.decode(bytes.value) : null
}

function newer<T>(format: TwinFormat<T>, a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b
  return format.generation(b) > format.generation(a) ? b : a
}

/** A disk that cannot take the copy now gets it with the next write; the damage is named either way. */
async function restore<T>(disk: Disk, format: TwinFormat<T>, copy: Copy<T>, value: T): Promise<void> {
  if (copy.value === null && copy.size !== undefined && copy.size > 0) {
    const aside = await setAside(disk, copy.name, 0, copy.size, 'bad')
    if (!aside.ok) return
  }
  await replaceFile(disk, copy.name, format.encode(value))
}
