/** What the trials share: folders, relays and members with real sockets, and how a result is told. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRandom } from '#node/system/ports.ts'
import { type RelayProcess, startRelayProcess } from '#test/helpers/relayProcess.ts'
import { type SyncMember, founder } from '#test/helpers/syncMember.ts'
import { type TestSession, sessionOf } from '#test/helpers/syncSession.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

export interface Result {
  /** What was done, with its numbers. */
  readonly what: string
  readonly asked: string
  readonly measured: string
  readonly isPassed: boolean
}

export interface Trial {
  readonly name: string
  /** `null`: this machine does not let it be done. */
  readonly run: (scene: Scene, cycles: number) => Promise<Result | null>
}

/** Everything a trial starts ends with it. */
export class Scene {
  private readonly undo: (() => unknown)[] = []

  folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'aplec-torture-'))
    this.undo.push(() => rmSync(path, { recursive: true, force: true }))
    return path
  }

  later(run: () => unknown): void {
    this.undo.push(run)
  }

  async relay(...args: Parameters<typeof startRelayProcess>): Promise<RelayProcess> {
    const relay = await startRelayProcess(...args)
    this.undo.push(() => relay.end('SIGKILL'))
    return relay
  }

  open(member: SyncMember, relay: RelayProcess): TestSession {
    const session = sessionOf(member, member.config(relay))
    this.undo.push(() => session.stop())
    return session
  }

  /** Founder of a room of its own, live at the relay. */
  async member(relay: RelayProcess): Promise<{ readonly member: SyncMember; readonly session: TestSession }> {
    const member = await founder(systemRandom)
    const session = this.open(member, relay)
    await waitFor('the member is in step', () => session.status().inStep)
    return { member, session }
  }

  async end(): Promise<void> {
    for (const run of this.undo.splice(0).reverse()) await run()
  }
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Milliseconds from writing to the relay's ACK, one after the other until `isOver`. */
export async function acknowledgements(
  { member, session }: { readonly member: SyncMember; readonly session: TestSession },
  isOver: () => boolean,
): Promise<readonly number[]> {
  const out: number[] = []
  while (!isOver()) {
    const before = performance.now()
    const [entry] = await member.write('one more')
    await waitFor('it is acknowledged', () => session.acknowledged.has(entry!.hash), 120_000)
    out.push(performance.now() - before)
    await wait(20)
  }
  return out
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN

/** Resident memory, MB. */
export const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024

/** Processor time so far, seconds. */
export function processorOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export async function metricsOf(relay: RelayProcess): Promise<string> {
  return (await fetch(`http://127.0.0.1:${relay.port}/metrics`)).text()
}

/** Codes with which the relay has refused something. */
export const refusalsOf = async (relay: RelayProcess): Promise<readonly string[]> =>
  [...(await metricsOf(relay)).matchAll(/refusals_total\{code="(\w+)"\} [1-9]/g)].map(([, code]) => code as string)
