import { join } from 'node:path'
import { nativeImage, shell } from 'electron'
import { ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import type { ShellParts } from '../shellParts.ts'

const ICON_PX = 64

/** Paper that leaves the window without a dialog: dragged to a folder or a message, or handed to the system's PDF reader. */
export function paperApi({
  tray,
  resources,
  window,
}: ShellParts): Pick<ShellApi, 'paper.prepare' | 'paper.drag' | 'paper.print' | 'page.print'> {
  const icon = (): Electron.NativeImage =>
    nativeImage.createFromPath(join(resources, 'icons/aplec.png')).resize({ width: ICON_PX })
  return {
    'paper.prepare': async (paper) => {
      const made = await tray.make(paper)
      return made.ok ? ok(made.value.name) : made
    },
    'paper.drag': async (paper) => {
      const sheet = tray.find(paper)
      const contents = window()?.webContents
      if (sheet === undefined || contents === undefined) return ok(false)
      contents.startDrag({ file: sheet.path, icon: icon() })
      const taken = await tray.taken(paper, sheet)
      return taken.ok ? ok(true) : taken
    },
    'paper.print': async (paper) => {
      const made = await tray.make(paper)
      if (!made.ok) return made
      if ((await shell.openPath(made.value.path)) !== '') return ok(false)
      const taken = await tray.taken(paper, made.value)
      return taken.ok ? ok(true) : taken
    },
    'page.print': async () => {
      const contents = window()?.webContents
      if (contents === undefined) return ok(false)
      return new Promise((resolve) => {
        // Whoever closes the dialog has changed their mind: that is no fault.
        contents.print({}, (isDone, reason) => resolve(ok(isDone || /cancel/i.test(reason))))
      })
    },
  }
}
