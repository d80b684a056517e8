import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemRandom } from '#node/system/ports.ts'
import { toHex, utf8 } from '#shared/base/bytes.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import type { RelayLimits } from '#relay/index.ts'
import { attach, nameFile } from '#test/helpers/attachedFiles.ts'
import {
  add,
  codeOf,
  founded,
  joined,
  member,
  memberIn,
  mustBe,
  set,
  tempFolder,
  titlesOf,
} from '#test/helpers/memberFolder.ts'
import { startRelayProcess } from '#test/helpers/relayProcess.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

async function relayIn(folder: string, options: { port?: number; limits?: Partial<RelayLimits> } = {}) {
  const relay = await startRelayProcess(folder, options)
  onTestFinished(async () => void (await relay.end('SIGKILL')))
  return { ...relay, at: { url: relay.url, key: relay.publicKey } }
}

const hex = async (session: PlanSession, hash: string): Promise<string> => toHex(mustBe(await session.readFile(hash)))
const stateOf = async (session: PlanSession, hash: string): Promise<string> => (await session.fileState(hash)).at
const piecesOf = async (folder: string, planId: string): Promise<readonly string[]> => {
  const names = await readdir(join(folder, 'rooms', planId, 'pieces')).catch(() => [])
  return names.map((name) => join(folder, 'rooms', planId, 'pieces', name))
}
/** Frames come as fast as the disk and this machine are: nothing of these tests is a flood. */
const QUICK = { framesBurst: 100_000 }

/** Two members of a plan with one project, both connected to a relay of their own. */
async function twoConnected() {
  const relay = await relayIn(await tempFolder(), { limits: QUICK })
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const pau = await joined(await member(), nuria, relay.at)
  for (const one of [nuria, pau]) {
    mustBe(await one.addRelay(relay.at))
    one.connect()
  }
  return { nuria, pau, project }
}

test('[AT13] [AT16] a small file comes by itself to who is connected; a larger one when somebody asks', async () => {
  const { nuria, pau, project } = await twoConnected()
  const heard: string[] = []
  pau.onFile((hash) => heard.push(hash))
  const [small, large] = [systemRandom.bytes(300_000), systemRandom.bytes(2_500_000)]
  const hash = await attach(nuria, project, small, 'petit.pdf')
  await waitFor('the small file came', async () => (await stateOf(pau, hash)) === 'here')
  expect(await hex(pau, hash)).toBe(toHex(small))
  expect(heard).toContain(hash)

  const largeHash = await attach(nuria, project, large, 'gran.mp4')
  await waitFor('the large file is named', async () => (await stateOf(pau, largeHash)) !== 'nameOnly')
  expect(await pau.fileState(largeHash)).toEqual({ at: 'elsewhere', isWanted: false })
  await pau.fetchFile(largeHash)
  await waitFor('the large file came', async () => (await stateOf(pau, largeHash)) === 'here')
  expect(await hex(pau, largeHash)).toBe(toHex(large))
})

test('[AT16] a relay sees neither name nor content nor hash of a file, whatever of it lies in its folder', async () => {
  const folder = await tempFolder()
  const relay = await relayIn(folder, { limits: QUICK })
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const hash = await attach(nuria, project, utf8('CANARI-AL-FITXER '.repeat(20_000)), 'CANARI-AL-NOM.pdf')
  mustBe(await nuria.syncOnce(relay.at))
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
  expect((await piecesOf(folder, nuria.planId)).length).toBe(7)
  const texts = await Promise.all(
    files.map(async (one) => one.name + (await readFile(join(one.parentPath, one.name))).toString('latin1')),
  )
  for (const text of [...texts, relay.log()]) {
    expect(text).not.toContain('CANARI')
    expect(text).not.toContain(hash)
    expect(text).not.toContain(Buffer.from(hash, 'hex').toString('latin1'))
  }
})

test('[AT16] [AT20] kill -9 of the relay in the middle of a file: what it acknowledged is there, and the rest goes on', async () => {
  const folder = await tempFolder()
  const first = await relayIn(folder, { limits: QUICK })
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const pau = await joined(await member(), nuria, first.at)
  const bytes = systemRandom.bytes(12_000_000)
  mustBe(await nuria.addRelay(first.at))
  const hash = await attach(nuria, project, bytes)
  nuria.connect()
  await waitFor('part of it is there', async () => (await piecesOf(folder, nuria.planId)).length > 20)
  await first.end('SIGKILL')
  const before = (await piecesOf(folder, nuria.planId)).length
  expect(before).toBeLessThan(185)
  expect(await stateOf(nuria, hash)).toBe('here')
  const again = await relayIn(folder, { port: first.port, limits: QUICK })
  expect(again.url).toBe(first.url)
  await waitFor('all of it is there', async () => (await piecesOf(folder, nuria.planId)).length === 185)
  await pau.fetchFile(hash)
  await waitFor('the colleague has it', async () => {
    await pau.syncOnce(again.at)
    return (await stateOf(pau, hash)) === 'here'
  })
  expect(await hex(pau, hash)).toBe(toHex(bytes))
})

