import { concat, type Hex } from '#shared/base/bytes.ts'
import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { AddedFile, PlanSession } from '#shared/core/contract.ts'
import { MAX_FILE_BYTES } from '#shared/files/limits.ts'
import { FILE_PART_BYTES } from '#shared/ipc/coreChannels.ts'

/** Files that a window hands over at one time, which ours does one by one; of one that begins more, the oldest is forgotten. */
const MOST_UPLOADS = 4

/** Attached files cross the port in parts; here they are put together, and taken apart. */
export class FileParts {
  readonly #uploads = new Map<number, Uint8Array[]>()
  /** The file that is being read: opened once for all of its parts. */
  #reading: { readonly hash: Hex; readonly clear: Uint8Array } | null = null

  /** Answers with the file when the last part is here; a file beyond the limit, or a part out of its place, is refused before that. */
  async add(
    session: PlanSession,
    upload: number,
    from: number,
    bytes: Uint8Array,
    isLast: boolean,
  ): Promise<Result<AddedFile | null, Notice>> {
    const before = this.#uploads.get(upload) ?? []
    this.#uploads.delete(upload)
    const held = sizeOf(before)
    // What came before it has been forgotten: without its beginning it would be another file.
    if (held !== from) return err(notice('E_FILE'))
    if (held + bytes.length > MAX_FILE_BYTES) return err(notice('E_FILE_TOO_LARGE'))
    const parts = [...before, bytes]
    if (isLast) return session.addFile(concat(...parts))
    this.#uploads.set(upload, parts)
    const oldest = this.#uploads.size > MOST_UPLOADS ? this.#uploads.keys().next().value : undefined
    if (oldest !== undefined) this.#uploads.delete(oldest)
    return ok(null)
  }

  async read(
    session: PlanSession,
    hash: Hex,
    from: number,
  ): Promise<Result<{ bytes: Uint8Array<ArrayBuffer>; size: number }, Notice>> {
    const known = this.#reading?.hash === hash ? ok(this.#reading.clear) : await session.readFile(hash)
    if (!known.ok) return known
    const clear = known.value
    const end = from + FILE_PART_BYTES
    this.#reading = end < clear.length ? { hash, clear } : null
    return ok({ bytes: new Uint8Array(clear.subarray(from, end)), size: clear.length })
  }
}

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((size, part) => size + part.length, 0)
