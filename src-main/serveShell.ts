import * as v from 'valibot'
import { notice } from '#shared/base/codes.ts'
import { err, type Result } from '#shared/base/result.ts'
import { shellChannels, type ShellApi, type ShellChannel } from '#shared/ipc/shellChannels.ts'
import { APP_ORIGIN } from './appFiles.ts'

/** What is looked at in the frame that asks; Electron's WebFrameMain has it. */
export interface SenderFrame {
  readonly url: string
  readonly parent: unknown
}
/** The part of `ipcMain.handle` needed here; `index.ts` passes the real one. */
export type Register = (
  channel: string,
  handler: (event: { readonly senderFrame: SenderFrame | null }, input: unknown) => Promise<Result<unknown, unknown>>,
) => void

/** Only the main frame of our own page may ask; a subframe, or a page that came from elsewhere, may not. */
export function isOurMainFrame(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && frame.url.startsWith(`${APP_ORIGIN}/`)
}

/** Serves every channel of the contract: checks who asks, parses what is asked, then calls the typed handler. */
export function serveShell(
  register: Register,
  api: ShellApi,
  onFault: (channel: string, cause: unknown) => void,
): void {
  for (const channel of Object.keys(shellChannels) as ShellChannel[]) {
    register(channel, async (event, raw) => {
      if (!isOurMainFrame(event.senderFrame)) return err(notice('E_REQUEST', { detail: 'sender' }))
      const input = v.safeParse(shellChannels[channel].input, raw)
      if (!input.success) return err(notice('E_REQUEST', { detail: channel }))
      try {
        return await (api[channel] as (input: unknown) => Promise<Result<unknown, unknown>>)(input.output)
      } catch (cause) {
        onFault(channel, cause)
        return err(notice('E_CORE'))
      }
    })
  }
}
