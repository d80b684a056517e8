import type { App, Session, WebContents } from 'electron'
import { APP_ORIGIN } from './appFiles.ts'
import type { CameraDoor } from './cameraDoor.ts'

/** Copying is the one thing a page of ours asks a permission for. */
const isGranted = (permission: string): boolean => permission === 'clipboard-sanitized-write'

/** Addresses that never leave the computer. The content security policy says the same; this holds if a page lacks it. */
const isLocal = (url: string): boolean =>
  url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('blob:') || url.startsWith('data:') || url.startsWith('devtools:')

/** By these words of a command line a debugger would come into the page, past everything that guards it from outside. */
const DEBUG_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins', 'js-flags'] // prettier-ignore

/** A released app has no door for a debugger; before Electron is ready. Those of Node are closed by its fuses. */
export function closeDebugDoors(app: App): void {
  if (app.isPackaged) for (const name of DEBUG_SWITCHES) app.commandLine.removeSwitch(name)
}

/** Denies permissions, all but copying and what the camera's door lets through, devices, and every request that leaves the app. */
export function lockSession(session: Session, camera: CameraDoor): void {
  session.setPermissionRequestHandler((_contents, permission, decide, asked) =>
    decide(isGranted(permission) || camera.grants(permission, asked)),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, _origin, asked) => isGranted(permission) || camera.grants(permission, asked),
  )
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
