/**
 * One plan for many hostile entries: Núria, whose folder and gate worker are what is tested, Ana, who works on honestly,
 * Pau, whose device lies, and a relay process between them. Costs a few seconds once in a test file.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemberFolder, type MemberFolderOptions } from '#node/core/openMemberFolder.ts'
import type { HealthItem, MemberDevice, PlanSession } from '#shared/core/contract.ts'
import { sentenceOf } from '#shared/base/codes.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import type { Entry } from '#shared/journal/entry.ts'
import { joined, mustBe } from './memberFolder.ts'
import { coreOf } from './memoryMember.ts'
import type { RawClient } from './rawClient.ts'
import { connection, handIn } from './hostileMember.ts'
import { startRelayProcess } from './relayProcess.ts'

export interface BadInputWorld {
  readonly nuriaFolder: string
  readonly anaFolder: string
  nuria(): PlanSession
  readonly ana: PlanSession
  readonly pau: PlanSession
  /** Pau's open connection to the relay. */
  readonly wire: RawClient
  readonly relay: { readonly url: string; readonly key: string }
  /** Closes Núria's device and opens the folder again, in a new worker. */
  restart(): Promise<PlanSession>
  /** Pau hands these in, and Núria fetches them. */
  bring(...entries: readonly Entry[]): Promise<void>
  end(): Promise<void>
}

export async function badInputWorld(): Promise<BadInputWorld> {
  const undo: (() => Promise<unknown>)[] = []
  const folder = async (): Promise<string> => {
    const made = await mkdtemp(join(tmpdir(), 'aplec-bad-'))
    undo.push(() => rm(made, { recursive: true, force: true }))
    return made
  }
  const device = async (at: string, options: MemberFolderOptions = {}): Promise<MemberDevice> => {
    const opened = mustBe(await openMemberFolder(at, options))
    undo.push(() => opened.close())
    return opened
  }
  const inline = { startExecutor: inlineExecutor }
  const process = await startRelayProcess(await folder())
  undo.push(() => process.end('SIGKILL'))
  const relay = { url: process.url, key: process.publicKey }
  const [nuriaFolder, anaFolder] = [await folder(), await folder()]

  let nuriaDevice = await device(nuriaFolder)
  const { planId } = mustBe(await nuriaDevice.create({ title: 'Pla', template: 'blank', name: 'Núria' }))
  let nuria = mustBe(await nuriaDevice.open(planId))
  const ana = await joined(await device(anaFolder, inline), nuria, relay, { name: 'Ana' })
  const pau = await joined(await device(await folder(), inline), nuria, relay, { name: 'Pau' })
  for (const session of [ana, pau, nuria, pau, ana, nuria]) mustBe(await session.syncOnce(relay))
  const wire = await connection(pau, relay.url)

  return {
    nuriaFolder,
    anaFolder,
    nuria: () => nuria,
    ana,
    pau,
    wire,
    relay,
    async restart() {
      await nuriaDevice.close()
      nuriaDevice = await device(nuriaFolder)
      nuria = mustBe(await nuriaDevice.open(planId))
      return nuria
    },
    async bring(...entries) {
      await handIn(wire, entries)
      mustBe(await nuria.syncOnce(relay))
    },
    async end() {
      for (const run of undo.toReversed()) await run()
    },
  }
}

/** What the health report says of one entry, and what a person reads of it. */
export function toldOf(session: PlanSession, entry: Entry) {
  const item = session.health().quarantine.find(({ hash }) => hash === entry.hash)
  return item === undefined
    ? null
    : { code: item.notice.code, name: item.name, isHeld: coreOf(session).journal.has(entry.hash) }
}

export const sentences = (session: PlanSession): readonly string[] => session.status().notices.map(sentenceOf)

/** Items of the report by their code, newest last. */
export const itemsOf = (session: PlanSession, code: string): readonly HealthItem[] =>
  session.health().notices.filter((item) => item.notice.code === code)
