import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Notice } from '#shared/base/codes.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import type { DiagnosticFacts, PlanFacts } from '#shared/ipc/hostMessages.ts'

/** How a plan stands, in numbers and codes: what a mender needs, and nothing that people wrote. */
export async function factsOfPlan(session: PlanSession, folder: string, openMs: number): Promise<PlanFacts> {
  const { role, saved, drafts, entries, people, relays, agreement, notices } = session.status()
  const roster = session.roster()
  const document = await session.documentBytes()
  const agreements = await session.agreements()
  const found = session.health().notices.map(({ notice }) => notice)
  return {
    role,
    openMs: Math.round(openMs),
    documentBytes: document.ok ? document.value.length : 0,
    ...(await sizeOf(folder)),
    saved: saved.state,
    drafts,
    // Member by member: whatever a later status says more stays here.
    entries: {
      total: entries.total,
      own: entries.own,
      onlyHere: entries.onlyHere,
      parked: entries.parked,
      quarantined: entries.quarantined,
      notUnderstood: entries.notUnderstood,
    },
    people: people.length,
    members: roster.members.length,
    devices: roster.members.reduce((sum, member) => sum + member.devices, 0),
    relays: relays.map(({ state, caughtUp, acked, toSend, notice }) => ({
      state,
      caughtUp,
      acked,
      toSend,
      notice: notice?.code ?? null,
    })),
    agreements: agreements.ok ? agreements.value.length : 0,
    changesSince: agreement?.changesSince ?? null,
    notices: countCodes([...notices, ...found]),
  }
}

/** Codes without their parameters: a parameter may name a person, a relay or a file. */
function countCodes(notices: readonly Notice[]): PlanFacts['notices'] {
  const times = new Map<Notice['code'], number>()
  for (const { code } of notices) times.set(code, (times.get(code) ?? 0) + 1)
  return [...times].map(([code, count]) => ({ code, times: count }))
}

async function sizeOf(folder: string): Promise<{ readonly files: number; readonly fileBytes: number }> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)))
  const files = found.filter((one) => one?.isFile() === true)
  return { files: files.length, fileBytes: files.reduce((sum, one) => sum + (one?.size ?? 0), 0) }
}

export const refusedPlan = ({ code }: Notice): DiagnosticFacts['plans'][number] => ({ refused: code })
