// Electron's main process: one window, one core process, and the doors between them. Nothing here awaits readiness at
// the top level: an ES module must have finished before Electron becomes ready.
import { join } from 'node:path'
import { app, ipcMain, session, type BrowserWindow } from 'electron'
import type { ShellEvent } from '#shared/ipc/shellChannels.ts'
import { registerAppScheme, serveAppScheme } from './appScheme.ts'
import { CoreHost } from './coreHost.ts'
import { readKeyringState, unwrapWithKeyring, wrapWithKeyring } from './keyring.ts'
import { lockEveryPage, lockSession } from './lockdown.ts'
import { makeLog } from './log.ts'
import { openMainWindow, setMenu } from './mainWindow.ts'
import { PendingPlace } from './pendingPlace.ts'
import { serveShell, type Register } from './serveShell.ts'
import { makeShellApi } from './shellApi.ts'

const log = makeLog('main')
const outFolder = join(import.meta.dirname, '..')

// For tests and for trying out: a profile of its own, wholly inside one folder.
const dataFolder = process.env['APLEC_DATA_DIR']
if (dataFolder !== undefined && dataFolder !== '') app.setPath('userData', join(dataFolder, 'window'))
const memberFolder = join(dataFolder || app.getPath('userData'), 'member')

registerAppScheme()
lockEveryPage(app)

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(start)
} else {
  // The running instance gets our command line and comes to the front (`second-instance`).
  app.quit()
}

async function start(): Promise<void> {
  const places = new PendingPlace()
  let window: BrowserWindow | null = null
  const tell = (event: ShellEvent, payload: unknown): void => window?.webContents.send(`event:${event}`, payload)

  places.offer(process.argv)
  const offer = (words: readonly string[]): void => {
    if (places.offer(words)) tell('place', null)
    if (window?.isMinimized()) window.restore()
    window?.focus()
  }
  app.on('second-instance', (_event, words) => offer(words))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    offer([url])
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
    onState: (state) => tell('core', state),
    onStarted: ({ sample }) => {
      if (sample === null) return
      places.offerPlan(sample)
      tell('place', null)
    },
    log,
  })

  setMenu()
  lockSession(session.defaultSession)
  serveAppScheme(session.defaultSession, join(outFolder, 'renderer'))
  const api = makeShellApi({ core, places, keyring, window: () => window })
  const onFault = (channel: string, cause: unknown): void => log.error('shell.fault', { channel, cause: nameOf(cause) })
  serveShell(ipcMain.handle.bind(ipcMain) as Register, api, onFault)

  const open = (): void => {
    window = openMainWindow(outFolder)
    window.on('closed', () => (window = null))
  }
  open()
  app.on('activate', () => window ?? open())
  app.on('window-all-closed', () => app.quit())
  stopBeforeQuit(core)
  await core.start()
}

/** Electron does not wait for promises: the first quit is held until the core has sealed what is pending. */
function stopBeforeQuit(core: CoreHost): void {
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void core.stop().finally(() => {
      stopped = true
      app.quit()
    })
  })
}

/** A log line names the kind of a fault, never its text, which might hold content. */
const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : typeof cause)
