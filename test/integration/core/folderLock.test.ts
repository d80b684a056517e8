import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from '#node/core/folderLock.ts'

const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-lock-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('[CR22] of several that want a folder at once one gets it, and the next after it lets go', () =>
  inFolder(async (folder) => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => lockFolder(folder)))
    const held = answers.flatMap((answer) => (answer.ok ? [answer.value] : []))
    expect(held.length).toBe(1)
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'E_FOLDER_LOCKED').length).toBe(3)
    await held[0]?.release()
    const next = await lockFolder(folder)
    expect(next.ok).toBe(true)
    if (next.ok) await next.value.release()
    expect(await readdir(folder)).toEqual([])
  }))

test('[CR22] a lock whose process was killed is taken over', () =>
  inFolder(async (folder) => {
    const script = `import { lockFolder } from '#node/core/folderLock.ts'
      console.log((await lockFolder(${JSON.stringify(folder)})).ok); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    expect(String((await once(child.stdout, 'data'))[0]).trim()).toBe('true')
    const refused = await lockFolder(folder)
    expect(refused.ok ? null : refused.error).toEqual({ code: 'E_FOLDER_LOCKED', params: { pid: child.pid } })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await lockFolder(folder)).ok).toBe(true)
  }))
