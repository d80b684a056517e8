import { err, ok, type Result } from '#shared/base/result.ts'
import type { Shell } from '../../../data/core.ts'

/** Why there is no picture: no camera; not allowed; another program has it; it went off. */
export type CameraTrouble = 'none' | 'refused' | 'taken' | 'gone'

export interface Camera {
  readonly stream: MediaStream
  /** Off at once; it cannot be turned on again. */
  readonly stop: () => void
}

type CameraOptions = {
  readonly media: Pick<MediaDevices, 'getUserMedia'> | undefined
  readonly shell: Pick<Shell, 'useCamera'>
  /** The camera was unplugged, or taken away by the system. */
  readonly onGone: () => void
  /** Aborted, the camera is off, also when it only comes on afterwards, and main's door is shut. */
  readonly signal: AbortSignal
}

/** Turns the camera on; `null`: it was not wanted any more when it came. */
export async function openCamera(options: CameraOptions): Promise<Result<Camera, CameraTrouble> | null> {
  const { media, shell, onGone, signal } = options
  const shut = (): void => void shell.useCamera({ isWanted: false })
  signal.addEventListener('abort', shut, { once: true })
  const allowed = await shell.useCamera({ isWanted: true })
  if (signal.aborted) return null
  if (!allowed.ok || !allowed.value) return err('refused')
  if (media === undefined) return err('none')
  try {
    const stream = await media.getUserMedia({ audio: false, video: { width: { ideal: 1280 }, height: { ideal: 720 } } })
    const stop = (): void => {
      for (const track of stream.getTracks()) track.stop()
    }
    if (signal.aborted) return (stop(), null)
    signal.addEventListener('abort', stop, { once: true })
    for (const track of stream.getTracks()) track.addEventListener('ended', onGone)
    return ok({ stream, stop })
  } catch (cause) {
    return signal.aborted ? null : err(troubleOf(cause))
  }
}

function troubleOf(cause: unknown): CameraTrouble {
  switch (cause instanceof Error || cause instanceof DOMException ? cause.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused'
    case 'NotReadableError':
    case 'AbortError':
      return 'taken'
    default:
      return 'none'
  }
}
