import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { type Row, ms, spreadOf } from './measure.ts'

const TIMES = 5
const MOST_TIMES_AS_LONG = 2
const PATIENCE_MS = 60_000
const projectRoot = resolve(import.meta.dirname, '../..')

/** Runs in the main process before the app itself: says when a window is on the screen and shows words. */
const OBSERVER = `
import { app } from 'electron'
app.on('browser-window-created', (_event, window) => {
  const look = async () => {
    const words = window.isVisible() ? await window.webContents.executeJavaScript('document.body?.innerText ?? ""') : ''
    if (words.trim() === '') setTimeout(look, 5)
    else console.log(' shown')
  }
  window.webContents.once('dom-ready', look)
})`

/** The peer: what any app on Electron costs. */
const EMPTY_APP = `
import { app, BrowserWindow } from 'electron'
app.setPath('userData', process.env.APLEC_DATA_DIR)
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 840, show: false })
  window.once('ready-to-show', () => window.show())
  window.loadURL('data:text/html,<p>Empty</p>')
})`

/** From the start of the process to words in a window, in turns with an empty Electron window. */
export async function shellRows(): Promise<readonly Row[]> {
  const electron = await findElectron()
  const display = electron === null ? null : await openDisplay()
  if (electron === null || display === null) {
    console.log('\nThe shell: not run here (it takes an Electron, and a display or Xvfb)')
    return []
  }
  ensureBuilt()
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  try {
    const built = join(projectRoot, 'out/main/index.js')
    const ours = await makeApp(folder, 'aplec', `import ${JSON.stringify(pathToFileURL(built).href)}`)
    const peer = await makeApp(folder, 'empty', EMPTY_APP)
    const start = (app: string): Promise<number> => timeOfStart(electron, app, display.name)
    // The first start of a profile makes what later ones find.
    for (const app of [ours, peer]) await start(app)
    const runs: { readonly ours: number; readonly peer: number }[] = []
    for (let i = 0; i < TIMES; i++) runs.push({ peer: await start(peer), ours: await start(ours) })
    const [own, empty] = (['ours', 'peer'] as const).map((of) => spreadOf(runs.map((run) => run[of])).p50)
    return [
      {
        what: 'cold start to words in a window',
        ours: ms(own!),
        peer: `empty Electron window ${ms(empty!)}`,
        ratio: own! / empty!,
        target: `≤ ${MOST_TIMES_AS_LONG}x`,
        met: own! / empty! <= MOST_TIMES_AS_LONG,
      },
    ]
  } finally {
    display.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** Only what is there already: a benchmark downloads nothing. */
async function findElectron(): Promise<string | null> {
  const cache = process.env['APLEC_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'aplec')
  const cached = (await readdir(cache).catch(() => [])).map((name) => join(cache, name, 'electron'))
  const official = join(projectRoot, 'node_modules/electron/dist/electron')
  return [process.env['APLEC_ELECTRON'] ?? '', official, ...cached].find((path) => existsSync(path)) ?? null
}

/** Built when a source has changed since. */
function ensureBuilt(): void {
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

async function makeApp(folder: string, name: string, code: string): Promise<string> {
  const app = join(folder, name)
  await mkdir(join(app, 'data/member'), { recursive: true })
  // As of somebody who has deleted the sample.
  await writeFile(join(app, 'data/member/welcomed'), '')
  await writeFile(join(app, 'observe.mjs'), OBSERVER)
  await writeFile(join(app, 'main.mjs'), `import './observe.mjs'\n${code}`)
  await writeFile(join(app, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'main.mjs' }))
  return app
}

async function timeOfStart(electron: string, app: string, display: string): Promise<number> {
  const { ELECTRON_RUN_AS_NODE: _node, NODE_OPTIONS: _options, ...environment } = process.env
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const before = performance.now()
  const child = spawn(electron, [...sandbox, '--log-level=3', app], {
    env: { ...environment, DISPLAY: display, APLEC_DATA_DIR: join(app, 'data') },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  const shown = await firstLine(child, / shown$/)
  const took = performance.now() - before
  await endWhole(child)
  if (shown === null) throw new Error('Electron ended before it showed a window')
  return took
}

/** The first line of a kind; `null` when the process ends, cannot start, or takes too long. */
async function firstLine(child: ChildProcess, kind: RegExp): Promise<string | null> {
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
function endWhole(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.pid === undefined) return done()
    child.once('exit', () => done())
    process.kill(-child.pid, 'SIGKILL')
  })
}
