import { protocol, type Session } from 'electron'
import { respond } from './appFiles.ts'

/** Must run before Electron is ready. `secure` gives IndexedDB and the clipboard; nothing else is switched on. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

export function serveAppScheme(session: Session, folder: string): void {
  session.protocol.handle('app', (request) => respond(folder, request.method, request.url))
}
