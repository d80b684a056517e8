/**
 * Attached files of one plan on disk (AT5–AT10): one file each, u32 length of the sealed list, the list, the pieces in order. A
 * whole one has its address for a name; one that is still coming has `.part` behind it and holds its pieces from the first on.
 */
import { type Hex, concat, u32 } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Disk, DiskError } from '../journal/disk.ts'
import {
  type FileList,
  MAX_SEALED_PIECE_BYTES,
  type SealedFile,
  addressOf,
  fileHash,
  openPiece,
  pieceSize,
  sealedSize,
} from './sealedFile.ts'

/** A file as the plan names it. `open`: reads its sealed list, with whatever key of this plan fits. */
export interface FileRef {
  /** SHA-256 of the clear bytes. */
  readonly hash: Hex
  /** Of the sealed list. */
  readonly address: Hex
  open(list: Uint8Array): FileList | undefined
}

/** `E_FILE_OTHER`: what lies there is whole, and is another file than the one asked for. */
export type FileFault = DiskError | { readonly code: 'E_FILE_MISSING' | 'E_FILE_DAMAGED' | 'E_FILE_OTHER' }

export interface FileStore {
  isHere(address: Hex): boolean
  /** Addresses of the whole files held. */
  held(): readonly Hex[]
  /** The sealed list of a held file, whosever it is; `undefined` when it is not what its address names. */
  list(address: Hex): Promise<Uint8Array | undefined>
  /** Bytes of the whole files held. */
  readonly heldBytes: number
  /** Durable when resolved. Nothing is left of it when it fails. */
  keep(file: SealedFile): Promise<Result<void, DiskError>>
  /** The clear bytes. A damaged file goes back to what is still to come, so that it can be fetched again. */
  read(ref: FileRef): Promise<Result<Uint8Array, FileFault>>
  /** The sealed list, or a piece of it, as held: for relays and plan files. Only if it is what its address names. */
  sealed(ref: FileRef, part: 'list' | number): Promise<Result<Uint8Array, FileFault>>
  /** Goes on with a file that is not here, from where it stood. */
  intake(ref: FileRef): Promise<Result<Intake, DiskError>>
}

/** A file on its way in. Its parts are taken in order, the list first; what is not the part that comes next is not taken. */
export interface Intake {
  /** Addresses of what comes next, in order; empty when it is whole and durable. */
  next(most: number): readonly Hex[]
  /** 0 to 1. */
  readonly share: number
  /** `wrong`: not what comes next. `whole`: all of it is here, and durable. */
  take(sealed: Uint8Array): Promise<Result<'taken' | 'whole' | 'wrong', DiskError>>
}

const PART = '.part'
const LENGTH_BYTES = 4
const MAX_LIST_BYTES = MAX_SEALED_PIECE_BYTES
const WRITE_BYTES = 1024 * 1024
const WHOLE_NAME = /^[0-9a-f]{64}$/

export async function openFileStore(disk: Disk): Promise<Result<FileStore, DiskError>> {
  const listed = await disk.list()
  if (!listed.ok) return listed
  const whole = listed.value.filter(({ name }) => WHOLE_NAME.test(name))
  return ok(makeStore(disk, new Map(whole.map(({ name, size }) => [name, size]))))
}

