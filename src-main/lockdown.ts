import type { App, Session, WebContents } from 'electron'
import { APP_ORIGIN } from './appFiles.ts'

/** Copying is the one thing a page of ours asks a permission for. */
const isGranted = (permission: string): boolean => permission === 'clipboard-sanitized-write'

/** Addresses that never leave the computer. The content security policy says the same; this holds if a page lacks it. */
const isLocal = (url: string): boolean =>
  url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('blob:') || url.startsWith('data:') || url.startsWith('devtools:')

/** Denies permissions, devices and every request that leaves the app. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(isGranted(permission)))
  session.setPermissionCheckHandler((_contents, permission) => isGranted(permission))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isLocal(details.url) }))
  session.on('will-download', (event) => event.preventDefault())
}

/** Whatever page comes to be, it stays where it is and opens nothing. */
export function lockEveryPage(app: App): void {
  app.on('web-contents-created', (_event, contents) => lockPage(contents))
}

function lockPage(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
