/** A single meeting with a relay: it ends when both hold the same entries. */
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { RelayAddress, SyncReport } from './contract.ts'
import type { PlanCore } from './planCore.ts'
import { type Link, followOwnRights, refusalNotice } from './relayLink.ts'
import { selfOf } from './self.ts'

/**
 * Until both hold the same, twice, since being caught up may give this device something to write; and then the files that
 * either has for the other.
 */
export function meet(
  core: PlanCore,
  relay: RelayAddress,
  timeoutInMs: number,
  start: (relay: RelayAddress, onStatus: (link: Link) => void) => Link | Notice,
  onCaughtUp: () => Promise<void>,
): Promise<Result<SyncReport, Notice>> {
  return new Promise((resolve) => {
    let at: 'meeting' | 'writing' | 'done' = 'meeting'
    let link: Link | null = null
    let isWritten = false
    let areFilesDone = false
    const forget = [
      core.events.stored.add(() => link?.session.stored()),
      core.events.changed.add(() => {
        if (link === null || at === 'done') return
        if (selfOf(core)?.standing === false) void finish(() => err(notice('W_REMOVED')))
        else followOwnRights(core, link)
      }),
    ]
    const finish = async (result: () => Result<SyncReport, Notice>): Promise<void> => {
      if (at === 'done') return
      at = 'done'
      cancel()
      for (const unlisten of forget) unlisten()
      await link?.session.stop()
      resolve(result())
    }
    const write = async (): Promise<void> => {
      at = 'writing'
      await onCaughtUp()
      isWritten = true
      if (at !== 'writing') return
      at = 'meeting'
      link?.session.stored()
      if (link !== null) look(link)
    }
    const exchangeFiles = async (): Promise<void> => {
      at = 'writing'
      await link?.files.settle()
      areFilesDone = true
      if (at !== 'writing') return
      at = 'meeting'
      if (link !== null) look(link)
    }
    const look = (seen: Link): void => {
      if (at !== 'meeting' || link === null) return
      const { status } = seen
      if (status.state === 'refused' || status.state === 'waiting') {
        void finish(() => err(refusalNotice(relay.url, status)))
      } else if (status.inStep) {
        if (!isWritten) void write()
        else if (!areFilesDone) void exchangeFiles()
        else void finish(() => ok(reportOf(core, relay.url, seen)))
      }
    }
    const cancel = core.deps.timer.after(timeoutInMs, () => {
      void finish(() => err(notice('E_SYNC_TIMEOUT', { relay: relay.url })))
    })
    const started = start(relay, look)
    if (!('session' in started)) return void finish(() => err(started))
    link = started
    look(started)
  })
}

const reportOf = (core: PlanCore, url: string, link: Link): SyncReport => ({
  url,
  sent: link.sent,
  received: link.received,
  entries: core.journal.count(),
  // What a later version wrote comes again at every meeting, until this one is updated.
  notices: [...link.notices, ...core.health.notices().filter(({ code }) => code === 'E_NEWER')],
})
