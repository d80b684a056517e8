import { basename } from 'node:path'
import { shell } from 'electron'
import { notice } from '#shared/base/codes.ts'
import { err, ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import { chooseFolder } from '../dialogs.ts'
import { saveCopies } from '../saveCopies.ts'
import { deviceName } from '../shellNames.ts'
import type { ShellParts } from '../shellParts.ts'

/** Copies of all plans, and the folders they lie in. */
export function copiesApi(parts: ShellParts): Pick<ShellApi, 'copies.save' | 'folder.show'> {
  const { core, memory, memberFolder, menu, tell } = parts
  let isSaving = false
  return {
    'copies.save': async (asked) => {
      // A second dialog over the first would save everything twice.
      if (isSaving) return err(notice('E_REQUEST', { detail: 'copies.save' }))
      isSaving = true
      try {
        const into = await chooseFolder(parts.window(), menu.words('shell.copiesInto'), menu.words('shell.saveHere'))
        if (into === null) return ok(null)
        const now = new Date()
        const onStep = (step: { done: number; total: number }): void => tell('copying', step)
        const made = await saveCopies({ ...asked, core, into, deviceName: deviceName(memory), now, onStep })
        if (!made.ok) return made
        const { path, plans } = made.value
        const whole = plans.filter(({ files }) => files.length > 0).length
        if (whole > 0) memory.change({ backup: { at: now.getTime(), plans: whole, path } })
        return ok({ folder: basename(path), plans: [...plans] })
      } finally {
        isSaving = false
      }
    },
    'folder.show': async ({ which }) => {
      const path = which === 'data' ? memberFolder : memory.now.backup?.path
      if (path === undefined) return ok(false)
      return ok((await shell.openPath(path)) === '')
    },
  }
}
