import { textInFrame } from '../../../parts/qrPicture.ts'

/** Large enough for a QR that fills a fifth of the picture, small enough for an old laptop. */
const MOST_PIXELS_ACROSS = 960
/** The window keeps most of the time for itself. */
const PAUSE_IN_MS = 120

/** Looks at the picture of a running video again and again, until `onText` says that it was what is looked for, or it is ended. */
export function watchForQr(video: HTMLVideoElement, onText: (text: string) => boolean): () => void {
  const canvas = new OffscreenCanvas(1, 1)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  let timer: ReturnType<typeof setTimeout> | null = null
  let isOver = false
  const look = (): void => {
    if (isOver) return
    const { videoWidth, videoHeight } = video
    if (pen !== null && videoWidth > 0) {
      const scale = Math.min(1, MOST_PIXELS_ACROSS / videoWidth)
      const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)]
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
      pen.drawImage(video, 0, 0, width, height)
      const text = textInFrame(pen.getImageData(0, 0, width, height))
      if (text !== null && onText(text)) return
    }
    timer = setTimeout(look, PAUSE_IN_MS)
  }
  look()
  return () => {
    isOver = true
    if (timer !== null) clearTimeout(timer)
  }
}
