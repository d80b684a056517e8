import { join } from 'node:path'
import { app, BrowserWindow, dialog, screen } from 'electron'
import { APP_ORIGIN } from './appFiles.ts'
import type { ShellMemory } from './shellMemory.ts'
import type { ShellWords } from './shellWords.ts'
import { placeWindow, SMALLEST } from './windowPlace.ts'

export interface WindowParts {
  readonly outFolder: string
  readonly resources: string
  readonly memory: ShellMemory
  readonly words: () => ShellWords
}

/** The window: isolated, sandboxed, without Node in any frame or worker; where and as large as it was. */
export function openMainWindow({ outFolder, resources, memory, words }: WindowParts): BrowserWindow {
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

function leavesUnsaved(window: BrowserWindow, words: ShellWords): boolean {
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: words('shell.notSaved'),
    detail: words('shell.notSavedDetail'),
    buttons: [words('shell.stay'), words('shell.leave')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return answer === 1
}
