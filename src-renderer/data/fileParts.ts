/** Attached files over the port: part by part, so that neither end stands still for a large one. */
import { notice } from '#shared/base/codes.ts'
import { err, ok } from '#shared/base/result.ts'
import type { AddedFile, Answer } from '#shared/core/contract.ts'
import { FILE_PART_BYTES } from '#shared/ipc/coreChannels.ts'
import type { CoreLine } from './ipcCore.ts'

let uploads = 0
let last: Promise<unknown> = Promise.resolve()

/** One file after the other, whoever hands them over: the core holds what has come of a file in memory. */
export function addInParts(...file: Parameters<typeof addOne>): Answer<AddedFile> {
  const added = last.then(() => addOne(...file))
  last = added.catch(() => undefined)
  return added
}

async function addOne(
  call: CoreLine['call'],
  planId: string,
  file: Blob,
  onShare: (share: number) => void,
): Answer<AddedFile> {
  const upload = ++uploads
  for (let from = 0; ; from += FILE_PART_BYTES) {
    const isLast = from + FILE_PART_BYTES >= file.size
    const bytes = await readPart(file.slice(from, from + FILE_PART_BYTES))
    if (bytes === null) return err(notice('E_FILE'))
    const answer = await call('files.add', { planId, upload, from, bytes, isLast })
    if (!answer.ok) return answer
    if (answer.value !== null) return ok(answer.value)
    if (isLast) return err(notice('E_FILE'))
    onShare(Math.min(1, (from + FILE_PART_BYTES) / file.size))
  }
}

/** `null`: the file is gone, or may not be read. */
async function readPart(part: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await part.arrayBuffer())
  } catch {
    return null
  }
}

export async function readInParts(
  call: CoreLine['call'],
  planId: string,
  hash: string,
): Answer<Uint8Array<ArrayBuffer>> {
  let clear = new Uint8Array()
  let from = 0
  do {
    const part = await call('files.read', { planId, hash, from })
    if (!part.ok) return part
    const { bytes, size } = part.value
    if (from === 0) clear = new Uint8Array(size)
    clear.set(bytes, from)
    from += FILE_PART_BYTES
  } while (from < clear.length)
  return ok(clear)
}
