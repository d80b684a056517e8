/** The Electron and the display that benchmarks of the app run on. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export const projectRoot = resolve(import.meta.dirname, '../..')
const PATIENCE_MS = 60_000

export interface Stage {
  readonly electron: string
  /** Name of the X display. */
  readonly display: string
  readonly close: () => void
}

/** The built app, an Electron and a display; `null`, and one sentence, where one of them is missing. */
export async function openStage(what: string): Promise<Stage | null> {
  const electron = await findElectron()
  const display = electron === null ? null : await openDisplay()
  if (electron === null || display === null) {
    console.log(`\n${what}: not run here (it takes an Electron, and a display or Xvfb)`)
    return null
  }
  ensureBuilt()
  return { electron, display: display.name, close: display.close }
}

/** Of a process that an Electron is started in. */
export function electronEnvironment(display: string, dataFolder: string): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _node, NODE_OPTIONS: _options, ...environment } = process.env
  return { ...(environment as Record<string, string>), DISPLAY: display, APLEC_DATA_DIR: dataFolder }
}

export const SANDBOX: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Only what is there already: a benchmark downloads nothing. */
async function findElectron(): Promise<string | null> {
  const cache = process.env['APLEC_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'aplec')
  const cached = (await readdir(cache).catch(() => [])).map((name) => join(cache, name, 'electron'))
  const official = join(projectRoot, 'node_modules/electron/dist/electron')
  return [process.env['APLEC_ELECTRON'] ?? '', official, ...cached].find((path) => existsSync(path)) ?? null
}

/** Built when a source has changed since. */
export function ensureBuilt(): void {
  execFileSync(process.execPath, [join(projectRoot, 'scripts/build.mjs')], { stdio: 'inherit' })
}

interface Display {
  readonly name: string
  readonly close: () => void
}

async function openDisplay(): Promise<Display | null> {
  const own = process.env['DISPLAY']
  if (own !== undefined && own !== '') return { name: own, close: () => undefined }
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const number = await firstLine(server, /^\d+$/)
  return number === null ? null : { name: `:${number}`, close: () => void server.kill() }
}

/** The first line of a kind; `null` when the process ends, cannot start, or takes too long. */
export async function firstLine(child: ChildProcess, kind: RegExp): Promise<string | null> {
  const limit = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  try {
    child.once('error', () => child.stdout?.destroy())
    for await (const line of createInterface({ input: child.stdout! })) if (kind.test(line)) return line
    return null
  } finally {
    clearTimeout(limit)
  }
}

/** With all processes it has started. */
export function endWhole(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.pid === undefined) return done()
    child.once('exit', () => done())
    process.kill(-child.pid, 'SIGKILL')
  })
}
