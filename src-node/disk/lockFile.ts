/**
 * One writer per folder: a file that names its holder. The holder touches it every few seconds; a lock whose process is
 * gone (by process id and start time on this machine, by an old touch on another) is taken over.
 */
import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename } from 'node:path'
import * as v from 'valibot'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { DiskError, DiskLock } from '#shared/journal/disk.ts'
import { isRunning } from '../system/isRunning.ts'

const TOUCH_EVERY_MS = 10_000
/** Of a holder on another machine (a shared drive, a new container on the same volume). */
const STALE_AFTER_MS = 60_000
/** A lock file without readable content: its maker died between creating and filling it, or the disk is full. */
const UNFINISHED_AFTER_MS = 3 * TOUCH_EVERY_MS
const ATTEMPTS = 5

const holderSchema = v.object({ pid: v.number(), started: v.string(), host: v.string(), token: v.string() })
type Holder = v.InferOutput<typeof holderSchema>

/** Locks of this process: two holders in one process are two writers too. */
const ownTokens = new Set<string>()

export async function takeLock(path: string): Promise<Result<DiskLock, DiskError>> {
  const own: Holder = { pid: process.pid, started: await startOf(process.pid), host: hostname(), token: randomUUID() }
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await create(path, own)) return ok(hold(path, own))
      const held = await read(path)
      if (held !== undefined && !(await isStale(path, held))) return err(locked(path, held.holder))
      if (held !== undefined) await removeStale(path, held.text)
    }
    return err(locked(path, undefined))
  } catch (cause) {
    const system = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    return err({ code: system === 'ENOSPC' ? 'E_DISK_FULL' : 'E_DISK', file: basename(path), cause: system })
  }
}

const locked = (path: string, holder: Holder | undefined): DiskError => ({
  code: 'E_FOLDER_LOCKED',
  file: basename(path),
  cause: holder === undefined ? 'locked' : `held by process ${holder.pid} on ${holder.host}`,
  ...(holder === undefined ? {} : { pid: holder.pid }),
})

async function create(path: string, own: Holder): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600)
    try {
      await handle.writeFile(JSON.stringify(own))
    } catch (cause) {
      // On a full disk plans can still be read; an empty lock is held by being touched.
      if (!isFull(cause)) throw cause
    } finally {
      await handle.close()
    }
    ownTokens.add(own.token)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw cause
  }
}

function hold(path: string, own: Holder): DiskLock {
  const touch = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined)
  }, TOUCH_EVERY_MS)
  touch.unref()
  return {
    async release() {
      clearInterval(touch)
      if (!ownTokens.delete(own.token)) return
      // Ours only: another process may rightly have taken over after a long sleep of this machine.
      const held = await read(path)
      if (held?.text === '' || held?.holder?.token === own.token) await rm(path, { force: true })
    },
  }
}

const isFull = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')

interface Held {
  readonly text: string
  readonly holder: Holder | undefined
}

async function read(path: string): Promise<Held | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  return { text, holder: parseHolder(text) }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const parsed = v.safeParse(holderSchema, JSON.parse(text))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

async function isStale(path: string, { holder }: Held): Promise<boolean> {
  const touched = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0
  const age = Date.now() - touched
  if (holder === undefined) return age > UNFINISHED_AFTER_MS
  if (holder.host !== hostname()) return age > STALE_AFTER_MS
  if (holder.pid === process.pid && holder.started === (await startOf(process.pid))) return !ownTokens.has(holder.token)
  return !isRunning(holder.pid) || (await startOf(holder.pid)) !== holder.started
}

/** When a process was started, as the system counts; tells a process from a later one with the same number. */
async function startOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name in brackets may hold anything; after it come the state and, as the 20th field, the start time.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  // A killed process whose parent has not looked yet still has its number, but writes no more.
  if (fields[0] === 'Z' || fields[0] === 'X') return 'ended'
  return fields[19] ?? ''
}

/** Moves the stale file away; when it was another by then, puts that one back. */
async function removeStale(path: string, text: string): Promise<void> {
  const away = `${path}.${randomUUID()}`
  await rename(path, away).catch(() => undefined)
  const moved = await readFile(away, 'utf8').catch(() => undefined)
  if (moved !== undefined && moved !== text) await rename(away, path)
  else await rm(away, { force: true })
}
