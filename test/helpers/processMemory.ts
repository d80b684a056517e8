/** What stands in the memory of another process: Linux, and where the system lets us look (root, or a parent). */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

export interface Needle {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A secret as itself, as hex and as base64, each a needle. */
export function formsOf(name: string, secret: Uint8Array): readonly Needle[] {
  const bytes = Buffer.from(secret)
  const base64 = bytes.toString('base64').replace(/=+$/, '')
  // The last letter depends on what follows it.
  const texts = [
    bytes.toString('hex'),
    base64.slice(0, -1),
    base64.slice(0, -1).replaceAll('+', '-').replaceAll('/', '_'),
  ]
  const forms = [bytes, ...texts.map((text) => Buffer.from(text))]
  return [...new Map(forms.map((form) => [form.toString('latin1'), { name, bytes: new Uint8Array(form) }])).values()]
}

const WINDOW = 32 * 1024 * 1024

/** Names of the needles that are there; `null` where memory may not be read. */
export function namesInMemory(pid: number, needles: readonly Needle[]): readonly string[] | null {
  const found = new Set<string>()
  let read = 0
  try {
    const memory = openSync(`/proc/${pid}/mem`, 'r')
    try {
      for (const [start, end] of regionsOf(pid)) read += searchRegion(memory, start, end, needles, found)
    } finally {
      closeSync(memory)
    }
  } catch {
    return null
  }
  return read === 0 ? null : [...found].sort()
}

/** Names of the needles that are in these bytes. */
export const namesIn = (bytes: Uint8Array, needles: readonly Needle[]): readonly string[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return [
    ...new Set(needles.filter((needle) => buffer.includes(Buffer.from(needle.bytes))).map(({ name }) => name)),
  ].sort()
}

/** Everything a process can write in: heap, stacks, buffers. */
function regionsOf(pid: number): readonly (readonly [number, number])[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from, to, rights] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? []
      return from !== undefined && to !== undefined && rights?.startsWith('rw') ? [[parseInt(from, 16), parseInt(to, 16)]] : [] // prettier-ignore
    })
    .map(([from, to]) => [from as number, to as number] as const)
}

function searchRegion(
  file: number,
  start: number,
  end: number,
  needles: readonly Needle[],
  found: Set<string>,
): number {
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length))
  let read = 0
  for (let at = start; at < end; at += WINDOW) {
    const window = Buffer.alloc(Math.min(WINDOW + overlap, end - at))
    let length = 0
    try {
      length = readSync(file, window, 0, window.length, at)
    } catch {
      continue // a region that is promised and was never touched
    }
    read += length
    for (const name of namesIn(window.subarray(0, length), needles)) found.add(name)
  }
  return read
}
