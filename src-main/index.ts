// Electron's main process: one window, one core process, and the doors between them. Nothing here awaits readiness at
// the top level: an ES module must have finished before Electron becomes ready.
import { join } from 'node:path'
import { app, ipcMain, session, type BrowserWindow } from 'electron'
import { AppMenu } from './appMenu.ts'
import { registerAppScheme, serveAppScheme } from './appScheme.ts'
import { CameraDoor } from './cameraDoor.ts'
import { ClosingReminder } from './closingReminder.ts'
import { CoreHost } from './coreHost.ts'
import { readKeyringState, unwrapWithKeyring, wrapWithKeyring } from './keyring.ts'
import { closeDebugDoors, lockEveryPage, lockSession } from './lockdown.ts'
import { makeLog } from './log.ts'
import { openMainWindow } from './mainWindow.ts'
import { PaperTray } from './paperTray.ts'
import { PendingPlace } from './pendingPlace.ts'
import { QuietNews } from './quietNews.ts'
import { serveShell, type Register } from './serveShell.ts'
import { makeShellApi } from './shellApi.ts'
import { ShellMemory } from './shellMemory.ts'
import type { ShellParts } from './shellParts.ts'
import { shellLanguage } from './shellWords.ts'

const log = makeLog('main')
const outFolder = join(import.meta.dirname, '..')
const resources = join(outFolder, '../resources')

// For tests and for trying out: a profile of its own, wholly inside one folder.
const dataFolder = process.env['APLEC_DATA_DIR']
if (dataFolder !== undefined && dataFolder !== '') app.setPath('userData', join(dataFolder, 'window'))
const memberFolder = join(dataFolder || app.getPath('userData'), 'member')

closeDebugDoors(app)
registerAppScheme()
lockEveryPage(app)

/** Of what other programs hand over; a Mac may do so before the app is ready. */
const places = new PendingPlace()
let onOffer = (): void => undefined
const offer = (words: readonly string[], workingFolder: string): void => {
  if (places.offer(words, workingFolder)) onOffer()
}
app.on('open-url', (event, url) => {
  event.preventDefault()
  offer([url], '/')
})
app.on('open-file', (event, path) => {
  event.preventDefault()
  offer(['', path], '/')
})

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(start)
} else {
  // The running instance gets our command line and comes to the front (`second-instance`).
  app.quit()
}

async function start(): Promise<void> {
  const startMs: ShellParts['startMs'] = { ready: sinceStart() }
  let window: BrowserWindow | null = null
  const tell: ShellParts['tell'] = (event, payload) => window?.webContents.send(`event:${event}`, payload)
  const memory = new ShellMemory(join(app.getPath('userData'), 'shell.json'))
  const menu = new AppMenu({
    resources,
    language: memory.now.language ?? shellLanguage(app.getLocale()),
    onCommand: (id) => tell('command', id),
  })

  onOffer = () => tell('place', null)
  offer(process.argv, process.cwd())
  app.on('second-instance', (_event, words, workingFolder) => {
    offer(words, workingFolder)
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient('aplec')

  const keyring = await readKeyringState()
  const core = new CoreHost({
    file: join(import.meta.dirname, 'coreProcess.js'),
    startInput: {
      folder: memberFolder,
      keyringProtects: keyring.protects,
      languages: app.getPreferredSystemLanguages(),
      appVersion: app.getVersion(),
    },
    keyring: (ask) => (ask.keyring === 'wrap' ? wrapWithKeyring(ask.secret) : unwrapWithKeyring(ask.secret)),
    onState: (state) => {
      if (state === 'up') startMs['core'] ??= sinceStart()
      tell('core', state)
    },
    onStarted: ({ sample }) => {
      if (sample === null) return
      places.offerPlan(sample)
      tell('place', null)
    },
    log,
  })
  const tray = new PaperTray(core, app.getPath('temp'))

  const camera = new CameraDoor()
  lockSession(session.defaultSession, camera)
  serveAppScheme(session.defaultSession, join(outFolder, 'renderer'))
  const news = new QuietNews(() => Date.now())
  const reminder = new ClosingReminder()
  const api = makeShellApi({
    core,
    places,
    keyring,
    memory,
    menu,
    tray,
    news,
    reminder,
    camera,
    memberFolder,
    resources,
    startMs,
    tell,
    window: () => window,
  })
  const onFault = (channel: string, cause: unknown): void => log.error('shell.fault', { channel, cause: nameOf(cause) })
  serveShell(ipcMain.handle.bind(ipcMain) as Register, api, onFault)

  const showCodes = (planId: string): void => {
    places.offerCodes(planId)
    tell('place', null)
  }
  const open = (): void => {
    window = openMainWindow({ outFolder, resources, memory, reminder, words: () => menu.words, onStay: showCodes })
    window.once('show', () => (startMs['window'] ??= sinceStart()))
    // The dialog that opened it is gone with its page.
    window.webContents.on('did-start-navigation', (event) => !event.isSameDocument && camera.set(false))
    window.webContents.on('render-process-gone', () => camera.set(false))
    window.on('closed', () => {
      window = null
      camera.set(false)
    })
  }
  open()
  app.on('activate', () => window ?? open())
  app.on('window-all-closed', () => app.quit())
  holdQuit(() => Promise.all([core.stop(), memory.flush(), tray.clear()]))
  await core.start()
}

const sinceStart = (): number => Math.round(performance.now())

/** Electron does not wait for promises: the first quit is held until what is pending is sealed and written. */
function holdQuit(finish: () => Promise<unknown>): void {
  let isFinished = false
  app.on('will-quit', (event) => {
    if (isFinished) return
    event.preventDefault()
    void finish().finally(() => {
      isFinished = true
      app.quit()
    })
  })
}

/** A log line names the kind of a fault, never its text, which might hold content. */
const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : typeof cause)
