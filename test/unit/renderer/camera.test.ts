// @vitest-environment happy-dom
// The camera of the dialog for scanning: what it says when there is no picture, and that it is off when it is not wanted.
import { expect, test } from 'vitest'
import { err, ok } from '#shared/base/result.ts'
import { type CameraTrouble, openCamera } from '#renderer/features/plans/scan/camera.ts'
import { isInvitation } from '#renderer/features/plans/scan/isInvitation.ts'

const door: boolean[] = []
const shell = { useCamera: async ({ isWanted }: { readonly isWanted: boolean }) => (door.push(isWanted), ok(true)) }
const onGone = (): void => undefined

function streamOf(): { readonly stream: MediaStream; readonly track: EventTarget & { isLive: boolean } } {
  const track = Object.assign(new EventTarget(), { isLive: true, stop: () => void (track.isLive = false) })
  return { stream: { getTracks: () => [track] } as unknown as MediaStream, track }
}
const refusing = (name: string) => ({ getUserMedia: () => Promise.reject(new DOMException('', name)) })

test('[UI153] no camera, no permission and a camera that another program has are told apart', async () => {
  const { signal } = new AbortController()
  const troubleOf = async (media: Parameters<typeof openCamera>[0]['media']): Promise<CameraTrouble | 'on'> => {
    const opened = await openCamera({ media, shell, signal, onGone })
    return opened?.ok === false ? opened.error : 'on'
  }
  expect(await troubleOf(refusing('NotFoundError'))).toBe('none')
  expect(await troubleOf(undefined)).toBe('none')
  expect(await troubleOf(refusing('NotAllowedError'))).toBe('refused')
  expect(await troubleOf(refusing('NotReadableError'))).toBe('taken')
  const refusingShell = { useCamera: async () => ok(false) }
  const media = { getUserMedia: () => Promise.reject(new Error('not to be asked')) }
  expect(await openCamera({ media, shell: refusingShell, signal, onGone })).toEqual(err('refused'))
})

test('[UI152] a camera that comes on after it was wanted is turned off at once, and the door of main is shut', async () => {
  door.length = 0
  const ending = new AbortController()
  const { stream, track } = streamOf()
  let give: (stream: MediaStream) => void = () => undefined
  const media = { getUserMedia: () => new Promise<MediaStream>((resolve) => (give = resolve)) }
  const opening = openCamera({ media, shell, signal: ending.signal, onGone })
  await expect.poll(() => door).toEqual([true])
  ending.abort()
  expect(door).toEqual([true, false])
  give(stream)
  expect(await opening).toBeNull()
  expect(track.isLive).toBe(false)
})

test('[UI152] the end of the dialog turns the camera off; one that goes off by itself is said to be gone', async () => {
  const ending = new AbortController()
  const { stream, track } = streamOf()
  let isGone = false
  const media = { getUserMedia: async () => stream }
  const opened = await openCamera({ media, shell, signal: ending.signal, onGone: () => (isGone = true) })
  expect(opened?.ok).toBe(true)
  track.dispatchEvent(new Event('ended'))
  expect(isGone).toBe(true)
  ending.abort()
  expect(track.isLive).toBe(false)
})

test('[UI152] of what a QR says only an invitation ends the scanning', () => {
  expect(isInvitation(`aplec://join#${'Aa9_-'.repeat(20)}\n`)).toBe(true)
  for (const other of ['https://example.org', 'aplec://join#short', `x aplec://join#${'a'.repeat(60)}`, '']) {
    expect(isInvitation(other)).toBe(false)
  }
})
