import { basename, extname } from 'node:path'
import { type BrowserWindow, dialog, type SaveDialogOptions } from 'electron'
import { ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import type { CoreHost } from './coreHost.ts'
import { fileNameOf } from './fileName.ts'

export interface AttachmentParts {
  readonly core: CoreHost
  readonly window: () => BrowserWindow | null
}

/** Saves a copy of an attached file where the person says. Aplec never opens or runs it. */
export function attachmentApi({ core, window }: AttachmentParts): Pick<ShellApi, 'attachment.save'> {
  return {
    'attachment.save': async ({ planId, hash, name }) => {
      const options: SaveDialogOptions = {
        defaultPath: attachmentName(name),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      }
      const over = window()
      const chosen = await (over === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(over, options))
      if (chosen.canceled || chosen.filePath === '') return ok(null)
      const saved = await core.ask('saveAttachment', { planId, hash, path: chosen.filePath })
      return saved.ok ? ok({ ...saved.value, name: basename(chosen.filePath) }) : saved
    },
  }
}

/** The name it came with, as a file system takes it, its ending kept however long it is. */
export function attachmentName(name: string): string {
  const ending = extname(fileNameOf(name.slice(-40))).slice(0, 20)
  const stem = fileNameOf(ending === '' ? name : name.slice(0, -ending.length))
  return `${stem}${ending}`
}
