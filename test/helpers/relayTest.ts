/** Relays, folders and sessions of one test, ended after it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { type RelayProcess, startRelayProcess } from './relayProcess.ts'
import { type TestSession, sessionOf } from './syncSession.ts'

const undo: (() => Promise<unknown>)[] = []

/** Call once in a test file. */
export function endAfterEach(): void {
  afterEach(async () => {
    for (const run of undo.splice(0).reverse()) await run()
  })
}

export async function newFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'aplec-relay-'))
  undo.push(() => rm(path, { recursive: true, force: true }))
  return path
}

export async function relayOn(...args: Parameters<typeof startRelayProcess>): Promise<RelayProcess> {
  const relay = await startRelayProcess(...args)
  undo.push(() => relay.end('SIGKILL'))
  return relay
}

export function open(...args: Parameters<typeof sessionOf>): TestSession {
  const session = sessionOf(...args)
  undo.push(() => session.stop())
  return session
}
