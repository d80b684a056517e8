import decodeQR, { type Image } from 'qr/decode.js'

/** Photographs of a screen are large; a QR is found in them as well when they are not. */
const MOST_PIXELS_ACROSS = 1600
/** A still picture may be looked at longer than the frame of a camera. */
const PATIENCE = { timeLimit: 2000, effort: 8 } as const
const HASTE = { timeLimit: 40, effort: 2 } as const

/** The text of the QR in a picture; `null` when none is found, or it is no picture. */
export async function readQrPicture(file: Blob): Promise<string | null> {
  const pixels = await pixelsOf(file)
  return pixels === null ? null : textInPixels(pixels)
}

export const textInPixels = (pixels: Image): string | null => decode(pixels, PATIENCE)

/** In one picture of many that follow: what is not read at once is read in the next. */
export const textInFrame = (pixels: Image): string | null => decode(pixels, HASTE)

function decode(pixels: Image, how: typeof PATIENCE | typeof HASTE): string | null {
  try {
    return decodeQR(pixels, how)
  } catch {
    return null
  }
}

async function pixelsOf(file: Blob): Promise<Image | null> {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, MOST_PIXELS_ACROSS / Math.max(picture.width, picture.height))
    const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)]
    const canvas = new OffscreenCanvas(width, height)
    const pen = canvas.getContext('2d')
    if (pen === null) return null
    // Transparent pictures are dark on nothing: the paper is white.
    pen.fillStyle = '#ffffff'
    pen.fillRect(0, 0, width, height)
    pen.drawImage(picture, 0, 0, width, height)
    picture.close()
    return pen.getImageData(0, 0, width, height)
  } catch {
    return null
  }
}
