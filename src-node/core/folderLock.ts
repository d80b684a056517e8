import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile, link } from 'node:fs/promises'
import { join } from 'node:path'
import { type Notice, notice } from '#shared/base/codes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'

const LOCK_NAME = 'in-use'

export interface FolderLock {
  release(): Promise<void>
}

/**
 * One process per data folder (CR22). The lock is a file with the owner's process id and start time; one whose owner is
 * gone (kill -9, power cut) is taken over.
 *
 * The file is written under another name and linked into place, so that it is never seen half written, and only one of
 * two processes that start together gets it.
 */
export async function lockFolder(folder: string): Promise<Result<FolderLock, Notice>> {
  const path = join(folder, LOCK_NAME)
  const own = `${process.pid} ${await startedAt(process.pid)} ${randomBytes(8).toString('hex')}\n`
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, own, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (await linked(draft, path)) return ok({ release: () => releaseOwn(path, own) })
      const found = await readFile(path, 'utf8').catch(() => null)
      if (found === null) continue // released in between
      const pid = Number(found.split(' ')[0])
      if (await isOwnerAlive(found)) return err(notice('E_FOLDER_LOCKED', { pid }))
      await setAside(path, found)
    }
    return err(notice('E_FOLDER_LOCKED'))
  } finally {
    await rm(draft, { force: true })
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

/** Takes a dead owner's lock away. Whoever renames it first wins; a lock that is not the dead one is put back. */
async function setAside(path: string, dead: string): Promise<void> {
  const aside = `${path}.old.${process.pid}.${randomBytes(4).toString('hex')}`
  await rename(path, aside).catch(() => undefined)
  const moved = await readFile(aside, 'utf8').catch(() => null)
  if (moved !== null && moved !== dead) await linked(aside, path)
  await rm(aside, { force: true })
}

async function releaseOwn(path: string, own: string): Promise<void> {
  const found = await readFile(path, 'utf8').catch(() => null)
  if (found === own) await rm(path, { force: true })
}

async function isOwnerAlive(lock: string): Promise<boolean> {
  const [pidText, started] = lock.split(' ')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
  const now = await startedAt(pid)
  return now === started || now === '0' || started === '0'
}

/** When a process started, where the system tells (Linux): a process id alone may be another program's by now. */
async function startedAt(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat === null) return '0'
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0' // the name in parentheses may hold spaces
}
