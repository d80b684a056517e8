import { basename } from 'node:path'
import { type BrowserWindow, dialog, type SaveDialogOptions } from 'electron'
import { ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import type { CoreHost } from './coreHost.ts'
import { attachmentName } from './fileName.ts'

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
