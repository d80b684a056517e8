import { expect, test } from 'vitest'
import { CameraDoor } from '#main/cameraDoor.ts'

const OURS = { isMainFrame: true, requestingUrl: 'app://aplec/index.html' }

test('[SH42] the door to the camera: open only while asked for, to our main frame, for pictures without sound', () => {
  const door = new CameraDoor()
  const asked = { ...OURS, mediaTypes: ['video'] }
  expect(door.grants('media', asked)).toBe(false)
  door.set(true)
  expect(door.grants('media', asked)).toBe(true)
  expect(door.grants('media', { ...OURS, mediaType: 'video' })).toBe(true)
  for (const other of [
    { ...OURS, mediaTypes: ['audio'] },
    { ...OURS, mediaTypes: ['video', 'audio'] },
    { ...OURS, mediaTypes: [] },
    { ...OURS, mediaType: 'audio' },
    { ...OURS, mediaType: 'unknown' },
    OURS,
    { ...asked, isMainFrame: false },
    { ...asked, requestingUrl: 'https://example.org/' },
    { ...asked, requestingUrl: 'app://aplec.example/' },
    { isMainFrame: true, mediaTypes: ['video'] },
  ]) {
    expect(door.grants('media', other)).toBe(false)
  }
  for (const other of ['display-capture', 'geolocation', 'notifications', 'fullscreen'])
    expect(door.grants(other, asked)).toBe(false)
  door.set(false)
  expect(door.grants('media', asked)).toBe(false)
})
