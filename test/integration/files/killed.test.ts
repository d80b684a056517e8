import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { AddedFile } from '#shared/core/contract.ts'
import { nameFile } from '#test/helpers/attachedFiles.ts'
import { add, codeOf, founded, memberIn, mustBe, tempFolder } from '#test/helpers/memberFolder.ts'
import { fillDisk, mountSmallDisk } from '#test/helpers/smallDisk.ts'

const SCRIPT = fileURLToPath(new URL('../../helpers/addingMember.ts', import.meta.url))

async function addAndKill(folder: string, planId: string, afterMs: number): Promise<readonly AddedFile[]> {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify({ folder, planId })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('KEPT')) resolve()
    }),
  )
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  child.kill('SIGKILL')
  await once(child, 'close')
  return text.split('\n').flatMap((line) => (line.startsWith('KEPT {') ? [JSON.parse(line.slice(5))] : []))
}

test('[AT5] kill -9 in the middle of keeping files: what was said to be kept is whole, and nothing half has a name', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const { planId } = await founded(device)
  await device.close()
  const kept: AddedFile[] = []
  for (const afterMs of [0, 17, 60, 150]) kept.push(...(await addAndKill(folder, planId, afterMs)))
  expect(kept.length).toBeGreaterThanOrEqual(4)
  const session = mustBe(await (await memberIn(folder)).open(planId))
  const project = await add(session, 'Project', { title: 'Hort' })
  for (const file of kept) {
    await nameFile(session, project, file, 'foto.jpg')
    expect((await session.fileState(file.hash)).at).toBe('here')
    expect(mustBe(await session.readFile(file.hash)).length).toBe(file.size)
  }
  const names = await readdir(join(folder, 'plans', planId, 'files'))
  // A kill may come between the name and the answer: one more whole file each time, and one that is not whole.
  expect(names.filter((name) => !name.endsWith('.part')).length - kept.length).toBeLessThanOrEqual(4)
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{64}([.]part)?$/)
})

const disk = mountSmallDisk('24m')

test.skipIf(disk === undefined)(
  '[AT6] a real full disk refuses a file in a sentence, keeps the plan, and takes it later',
  async () => {
    const session = await founded(await memberIn(join(disk!, 'device')))
    const project = await add(session, 'Project', { title: 'Hort' })
    const first = mustBe(await session.addFile(new Uint8Array(5_000_000).fill(1)))
    await nameFile(session, project, first, 'u.bin')
    expect(codeOf(await session.addFile(new Uint8Array(22_000_000).fill(2)))).toBe('E_DISK_FULL')
    fillDisk(join(disk!, 'filler'))
    expect(codeOf(await session.addFile(new Uint8Array(1_000_000).fill(3)))).toBe('E_DISK_FULL')
    expect(mustBe(await session.readFile(first.hash)).length).toBe(5_000_000)
    await rm(join(disk!, 'filler'))
    mustBe(await session.addFile(new Uint8Array(1_000_000).fill(3)))
  },
)
