import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { founded, memberIn, mustBe, planOf, tempFolder } from '#test/helpers/memberFolder.ts'

const SCRIPT = fileURLToPath(new URL('../../helpers/typingMember.ts', import.meta.url))

/** Lets it type, and kills it `afterMs` after the first edit it called saved; answers the ids it had said. */
async function typeAndKill(folder: string, planId: string, afterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify({ folder, planId })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  const first = new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('SAVED')) resolve()
    }),
  )
  await first
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  child.kill('SIGKILL')
  await once(child, 'close')
  return text.split('\n').flatMap((line) => (line.startsWith('SAVED ') ? [line.slice(6)] : []))
}

test('[CR1] kill -9 in the middle of typing loses nothing that had been called saved', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const { planId } = await founded(device)
  await device.close()
  const saved: string[] = []
  for (const afterMs of [0, 130, 420, 900]) saved.push(...(await typeAndKill(folder, planId, afterMs)))
  expect(saved.length).toBeGreaterThan(10)
  const again = await memberIn(folder)
  const session = mustBe(await again.open(planId))
  const held = Object.keys((await planOf(session))['projects'] ?? {})
  expect(saved.filter((id) => !held.includes(id))).toEqual([])
  mustBe(await session.flush())
  expect(session.status()).toMatchObject({ drafts: 0, entries: { parked: 0, quarantined: 0 } })
})
