/** Words of one member shown to another while they are written: two processes and a relay, each with its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as A from '@automerge/automerge'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { assert } from '#shared/base/assert.ts'
import type { Result } from '#shared/base/result.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planSet } from '#shared/plan/operations.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import { startRelayProcess } from '#test/helpers/relayProcess.ts'
import { waitFor } from '#test/helpers/waitFor.ts'
import { ms, type Row, spread, spreadOf, timedAsync } from './measure.ts'

const LETTERS = 200
/** As fast as people type. */
const EVERY_MS = 120
const WITHIN_MS = 300

function must<T>(result: Result<T, unknown>): T {
  assert(result.ok, 'a step of the benchmark works')
  return result.value
}

export async function wordsRows(): Promise<readonly Row[]> {
  const folders = await Promise.all([0, 1, 2].map(() => mkdtemp(join(tmpdir(), 'aplec-words-'))))
  const relay = await startRelayProcess(folders[0]!)
  const at = { url: relay.url, key: relay.publicKey }
  const device = must(await openMemberFolder(folders[1]!))
  let peer: ChildProcess | null = null
  try {
    const { planId } = must(await device.create({ title: 'Pla', template: 'blank', name: 'Núria', relays: [at] }))
    const session = must(await device.open(planId))
    const { link } = must(await session.invite({}))
    must(await session.syncOnce(at))
    const other = must(await openMemberFolder(folders[2]!))
    must(await other.join({ link, name: 'Pau', relay: at }))
    await other.close()
    peer = spawn(
      process.execPath,
      [join(import.meta.dirname, 'wordsPeer.ts'), JSON.stringify({ folder: folders[2], planId })],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const shown = new Map<string, number>()
    createInterface({ input: peer.stdout! }).on('line', (line) => {
      const { hash } = JSON.parse(line) as { hash: string }
      shown.set(hash, performance.now())
    })
    session.setPresence({ screen: 'board', project: null, field: null, cursor: null })
    session.connect()
    await waitFor('the other is here', () => session.presence().length === 1)
    const lease = must(await session.lease())
    let doc = must(openForEditing(lease, must(await session.documentBytes())))
    const typed: { readonly hash: string; readonly at: number }[] = []
    for (let letter = 0; letter < LETTERS; letter++) {
      doc = changePlan(doc, must(planSet(doc, THE_PLAN, { title: `Pla ${'a'.repeat(letter % 60)}${letter}` })), 0)
      typed.push({ hash: A.getHeads(doc)[0]!, at: performance.now() })
      void session.submitChanges(lease.leaseId, [A.getLastLocalChange(doc)!])
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
    await waitFor('the last letter is shown', () => shown.has(typed.at(-1)!.hash))
    // A letter that came together with later ones was shown with the next that was told.
    const seen = typed.map(
      (one, i) => Math.min(...typed.slice(i).map(({ hash }) => shown.get(hash) ?? Infinity)) - one.at,
    )
    const words = spreadOf(seen)
    const answers: number[] = []
    const health = new URL('/healthz', relay.url.replace('ws', 'http'))
    for (let i = 0; i < LETTERS; i++) answers.push((await timedAsync(async () => (await fetch(health)).text())).ms)
    const answer = spreadOf(answers)
    return [
      {
        what: `${LETTERS} letters, one every ${EVERY_MS} ms: from the core of the author until the other’s has judged them`,
        ours: spread(words),
        peer: `the relay answers a question: p50 ${ms(answer.p50)}`,
        ratio: words.p50 / answer.p50,
        target: `p50 ≤ ${WITHIN_MS} ms`,
        met: words.p50 <= WITHIN_MS,
      },
    ]
  } finally {
    if (peer !== null) {
      peer.kill('SIGTERM')
      await once(peer, 'exit')
    }
    await device.close()
    await relay.end('SIGTERM')
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  }
}
