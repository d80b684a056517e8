import { basename } from 'node:path'
import { app, MessageChannelMain, shell, systemPreferences } from 'electron'
import { notice } from '#shared/base/codes.ts'
import { err, ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import { attachmentApi } from './attachmentApi.ts'
import { copiesApi } from './api/copiesApi.ts'
import { diagnosticsApi } from './api/diagnosticsApi.ts'
import { newsApi } from './api/newsApi.ts'
import { paperApi } from './api/paperApi.ts'
import { chooseNewFile, choosePlanFile, confirms } from './dialogs.ts'
import { readExternalAddress } from './externalAddress.ts'
import { fileNameOf } from './fileName.ts'
import { deviceName, systemName } from './shellNames.ts'
import type { ShellParts } from './shellParts.ts'

/** The window's requests that need a dialog, a file or another program. */
export function makeShellApi(parts: ShellParts): ShellApi {
  const { core, keyring, memory, menu, places } = parts
  const titleOf = async (planId: string): Promise<string> => {
    const title = await core.ask('planTitle', { planId })
    return fileNameOf(title.ok ? title.value : 'plan')
  }
  return {
    ...attachmentApi(parts),
    ...copiesApi(parts),
    ...diagnosticsApi(parts),
    ...newsApi(parts),
    ...paperApi(parts),
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
        system: systemName(),
        dataFolder: parts.memberFolder,
        deviceName: deviceName(memory),
        lastBackup: memory.now.backup && lastBackup(memory.now.backup),
      }),
    'menu.show': async (shown) => {
      menu.show(shown)
      if (memory.now.language !== shown.language) memory.change({ language: shown.language })
      return ok(null)
    },
    'device.name': async ({ name }) => {
      memory.change({ deviceName: name.trim() })
      return ok(null)
    },
    'bundle.save': async ({ planId, files = true }) => {
      const path = await chooseNewFile(parts.window(), await titleOf(planId), ['Aplec', 'aplec'])
      if (path === null) return ok(null)
      const saved = await core.ask('saveBundle', { planId, path, files })
      return saved.ok ? ok({ ...saved.value, name: basename(path) }) : saved
    },
    'pdf.export': async (paper) => {
      const path = await chooseNewFile(parts.window(), await titleOf(paper.planId), ['PDF', 'pdf'])
      if (path === null) return ok(null)
      const printed = await core.ask('exportPdf', { ...paper, path, record: true })
      return printed.ok ? ok({ ...printed.value, name: basename(path) }) : printed
    },
    'external.open': async ({ url }) => {
      const address = readExternalAddress(url)
      if (address === undefined) return err(notice('E_REQUEST', { detail: 'address' }))
      const { words } = menu
      const buttons = [words('shell.open'), words('shell.cancel')] as const
      const asked = { message: words('shell.openOutside'), detail: address, buttons }
      if (!(await confirms(parts.window(), asked))) return ok(false)
      await shell.openExternal(address)
      return ok(true)
    },
    'file.choose': async () => {
      const path = await choosePlanFile(parts.window())
      if (path !== null && places.offerFile(path)) parts.tell('place', null)
      return ok(null)
    },
    'camera.use': async ({ isWanted }) => {
      parts.camera.set(isWanted)
      const isAllowed =
        !isWanted || process.platform !== 'darwin' || (await systemPreferences.askForMediaAccess('camera'))
      return ok(isAllowed)
    },
    'closing.remind': async ({ plan }) => {
      parts.reminder.remember(plan)
      return ok(null)
    },
    'place.take': async () => ok(await places.take()),
    'key.recover': ({ code }) => core.recover(code),
  }
}

const lastBackup = ({ at, plans, path }: { at: number; plans: number; path: string }) => ({
  at,
  plans,
  folder: basename(path),
})
