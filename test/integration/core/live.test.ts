import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planSet } from '#shared/plan/operations.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import { add, founded, joined, member, mustBe, planOf, relay, titlesOf } from '#test/helpers/memberFolder.ts'
import { coreOf } from '#test/helpers/memoryMember.ts'

test('[CR3] while both are connected an edit of one is with the other after a pause', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  mustBe(await nuria.addRelay(at))
  const pau = await joined(await member(), nuria, at)
  mustBe(await nuria.syncOnce(at))
  nuria.connect()
  pau.connect()
  await expect.poll(() => [nuria, pau].map((one) => one.status().relays[0]?.caughtUp)).toEqual([true, true])

  await add(pau, 'Project', { title: 'Hort' })
  expect(pau.status().drafts).toBe(1)
  await expect.poll(() => titlesOf(nuria), { timeout: 10_000 }).toEqual(['Hort'])
  expect(pau.status().drafts).toBe(0)
  await expect.poll(() => pau.status().entries.onlyHere).toBe(0)
  await nuria.disconnect()
  expect(nuria.status().relays).toMatchObject([{ url: at.url, state: 'off' }])
})

test('[CR33] what a meeting brought is in the cache soon after, with nothing closed', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  mustBe(await nuria.addRelay(at))
  const pau = await joined(await member(), nuria, at)
  mustBe(await nuria.syncOnce(at))
  await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.syncOnce(at))
  nuria.connect()
  await expect.poll(() => titlesOf(nuria)).toEqual(['Hort'])
  const { state } = coreOf(nuria)
  await expect.poll(() => state.cacheStale, { timeout: 30_000 }).toBe(false)
  expect(state.bytes?.heads).toEqual(await nuria.heads())
})

test('[CR24] a window hears of others’ changes and of the core’s own, and its document ends equal', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  mustBe(await nuria.addRelay(at))
  const pau = await joined(await member(), nuria, at)
  mustBe(await nuria.syncOnce(at))
  const lease = mustBe(await nuria.lease())
  const opened = openForEditing(lease, mustBe(await nuria.documentBytes()))
  if (!opened.ok) throw new Error(opened.error.kind)
  let doc = opened.value
  nuria.onChanges((event) => {
    if (event.kind === 'changes') [doc] = A.applyChanges(doc, [...event.changes])
  })
  const titles: string[] = []
  nuria.onStatus((status) => titles.push(status.title))
  nuria.connect()
  await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.syncOnce(at))
  const planned = planSet(doc, THE_PLAN, { title: 'Pla nou' })
  if (!planned.ok) throw new Error(planned.error.kind)
  const before = A.getHeads(doc)
  doc = changePlan(doc, planned.value, 0)
  mustBe(await nuria.submitChanges(lease.leaseId, A.getChangesSince(doc, before)))
  mustBe(await nuria.rename('Núria Vila'))
  await expect.poll(async () => A.getHeads(doc).sort().join()).toBe((await nuria.heads()).join())
  await expect.poll(() => titlesOf(nuria)).toEqual(['Hort'])
  await expect.poll(async () => A.getHeads(doc).sort().join()).toBe((await nuria.heads()).join())
  expect(
    Object.values((await planOf(nuria))['members'] ?? {})
      .map((one) => one['name'])
      .sort(),
  ).toEqual(['Núria Vila', 'Pau'])
  await expect.poll(() => titles.at(-1)).toBe('Pla nou')
})

test('[CR21] a relay that comes back with an older log is told, and gets everything again', async () => {
  const { cp, rm } = await import('node:fs/promises')
  const { startRelayProcess } = await import('#test/helpers/relayProcess.ts')
  const { tempFolder } = await import('#test/helpers/memberFolder.ts')
  const [folder, backup] = [await tempFolder(), await tempFolder()]
  const nuria = await founded(await member())
  let running = await startRelayProcess(folder)
  const at = { url: running.url, key: running.publicKey }
  mustBe(await nuria.syncOnce(at))
  const pau = await joined(await member(), nuria, at)
  await running.end('SIGTERM')
  await cp(folder, backup, { recursive: true })
  running = await startRelayProcess(folder, { port: running.port })
  await add(nuria, 'Project', { title: 'Hort' })
  await nuria.flush()
  await add(nuria, 'Project', { title: 'Forn' })
  mustBe(await nuria.syncOnce(at))
  await running.end('SIGTERM')
  await rm(folder, { recursive: true })
  await cp(backup, folder, { recursive: true })
  running = await startRelayProcess(folder, { port: running.port })
  const saysLost = (): boolean => nuria.status().notices.some((one) => one.code === 'W_RELAY_ROLLBACK')
  const said: boolean[] = []
  nuria.onStatus(() => said.push(saysLost()))
  try {
    const { notices } = mustBe(await nuria.syncOnce(at))
    expect(notices.map((one) => one.code)).toContain('W_RELAY_ROLLBACK')
    // Said while it is being sent again, and not after that.
    expect(said).toContain(true)
    expect(saysLost()).toBe(false)
    mustBe(await pau.syncOnce(at))
    expect(await titlesOf(pau)).toEqual(['Forn', 'Hort'])
  } finally {
    await running.end('SIGKILL')
  }
})

test('[CR24] a relay added while connected is met at once, and one taken away is left', async () => {
  const [one, two] = [await relay(), await relay()]
  const nuria = await founded(await member())
  mustBe(await nuria.addRelay(one))
  nuria.connect()
  mustBe(await nuria.addRelay(two))
  const states = (): unknown => nuria.status().relays.map(({ url, state, toSend }) => ({ url, state, toSend }))
  const live = (url: string) => ({ url, state: 'live', toSend: 0 })
  await expect.poll(states, { timeout: 10_000 }).toEqual([live(one.url), live(two.url)])
  mustBe(await nuria.removeRelay(one.url))
  await expect.poll(states).toEqual([live(two.url)])
})
