import { basename } from 'node:path'
import { app } from 'electron'
import { utf8 } from '#shared/base/bytes.ts'
import { notice } from '#shared/base/codes.ts'
import { err, ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import { writeWholeFile } from '#node/disk/wholeFile.ts'
import { diagnosticsText } from '../diagnosticsText.ts'
import { chooseNewFile } from '../dialogs.ts'
import { systemName } from '../shellNames.ts'
import type { ShellParts } from '../shellParts.ts'

/** The text is made here and kept here: what is saved is what was shown. */
export function diagnosticsApi(parts: ShellParts): Pick<ShellApi, 'diagnostics.make' | 'diagnostics.save'> {
  const { core, keyring, startMs } = parts
  let made = ''
  return {
    'diagnostics.make': async ({ windowMs }) => {
      const facts = await core.ask('diagnostics', {})
      if (!facts.ok) return facts
      const about = {
        version: app.getVersion(),
        electron: process.versions.electron ?? '',
        system: systemName(),
        keyStorage: keyring.backend,
        keyIsProtected: keyring.protects,
        startMs,
        windowMs,
        memoryMb: app.getAppMetrics().map(({ memory }) => Math.round(memory.workingSetSize / 1024)),
      }
      made = diagnosticsText(about, facts.value)
      return ok(made)
    },
    'diagnostics.save': async () => {
      if (made === '') return err(notice('E_REQUEST', { detail: 'diagnostics.save' }))
      const path = await chooseNewFile(parts.window(), 'aplec-diagnostics', ['Text', 'txt'])
      if (path === null) return ok(null)
      try {
        await writeWholeFile(path, utf8(made))
      } catch {
        return err(notice('E_FILE'))
      }
      return ok({ name: basename(path), bytes: utf8(made).length })
    },
  }
}