test('[AT19] an edit does not wait behind a file of 25 MB', async () => {
  const { nuria, pau, project } = await twoConnected()
  const hash = await attach(nuria, project, systemRandom.bytes(25 * 1024 * 1024))
  await waitFor('it is being sent', async () => {
    const state = await nuria.fileState(hash)
    return state.at === 'here' && state.sending !== null && state.sending > 0
  })
  await set(nuria, { type: 'Project', id: project }, { title: 'Hort i bosc' })
  await nuria.flush()
  await waitFor('the edit is there', async () => (await titlesOf(pau)).includes('Hort i bosc'))
  const state = await nuria.fileState(hash)
  expect(state.at === 'here' && state.sending !== null).toBe(true)
})

test('[AT18] a relay takes files up to its quota, says so with its code, and goes on taking entries', async () => {
  const relay = await relayIn(await tempFolder(), { limits: { ...QUICK, roomFileBytes: 700_000 } })
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const pau = await joined(await member(), nuria, relay.at)
  const first = await attach(nuria, project, systemRandom.bytes(400_000), 'u')
  mustBe(await nuria.syncOnce(relay.at))
  const second = await attach(nuria, project, systemRandom.bytes(400_000), 'dos')
  const report = mustBe(await nuria.syncOnce(relay.at))
  expect(report.notices.map(({ code }) => code)).toContain('E_RELAY_FULL')
  await set(nuria, { type: 'Project', id: project }, { title: 'Hort i bosc' })
  mustBe(await nuria.syncOnce(relay.at))
  mustBe(await pau.syncOnce(relay.at))
  expect(await titlesOf(pau)).toEqual(['Hort i bosc'])
  expect([await stateOf(pau, first), await stateOf(pau, second)]).toEqual(['here', 'elsewhere'])
})

test('[AT7] [AT21] a piece that the relay has damaged is not handed out, and comes again from who has the file', async () => {
  const folder = await tempFolder()
  const relay = await relayIn(folder, { limits: QUICK })
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const pau = await joined(await member(), nuria, relay.at)
  const bytes = systemRandom.bytes(400_000)
  const hash = await attach(nuria, project, bytes)
  mustBe(await nuria.syncOnce(relay.at))
  for (const piece of await piecesOf(folder, nuria.planId)) {
    const stored = await readFile(piece)
    if (stored.length < 60_000) continue
    stored[1_000]! ^= 1
    await writeFile(piece, stored)
  }
  mustBe(await pau.syncOnce(relay.at))
  expect(await stateOf(pau, hash)).toBe('elsewhere')
  expect(codeOf(await pau.readFile(hash))).toBe('E_FILE_MISSING')
  // The relay found out; whoever has the file hands it in again, and it comes: by meetings, and while connected.
  await waitFor('the file came after all', async () => {
    mustBe(await nuria.syncOnce(relay.at))
    mustBe(await pau.syncOnce(relay.at))
    return (await stateOf(pau, hash)) === 'here'
  })
  const aina = await joined(await member(), nuria, relay.at, { name: 'Aina' })
  for (const one of [nuria, aina]) mustBe(await one.addRelay(relay.at))
  nuria.connect()
  await waitFor('she is connected', () => nuria.status().relays[0]?.caughtUp === true)
  for (const piece of await piecesOf(folder, nuria.planId)) {
    const stored = await readFile(piece)
    if (stored.length > 60_000) await writeFile(piece, stored.fill(7))
  }
  aina.connect()
  await waitFor('the file came to the third too', async () => (await stateOf(aina, hash)) === 'here')
  expect(await hex(pau, hash)).toBe(toHex(bytes))
})

