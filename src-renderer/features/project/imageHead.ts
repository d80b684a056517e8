/** Kinds of picture that are shown small. Told by their bytes, never by a name: an SVG is none of them (UI97). */
export type ImageHead = {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  readonly width: number
  readonly height: number
}

/** What a picture says of itself in its first bytes; `null` for anything else, and where it does not say. */
export function imageHead(bytes: Uint8Array): ImageHead | null {
  if (bytes.length < 30) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) {
    return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
  }
  if (startsWith(bytes, letters('GIF8'))) {
    return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
  }
  if (startsWith(bytes, letters('RIFF')) && startsWith(bytes.subarray(8), letters('WEBP'))) return webpHead(bytes, view)
  return startsWith(bytes, [0xff, 0xd8, 0xff]) ? jpegHead(view) : null
}

const letters = (word: string): readonly number[] => [...word].map((letter) => letter.charCodeAt(0))
const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte)

function webpHead(bytes: Uint8Array, view: DataView): ImageHead | null {
  const kind = String.fromCharCode(...bytes.subarray(12, 16))
  if (kind === 'VP8 ') {
    return { type: 'image/webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { type: 'image/webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (kind !== 'VP8X') return null
  const at = (offset: number): number => view.getUint16(offset, true) + (view.getUint8(offset + 2) << 16) + 1
  return { type: 'image/webp', width: at(24), height: at(27) }
}

/** Goes from segment to segment until one says the size of the picture. */
function jpegHead(view: DataView): ImageHead | null {
  let at = 2
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** A picture of more points takes more memory than a thumbnail is worth. */
const MOST_POINTS = 50_000_000

export const isShowable = ({ width, height }: ImageHead): boolean =>
  width > 0 && height > 0 && width * height <= MOST_POINTS
