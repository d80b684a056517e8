import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeQR } from 'qr'
import { makeFolder } from './launchAplec.ts'

const WIDTH = 640
const HEIGHT = 480

/** The words of a command line by which Chromium has a camera that shows this text as a QR, held still. */
export function cameraThatShows(text: string): readonly string[] {
  const file = join(makeFolder(), 'camera.y4m')
  writeFileSync(file, y4mOf(text))
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`]
}

/** YUV4MPEG2: a line for the film, then for each picture a line, its brightness, and its two colours at half the size. */
function y4mOf(text: string): Buffer {
  const rows = encodeQR(text, 'raw', { border: 4 })
  const scale = Math.floor(HEIGHT / rows.length)
  const [left, top] = [WIDTH - rows.length * scale, HEIGHT - rows.length * scale].map((rest) => Math.floor(rest / 2))
  const light = Buffer.alloc(WIDTH * HEIGHT, 200)
  rows.forEach((row, y) => {
    row.forEach((isDark, x) => {
      for (let line = 0; line < scale; line++) {
        const at = (top! + y * scale + line) * WIDTH + left! + x * scale
        light.fill(isDark ? 30 : 220, at, at + scale)
      }
    })
  })
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const picture = Buffer.concat([Buffer.from('FRAME\n'), light, grey])
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420\n`)
  return Buffer.concat([head, ...Array.from({ length: 10 }, () => picture)])
}
