/** Files on their way from a window to the core: the window's end, and the core's, over a device in memory. */
import { expect, onTestFinished, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import { fileHash } from '#shared/files/sealedFile.ts'
import { FILE_PART_BYTES } from '#shared/ipc/coreChannels.ts'
import { addInParts } from '#renderer/data/fileParts.ts'
import type { CoreLine } from '#renderer/data/ipcCore.ts'
import { FileParts } from '../../../src-main/core/fileParts.ts'
import { seededRandom } from '../../helpers/entries.ts'
import { memoryMember } from '../../helpers/memoryMember.ts'
import { mustBe } from '../../helpers/memberFolder.ts'

const random = seededRandom(9)
const MORE_THAN_TWO_PARTS = 2 * FILE_PART_BYTES + 100

async function openSession(): Promise<PlanSession> {
  const { device, pass } = memoryMember()
  // The device's own time goes on by itself, as it does for people.
  const pump = setInterval(() => void pass(1), 1)
  onTestFinished(() => clearInterval(pump))
  const created = await device.create({ title: 'Pla', language: 'ca', template: 'blank', name: 'Núria' })
  return mustBe(await device.open(mustBe(created).planId))
}

test('[AT25] seven files that are handed over at once are kept whole', async () => {
  const session = await openSession()
  const parts = new FileParts()
  const call = (async (_channel: 'files.add', input: Parameters<CoreLine['call']>[1]) => {
    const { upload, from, bytes, isLast } = input as {
      upload: number
      from: number
      bytes: Uint8Array
      isLast: boolean
    }
    return parts.add(session, upload, from, bytes, isLast)
  }) as CoreLine['call']
  const files = Array.from({ length: 7 }, () => random.bytes(MORE_THAN_TWO_PARTS))
  const added = await Promise.all(
    files.map((bytes) => addInParts(call, session.planId, new Blob([new Uint8Array(bytes)]), () => undefined)),
  )
  expect(added.map((one) => one.ok && one.value.hash)).toEqual(files.map(fileHash))
})

test('[AT25] of more uploads than a window makes, one whose beginning was forgotten is refused, not kept without it', async () => {
  const session = await openSession()
  const parts = new FileParts()
  const bytes = random.bytes(300)
  for (let upload = 1; upload <= 5; upload++) {
    expect(mustBe(await parts.add(session, upload, 0, bytes.subarray(0, 100), false))).toBeNull()
  }
  expect(await parts.add(session, 1, 100, bytes.subarray(100), true)).toMatchObject({ error: { code: 'E_FILE' } })
  expect(await parts.add(session, 2, 200, bytes.subarray(200), true)).toMatchObject({ error: { code: 'E_FILE' } })
  const whole = mustBe(await parts.add(session, 3, 100, bytes.subarray(100), true))
  expect(whole?.hash).toBe(fileHash(bytes))
})
