import { basename } from 'node:path'
import { app, dialog, MessageChannelMain, shell, type BrowserWindow, type SaveDialogOptions } from 'electron'
import { notice } from '#shared/base/codes.ts'
import { err, ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import { attachmentApi } from './attachmentApi.ts'
import type { CoreHost } from './coreHost.ts'
import { readExternalAddress } from './externalAddress.ts'
import { fileNameOf } from './fileName.ts'
import type { KeyringState } from './keyring.ts'
import type { PendingPlace } from './pendingPlace.ts'
import { shellWords } from './shellWords.ts'

export interface ShellParts {
  readonly core: CoreHost
  readonly places: PendingPlace
  readonly keyring: KeyringState
  /** The window that asks; there is one at a time. */
  readonly window: () => BrowserWindow | null
}

const PLAN_FILES = [{ name: 'Aplec', extensions: ['aplec'] }]

/** The window's requests that need a dialog, a file or another program. */
export function makeShellApi(parts: ShellParts): ShellApi {
  const { core, keyring, places } = parts
  return {
    ...attachmentApi(parts),
    'core.connect': async () => {
      const ready = await core.whenReady()
      const window = parts.window()
      if (!ready.ok || window === null) return ready
      const { port1, port2 } = new MessageChannelMain()
      const connected = await core.ask('window', {}, [port2])
      if (connected.ok) window.webContents.postMessage('core-port', null, [port1])
      return connected
    },
    'app.about': async () =>
      ok({
        version: app.getVersion(),
        electron: process.versions.electron ?? '',
        keyStorage: keyring.backend,
        keyIsProtected: keyring.protects,
        locale: app.getLocale(),
      }),
    'bundle.save': async ({ planId, files = true }) => {
      const path = await chooseNewFile(parts, planId, 'aplec')
      if (path === null) return ok(null)
      const saved = await core.ask('saveBundle', { planId, path, files })
      return saved.ok ? ok({ ...saved.value, name: basename(path) }) : saved
    },
    'pdf.export': async ({ planId, version, language }) => {
      const path = await chooseNewFile(parts, planId, 'pdf')
      if (path === null) return ok(null)
      const printed = await core.ask('exportPdf', { planId, path, version, language })
      return printed.ok ? ok({ ...printed.value, name: basename(path) }) : printed
    },
    'external.open': async ({ url }) => {
      const address = readExternalAddress(url)
      if (address === undefined) return err(notice('E_REQUEST', { detail: 'address' }))
      if (!(await asksToOpen(parts.window(), address))) return ok(false)
      await shell.openExternal(address)
      return ok(true)
    },
    'place.take': async () => ok(places.take()),
    'key.recover': ({ code }) => core.recover(code),
  }
}

async function chooseNewFile(parts: ShellParts, planId: string, extension: 'aplec' | 'pdf'): Promise<string | null> {
  const title = await parts.core.ask('planTitle', { planId })
  const options: SaveDialogOptions = {
    defaultPath: `${fileNameOf(title.ok ? title.value : 'plan')}.${extension}`,
    filters: extension === 'aplec' ? PLAN_FILES : [{ name: 'PDF', extensions: ['pdf'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  }
  const window = parts.window()
  const chosen = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath
}

async function asksToOpen(window: BrowserWindow | null, address: string): Promise<boolean> {
  const words = shellWords(app.getLocale())
  const options = {
    type: 'question' as const,
    message: words.openOutside,
    detail: address,
    buttons: [words.open, words.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  const answer = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  return answer.response === 0
}
