import { join } from 'node:path'
import { app, BrowserWindow, dialog, type MessageBoxSyncOptions, screen } from 'electron'
import { APP_ORIGIN } from './appFiles.ts'
import type { ClosingReminder } from './closingReminder.ts'
import type { ShellMemory } from './shellMemory.ts'
import type { ShellWords } from './shellWords.ts'
import { placeWindow, SMALLEST } from './windowPlace.ts'

export interface WindowParts {
  readonly outFolder: string
  readonly resources: string
  readonly memory: ShellMemory
  readonly reminder: ClosingReminder
  readonly words: () => ShellWords
  /** Somebody who was closing the window stays for the codes of this plan. */
  readonly onStay: (planId: string) => void
}

/** The window: isolated, sandboxed, without Node in any frame or worker; where and as large as it was. */
export function openMainWindow(parts: WindowParts): BrowserWindow {
  const { outFolder, resources, memory, reminder, words, onStay } = parts
  const displays = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...placeWindow(memory.now.window, displays),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    icon: join(resources, 'icons/aplec.png'),
    autoHideMenuBar: true,
    backgroundColor: '#FBF8F3',
    title: 'Aplec',
    webPreferences: {
      preload: join(outFolder, 'preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
      // It would fetch dictionaries from the net.
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (memory.now.window?.isMaximized) window.maximize()
    window.show()
    rememberPlace(window, memory)
  })
  window.on('close', (event) => {
    const plan = reminder.take()
    if (plan === null || closesAllTheSame(window, words(), plan.title)) return
    event.preventDefault()
    onStay(plan.planId)
  })
  // The page says by `beforeunload` that something is not saved, for example on a full disk.
  window.webContents.on('will-prevent-unload', (event) => {
    if (leavesUnsaved(window, words())) event.preventDefault()
  })
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload()
  })
  const goHome = (): void => void window.loadURL(`${APP_ORIGIN}/index.html`)
  // Chromium goes to about:blank without asking; every other way out is denied in `lockdown.ts`.
  window.webContents.on('did-navigate', (_event, url) => {
    if (!url.startsWith(`${APP_ORIGIN}/`)) goHome()
  })
  goHome()
  return window
}

/** From the first showing on: what the system does to a window before that is not what the person chose. */
function rememberPlace(window: BrowserWindow, memory: ShellMemory): void {
  const remember = (): void => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    memory.change({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } })
  }
  window.on('resize', remember)
  window.on('move', remember)
  window.on('maximize', remember)
  window.on('unmaximize', remember)
}

const leavesUnsaved = (window: BrowserWindow, words: ShellWords): boolean =>
  leaves(window, {
    type: 'warning',
    message: words('shell.notSaved'),
    detail: words('shell.notSavedDetail'),
    buttons: [words('shell.stay'), words('shell.leave')],
  })

const closesAllTheSame = (window: BrowserWindow, words: ShellWords, title: string): boolean =>
  leaves(window, {
    type: 'info',
    message: words('shell.codesWaiting'),
    detail: [title, words('codes.why')].filter((line) => line !== '').join('\n\n'),
    buttons: [words('shell.codesShow'), words('shell.codesLater')],
  })

/** Staying is the first button, and what Escape means. */
function leaves(window: BrowserWindow, asked: Pick<MessageBoxSyncOptions, 'type' | 'message' | 'detail' | 'buttons'>) {
  return dialog.showMessageBoxSync(window, { ...asked, defaultId: 0, cancelId: 0, noLink: true }) === 1
}
