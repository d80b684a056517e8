import { webSocketPort } from '#node/net/webSocketPort.ts'
import { systemRandom, systemTimer } from '#node/system/ports.ts'
import { silentLog } from '#shared/base/ports.ts'
import { type Session, runSession } from '#shared/sync/runSession.ts'
import type { SessionConfig, SessionNotice } from '#shared/sync/sessionState.ts'
import type { SyncMember } from './syncMember.ts'

export interface TestSession extends Session {
  readonly notices: SessionNotice[]
  /** Hashes the relay has acknowledged. */
  readonly acknowledged: Set<string>
}

/** A session over real sockets; the caller stops it. */
export function sessionOf(member: SyncMember, config: SessionConfig): TestSession {
  const notices: SessionNotice[] = []
  const acknowledged = new Set<string>()
  const session = runSession(
    config,
    { socket: webSocketPort, timer: systemTimer, random: systemRandom, store: member.store, log: silentLog },
    {
      onNotice: (notice) => {
        if (notice.code === 'acknowledged') for (const { hash } of notice.entries) acknowledged.add(hash)
        else notices.push(notice)
      },
    },
  )
  member.onGrowth(() => session.stored())
  return {
    notices,
    acknowledged,
    status: () => session.status(),
    stored: () => session.stored(),
    configure: (next) => session.configure(next),
    sendEphemeral: (body) => session.sendEphemeral(body),
    sendFile: (frame) => session.sendFile(frame),
    stop: () => session.stop(),
  }
}
