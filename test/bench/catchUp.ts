import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateAutomergeUrl, parseAutomergeUrl } from '@automerge/automerge-repo'
import type { Result } from '#shared/base/result.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { startRelayProcess } from '#test/helpers/relayProcess.ts'
import type { BareOptions } from './catchUp/bare.ts'
import type { MemberOptions } from './catchUp/member.ts'
import type { RepoClientOptions } from './catchUp/repoClient.ts'
import { type Side, startSide } from './catchUp/side.ts'
import { type Row, ms, timedAsync } from './measure.ts'
import { OPEN_LIMITS } from './relayClients.ts'
import { startServer, usageOf } from './serverProcess.ts'

const EDITS = 10_000

interface CaughtUp {
  readonly ms: number
  readonly wireBytes: number
  /** Of the server. */
  readonly cpuSeconds: number
  /** Of both sides together: tells less of what else the machine does than the time. */
  readonly sidesCpuSeconds: number
}

/** Two members of one plan write offline, then both come back at once. All processes: two sides, one server. */
export async function catchUpRows(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  try {
    const ours = await throughRelay(folder)
    const bare = await bareApply(folder)
    const repo = await throughRepo(folder)
    const what = `${EDITS.toLocaleString('en')} offline edits on each of two sides`
    const row = (of: string, own: string, peer: string, ratio: number, most: number): Row => ({
      what: `${what}: ${of}`,
      ours: own,
      peer,
      ratio,
      target: `≤ ${most}x`,
      met: ratio <= most,
    })
    const wire = ({ wireBytes }: CaughtUp): string => `${(wireBytes / 1e6).toFixed(2)} MB`
    const sides = ({ sidesCpuSeconds }: CaughtUp): number => sidesCpuSeconds
    const both = (side: CaughtUp): string => `${sides(side).toFixed(1)} s`
    const three = ({ cpuSeconds, sidesCpuSeconds }: CaughtUp): number => cpuSeconds + sidesCpuSeconds
    const all = (side: CaughtUp): string => `${three(side).toFixed(1)} s`
    const cpu = ({ cpuSeconds }: CaughtUp): string => `${cpuSeconds.toFixed(2)} s`
    return [
      row('both have all', ms(ours.ms), `automerge-repo ${ms(repo.ms)}`, ours.ms / repo.ms, 0.2),
      row('against bare Automerge', ms(ours.ms), `applying alone ${ms(bare.ms)}`, ours.ms / bare.ms, 1.2),
      row('processor of all three', all(ours), `automerge-repo ${all(repo)}`, three(ours) / three(repo), 1),
      row(
        'processor of both sides',
        both(ours),
        `applying alone ${bare.cpu.toFixed(1)} s`,
        sides(ours) / bare.cpu,
        1.2,
      ),
      row('on the wire', wire(ours), `automerge-repo ${wire(repo)}`, ours.wireBytes / repo.wireBytes, 0.35),
      row('processor of the server', cpu(ours), `automerge-repo ${cpu(repo)}`, ours.cpuSeconds / repo.cpuSeconds, 0.02),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const SIDES = ['a', 'b'] as const
const fileOf = (folder: string, side: string): string => join(folder, `${side}.automerge`)

async function throughRelay(folder: string): Promise<CaughtUp> {
  const relay = await startRelayProcess(join(folder, 'relay'), { limits: OPEN_LIMITS })
  try {
    const at = { url: relay.url, key: relay.publicKey }
    const planId = await sharedPlan(folder, at)
    const sides = await Promise.all(
      SIDES.map((side) =>
        startSide('member.ts', {
          folder: join(folder, side),
          planId,
          relay: at,
          edits: EDITS,
          saveTo: fileOf(folder, side),
        } satisfies MemberOptions),
      ),
    )
    return await meet(relay, sides)
  } finally {
    await relay.end('SIGKILL')
  }
}

/** Founded by one, joined by the other, the same on both devices; `base.automerge` is how it was then. */
async function sharedPlan(folder: string, relay: { readonly url: string; readonly key: string }): Promise<string> {
  const [a, b] = [mustBe(await openMemberFolder(join(folder, 'a'))), mustBe(await openMemberFolder(join(folder, 'b')))]
  const { planId } = mustBe(await a.create({ title: 'Pla', template: 'blank', name: 'Núria' }))
  const founder = mustBe(await a.open(planId))
  const { link } = mustBe(await founder.invite({}))
  mustBe(await founder.syncOnce(relay))
  mustBe(await b.join({ link, name: 'Pau', relay }))
  mustBe(await mustBe(await b.open(planId)).syncOnce(relay))
  mustBe(await founder.syncOnce(relay))
  await writeFile(fileOf(folder, 'base'), mustBe(await founder.documentBytes()))
  await a.close()
  await b.close()
  return planId
}

async function throughRepo(folder: string): Promise<CaughtUp> {
  const { documentId: docId } = parseAutomergeUrl(generateAutomergeUrl())
  const server = await startServer('repoServer.ts', docId, fileOf(folder, 'base'))
  try {
    const start = (side: string): Promise<Side> =>
      startSide('repoClient.ts', { docId, file: fileOf(folder, side), url: server.url } satisfies RepoClientOptions)
    return await meet(server, await Promise.all(SIDES.map(start)))
  } finally {
    await server.end()
  }
}

async function bareApply(folder: string): Promise<{ readonly ms: number; readonly cpu: number }> {
  const [base, a, b] = [fileOf(folder, 'base'), fileOf(folder, 'a'), fileOf(folder, 'b')]
  const sides = await Promise.all([
    startSide('bare.ts', { base, file: a, other: b } satisfies BareOptions),
    startSide('bare.ts', { base, file: b, other: a } satisfies BareOptions),
  ])
  const { ms: time, value: cpu } = await timedAsync(() => together(sides))
  return { ms: time, cpu }
}

async function meet(server: { readonly port: number }, sides: readonly Side[]): Promise<CaughtUp> {
  const before = await usageOf(server)
  const met = await timedAsync(() => together(sides))
  const after = await usageOf(server)
  return {
    ms: met.ms,
    wireBytes: after.wireBytes - before.wireBytes,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    sidesCpuSeconds: met.value,
  }
}

/** Until each side holds what both have written; the processor seconds of all sides. */
async function together(sides: readonly Side[]): Promise<number> {
  const heads = sides.flatMap((side) => side.heads)
  const seconds = await Promise.all(sides.map((side) => side.catchUp(heads)))
  await Promise.all(sides.map((side) => side.end()))
  return seconds.reduce((total, one) => total + one, 0)
}

function mustBe<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
