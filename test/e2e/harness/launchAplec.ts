import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, errors, type Page } from '@playwright/test'

const projectRoot = resolve(import.meta.dirname, '../../..')

/** A running app with its own profile folder. */
export interface Aplec {
  readonly app: ElectronApplication
  readonly window: Page
  readonly folder: string
  /** As a person closes it. */
  close(): Promise<void>
  /** As a power cut ends it: every process of it, at once. */
  kill(): Promise<void>
}

export interface LaunchOptions {
  /** A profile that is there already; default: one without plans, that has seen the sample. */
  readonly folder?: string
  /** BCP 47, of the system; default `en`. */
  readonly language?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A machine with other work to do may take long; nothing that hangs takes less than this. */
const PATIENCE_IN_MS = 60_000

/** Fresh profile folders, removed by `removeFolders`. */
const folders: string[] = []
/** Apps that a failed test left running. */
const running = new Set<ElectronApplication>()

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aplec-e2e-'))
  folders.push(folder)
  return folder
}

/** The profile of somebody who has deleted the sample: the app starts with an empty list of plans, and sooner. */
function makeEmptyProfile(): string {
  const folder = makeFolder()
  mkdirSync(join(folder, 'member'))
  writeFileSync(join(folder, 'member/welcomed'), '')
  return folder
}

/** After the tests of a file: ends what a failed one left running, and removes the folders. */
export async function removeFolders(): Promise<void> {
  await Promise.all([...running].map((app) => killAll(app)))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** Launches the built app in the Electron that `npm test` found (APLEC_ELECTRON). */
export async function launchAplec(options: LaunchOptions = {}): Promise<Aplec> {
  const executablePath = process.env['APLEC_ELECTRON']
  if (executablePath === undefined) throw new Error('APLEC_ELECTRON is not set: run `npm test -- e2e`')
  const folder = options.folder ?? makeEmptyProfile()
  const language = options.language ?? 'en'
  const isRoot = process.getuid?.() === 0
  const app = await attach(folder, {
    executablePath,
    args: [...(isRoot ? ['--no-sandbox'] : []), `--lang=${language}`, projectRoot, ...(options.args ?? [])],
    env: { ...cleanEnvironment(), APLEC_DATA_DIR: folder, LANGUAGE: language, ...options.env },
    cwd: folder,
    timeout: PATIENCE_IN_MS,
  })
  if (process.env['APLEC_E2E_LOG'] === '1') app.process().stderr?.pipe(process.stderr)
  running.add(app)
  app.on('close', () => running.delete(app))
  const window = await app.firstWindow({ timeout: PATIENCE_IN_MS })
  window.setDefaultTimeout(PATIENCE_IN_MS)
  return {
    app,
    window,
    folder,
    close: async () => {
      // Codes that wait are asked about once; they are left for another time.
      await app.evaluate(({ dialog }) => void (dialog.showMessageBoxSync = () => 1))
      await app.close()
    },
    kill: () => killAll(app),
  }
}

/**
 * On a busy machine Playwright now and then never finishes attaching to an app that is up and shows its window. That alone is
 * tried again, once, a first start as a first start; whatever the app does or does not do after that is the test's.
 */
export async function attach(
  folder: string,
  options: Parameters<typeof _electron.launch>[0],
): Promise<ElectronApplication> {
  const isFirstStart = readdirSync(folder).length === 0
  try {
    return await _electron.launch(options)
  } catch (cause) {
    if (!(cause instanceof errors.TimeoutError) || !cause.message.includes('<ws connected>')) throw cause
    process.stderr.write('Playwright did not attach to the app; it is started once more.\n')
    const left = isFirstStart ? readdirSync(folder) : []
    for (const name of left) rmSync(join(folder, name), { recursive: true, force: true })
    return _electron.launch(options)
  }
}

async function killAll(app: ElectronApplication): Promise<void> {
  const gone = new Promise<void>((done) => app.process().once('exit', () => done()))
  for (const pid of await processesOf(app)) killIfThere(pid)
  await gone
}

/** Main, core and window: the main process first, or it would start a core anew in between, which then outlives it. */
async function processesOf(app: ElectronApplication): Promise<readonly number[]> {
  const all = await app.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ pid }) => pid))
  const main = app.process().pid
  return [...(main === undefined ? [] : [main]), ...all.filter((pid) => pid !== main)]
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it ended by itself in between
  }
}

function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return Object.fromEntries(kept.filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE' && name !== 'NODE_OPTIONS'))
}
