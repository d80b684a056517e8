import { Notification } from 'electron'
import { shownTitle } from '#shared/base/shownText.ts'
import { ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import type { ShellParts } from '../shellParts.ts'

/** One quiet notification; pressing on it brings the window to the front and leads to the plan's news. */
export function newsApi({ news, places, tell, window }: ShellParts): Pick<ShellApi, 'news.tell'> {
  // Without a reference of ours it may be collected while it is still shown, and then a press on it does nothing.
  const shown = new Set<Notification>()
  return {
    'news.tell': async ({ planId, title, body }) => {
      if (!Notification.isSupported() || !news.mayTell(planId, window()?.isFocused() ?? false)) return ok(false)
      const told = new Notification({ title: shownTitle(title), body: shownTitle(body), silent: true })
      shown.add(told)
      told.on('close', () => shown.delete(told))
      told.on('click', () => {
        shown.delete(told)
        places.offerNews(planId)
        tell('place', null)
        const open = window()
        if (open?.isMinimized()) open.restore()
        open?.show()
        open?.focus()
      })
      told.show()
      return ok(true)
    },
  }
}
