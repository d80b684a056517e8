import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Row, ms, spreadOf } from './measure.ts'
import { electronEnvironment, endWhole, firstLine, openStage, projectRoot, SANDBOX } from './stage.ts'

const TIMES = 5
const MOST_TIMES_AS_LONG = 2

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
  const stage = await openStage('The shell')
  if (stage === null) return []
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  try {
    const built = join(projectRoot, 'out/main/index.js')
    const ours = await makeApp(folder, 'aplec', `import ${JSON.stringify(pathToFileURL(built).href)}`)
    const peer = await makeApp(folder, 'empty', EMPTY_APP)
    const start = (app: string): Promise<number> => timeOfStart(stage.electron, app, stage.display)
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
    stage.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
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
  const before = performance.now()
  const child = spawn(electron, [...SANDBOX, '--log-level=3', app], {
    env: electronEnvironment(display, join(app, 'data')),
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  const shown = await firstLine(child, / shown$/)
  const took = performance.now() - before
  await endWhole(child)
  if (shown === null) throw new Error('Electron ended before it showed a window')
  return took
}