test('[AT20] a device that ends in the middle of a file goes on with it at its next start', async () => {
  const relay = await relayIn(await tempFolder(), { limits: QUICK })
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const folder = await tempFolder()
  const first = await memberIn(folder)
  const pau = await joined(first, nuria, relay.at)
  const bytes = systemRandom.bytes(9_000_000)
  const hash = await attach(nuria, project, bytes)
  mustBe(await nuria.syncOnce(relay.at))
  mustBe(await pau.syncOnce(relay.at))
  mustBe(await pau.addRelay(relay.at))
  await pau.fetchFile(hash)
  pau.connect()
  await waitFor('part of it is here', async () => {
    const state = await pau.fileState(hash)
    return state.at === 'coming' && state.share > 0.1
  })
  await first.close()
  const again = mustBe(await (await memberIn(folder)).open(nuria.planId))
  expect((await again.fileState(hash)).at).toBe('elsewhere')
  await again.fetchFile(hash)
  const shares: number[] = []
  again.onFile(() => {
    void again.fileState(hash).then((state) => state.at === 'coming' && shares.push(state.share))
  })
  again.connect()
  await waitFor('all of it is here', async () => (await stateOf(again, hash)) === 'here')
  expect(shares[0]).toBeGreaterThan(0.1)
  expect(await hex(again, hash)).toBe(toHex(bytes))
})

test('[AT22] a file that no relay has yet is among what is only here, and keeps the plan from being forgotten', async () => {
  const relay = await relayIn(await tempFolder(), { limits: QUICK })
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const nuria = await founded(device)
  const project = await add(nuria, 'Project', { title: 'Hort' })
  mustBe(await nuria.addRelay(relay.at))
  mustBe(await nuria.syncOnce(relay.at))
  const kept = mustBe(await nuria.addFile(systemRandom.bytes(50_000)))
  await nameFile(nuria, project, kept, 'acta.pdf')
  await nuria.fileState(kept.hash)
  mustBe(await nuria.flush())
  const before = nuria.status().entries.onlyHere
  expect(before).toBe(2)
  mustBe(await nuria.syncOnce(relay.at))
  expect(nuria.status().entries.onlyHere).toBe(0)
  await device.close()

  const again = await memberIn(folder)
  mustBe(await again.open(nuria.planId))
  mustBe(await again.forget(nuria.planId))
})

test('[AT22] forgetting a plan with a file that is only here is refused, also after a restart', async () => {
  const relay = await relayIn(await tempFolder(), { limits: { ...QUICK, roomFileBytes: 1_000 } })
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const nuria = await founded(device)
  const project = await add(nuria, 'Project', { title: 'Hort' })
  mustBe(await nuria.addRelay(relay.at))
  await attach(nuria, project, systemRandom.bytes(50_000))
  // The relay has no room for it: the entries are there, the file is not.
  mustBe(await nuria.syncOnce(relay.at))
  await device.close()
  const again = await memberIn(folder)
  expect(codeOf(await again.forget(nuria.planId))).toBe('E_UNSYNCED')
  mustBe(await again.forget(nuria.planId, { evenUnsynced: true }))
})

test('[AT27] who keeps everything has large files come by themselves until they say otherwise; how much is here can be asked', async () => {
  const { nuria, pau, project } = await twoConnected()
  const [first, second] = [systemRandom.bytes(1_500_000), systemRandom.bytes(1_200_000)]
  const hash = await attach(nuria, project, first, 'gran.mp4')
  await waitFor('the file is named', async () => (await stateOf(pau, hash)) === 'elsewhere')
  const here = { files: 1, bytes: 1_500_000, filesHere: 0, bytesHere: 0 }
  expect(await pau.filesKept()).toEqual({ ...here, keepsAll: false })

  mustBe(await pau.keepAllFiles(true))
  expect(await pau.fileState(hash)).not.toEqual({ at: 'elsewhere', isWanted: false })
  await waitFor('it came', async () => (await stateOf(pau, hash)) === 'here')
  expect(await pau.filesKept()).toEqual({ ...here, keepsAll: true, filesHere: 1, bytesHere: 1_500_000 })
  const next = await attach(nuria, project, second, 'una altra.mp4')
  await waitFor('the next one came', async () => (await stateOf(pau, next)) === 'here')
  expect(await hex(pau, next)).toBe(toHex(second))

  mustBe(await pau.keepAllFiles(false))
  const last = await attach(nuria, project, systemRandom.bytes(1_300_000), 'prou.mp4')
  await waitFor('the last one is named', async () => (await stateOf(pau, last)) === 'elsewhere')
  expect(await pau.fileState(last)).toEqual({ at: 'elsewhere', isWanted: false })
})
