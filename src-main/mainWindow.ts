import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, type MenuItemConstructorOptions } from 'electron'
import { APP_ORIGIN } from './appFiles.ts'
import { shellWords } from './shellWords.ts'

/** The window as reliability.md asks for it: isolated, sandboxed, without Node in any frame or worker. */
export function openMainWindow(outFolder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 840,
    minWidth: 480,
    minHeight: 400,
    show: false,
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
  window.once('ready-to-show', () => window.show())
  // The page says by `beforeunload` that something is not saved, for example on a full disk.
  window.webContents.on('will-prevent-unload', (event) => {
    if (leavesUnsaved(window)) event.preventDefault()
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

function leavesUnsaved(window: BrowserWindow): boolean {
  const words = shellWords(app.getLocale())
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: words.notSaved,
    detail: words.notSavedDetail,
    buttons: [words.stay, words.leave],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return answer === 1
}

/** Editing, zoom and full screen; no reload, no help pages on the net. */
export function setMenu(): void {
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  const view: MenuItemConstructorOptions = {
    role: 'viewMenu',
    submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }],
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate([...mac, { role: 'editMenu' }, view, { role: 'windowMenu' }]))
}