/** `held`: the whole files by address, with their sizes. */
function makeStore(disk: Disk, held: Map<Hex, number>): FileStore {
  const readSealedList = async (name: string): Promise<Result<Uint8Array, FileFault>> => {
    const head = await disk.read(name, 0, LENGTH_BYTES + MAX_LIST_BYTES)
    if (!head.ok) return head.error.code === 'E_DISK_MISSING' ? err({ code: 'E_FILE_MISSING' }) : head
    const bytes = head.value
    if (bytes.length < LENGTH_BYTES) return DAMAGED
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
    if (length > MAX_LIST_BYTES || bytes.length < LENGTH_BYTES + length) return DAMAGED
    return ok(bytes.slice(LENGTH_BYTES, LENGTH_BYTES + length))
  }

  const readList = async (ref: FileRef, name: string): Promise<Result<Found, FileFault>> => {
    const sealed = await readSealedList(name)
    if (!sealed.ok) return sealed
    if (addressOf(sealed.value) !== ref.address) return DAMAGED
    const list = ref.open(sealed.value)
    return list === undefined ? OTHER : ok({ sealed: sealed.value, list })
  }

  const readPiece = async (
    name: string,
    { sealed, list }: Found,
    number: number,
  ): Promise<Result<Uint8Array, FileFault>> => {
    const read = await disk.read(name, placeOf(sealed, number), pieceSize(list, number))
    if (!read.ok) return read
    return addressOf(read.value) === list.pieces[number] ? read : DAMAGED
  }

  /** A file is handed out piece by piece: its list is read once. */
  let handedOut: { readonly address: Hex; readonly found: Found } | null = null

  /** What was whole is not: it is to come again, and what is good of it stays. */
  const demote = async (address: Hex): Promise<void> => {
    held.delete(address)
    handedOut = null
    await disk.rename(address, address + PART)
    await disk.syncFolder()
  }

  const checked = async <T>(ref: FileRef, read: Promise<Result<T, FileFault>>): Promise<Result<T, FileFault>> => {
    const result = await read
    if (!result.ok && result.error.code === 'E_FILE_DAMAGED') await demote(ref.address)
    if (!result.ok && result.error.code === 'E_FILE_MISSING') held.delete(ref.address)
    return result
  }

  const readClear = async (ref: FileRef): Promise<Result<Uint8Array, FileFault>> => {
    const found = await readList(ref, ref.address)
    if (!found.ok) return found
    const { list } = found.value
    const parts: Uint8Array[] = []
    for (let number = 0; number < list.pieces.length; number++) {
      const piece = await readPiece(ref.address, found.value, number)
      if (!piece.ok) return piece
      const clear = openPiece(list, number, piece.value)
      if (clear === undefined) return DAMAGED
      parts.push(clear)
    }
    const clear = concat(...parts)
    return fileHash(clear) === ref.hash ? ok(clear) : DAMAGED
  }

  /** What was written under the other name becomes the file. */
  const finish = async (address: Hex, bytes: number): Promise<Result<void, DiskError>> => {
    const synced = await disk.sync(address + PART)
    if (!synced.ok) return synced
    const renamed = await disk.rename(address + PART, address)
    if (!renamed.ok) return renamed
    const named = await disk.syncFolder()
    if (named.ok) held.set(address, bytes)
    return named
  }

  /** Pieces of a file on its way that are here and good, from the first on. */
  const countGood = async (name: string, found: Found): Promise<number> => {
    let count = 0
    while (count < found.list.pieces.length && (await readPiece(name, found, count)).ok) count += 1
    return count
  }

  return {
    isHere: (address) => held.has(address),
    held: () => [...held.keys()],
    async list(address) {
      const sealed = await readSealedList(address)
      return sealed.ok && addressOf(sealed.value) === address ? sealed.value : undefined
    },
    get heldBytes() {
      return [...held.values()].reduce((sum, size) => sum + size, 0)
    },
    async keep({ address, list, pieces }) {
      if (held.has(address)) return ok(undefined)
      const name = address + PART
      const bytes = concat(u32(list.length), list, ...pieces)
      const cleared = await disk.remove(name)
      if (!cleared.ok) return cleared
      for (let at = 0; at < bytes.length; at += WRITE_BYTES) {
        const written = await disk.write(name, at, bytes.subarray(at, at + WRITE_BYTES))
        if (!written.ok) return dropPart(disk, name, written.error)
      }
      const finished = await finish(address, bytes.length)
      return finished.ok ? finished : dropPart(disk, name, finished.error)
    },
    async read(ref) {
      return held.has(ref.address) ? checked(ref, readClear(ref)) : err({ code: 'E_FILE_MISSING' })
    },
    async sealed(ref, part) {
      if (!held.has(ref.address)) return err({ code: 'E_FILE_MISSING' })
      const known = handedOut?.address === ref.address ? handedOut.found : null
      const found = known === null ? await checked(ref, readList(ref, ref.address)) : ok(known)
      if (!found.ok) return found
      handedOut = { address: ref.address, found: found.value }
      return part === 'list' ? ok(found.value.sealed) : checked(ref, readPiece(ref.address, found.value, part))
    },
    async intake(ref) {
      const name = ref.address + PART
      const begun = await readList(ref, name)
      if (!begun.ok && begun.error.code === 'E_DISK') return err(begun.error)
      const found = begun.ok ? begun.value : null
      const good = found === null ? 0 : await countGood(name, found)
      if (found !== null && good === found.list.pieces.length) {
        // A crash came between the last piece and the name.
        const finished = await finish(ref.address, sealedSize(found.list.size) + LENGTH_BYTES)
        if (!finished.ok) return finished
      }
      return ok(openIntake({ disk, ref, name, finish, found, good }))
    },
  }
}

interface Found {
  readonly sealed: Uint8Array
  readonly list: FileList
}

interface IntakeParts {
  readonly disk: Disk
  readonly ref: FileRef
  readonly name: string
  readonly finish: (address: Hex, bytes: number) => Promise<Result<void, DiskError>>
  readonly found: Found | null
  readonly good: number
}

function openIntake({ disk, ref, name, finish, found: begun, good }: IntakeParts): Intake {
  let found = begun
  let count = good

  const takeList = async (sealed: Uint8Array): Promise<Result<'taken' | 'wrong', DiskError>> => {
    const list = addressOf(sealed) === ref.address ? ref.open(sealed) : undefined
    if (list === undefined) return ok('wrong')
    const cleared = await disk.remove(name)
    if (!cleared.ok) return cleared
    const written = await disk.write(name, 0, concat(u32(sealed.length), sealed))
    if (!written.ok) return dropPart(disk, name, written.error)
    found = { sealed, list }
    return ok('taken')
  }

  return {
    next: (most) => (found === null ? [ref.address] : found.list.pieces.slice(count, count + most)),
    get share() {
      return found === null ? 0 : count / found.list.pieces.length
    },
    async take(sealed) {
      if (found === null) return takeList(sealed)
      const { list } = found
      if (count === list.pieces.length || addressOf(sealed) !== list.pieces[count]) return ok('wrong')
      const written = await disk.write(name, placeOf(found.sealed, count), sealed)
      if (!written.ok) return written
      count += 1
      if (count < list.pieces.length) return ok('taken')
      const finished = await finish(ref.address, sealedSize(list.size) + LENGTH_BYTES)
      return finished.ok ? ok('whole') : finished
    },
  }
}

const placeOf = (list: Uint8Array, number: number): number =>
  LENGTH_BYTES + list.length + number * MAX_SEALED_PIECE_BYTES

const DAMAGED = err({ code: 'E_FILE_DAMAGED' } as const)
const OTHER = err({ code: 'E_FILE_OTHER' } as const)

/** A full disk gets its room back. */
async function dropPart(disk: Disk, name: string, error: DiskError): Promise<Result<never, DiskError>> {
  await disk.remove(name)
  return err(error)
}
