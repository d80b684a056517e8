import { cp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fromHex } from '#shared/base/bytes.ts'
import { epochKey } from '#shared/base/crypto.ts'
import { KIND, openContentEntry } from '#shared/journal/entry.ts'
import { equalVectors } from '#shared/journal/vector.ts'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { seededNumbers, seededRandom } from '#test/helpers/entries.ts'
import { endAfterEach, newFolder, open, relayOn } from '#test/helpers/relayTest.ts'
import { contentOf, founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

endAfterEach()

test('[RL11] kill -9 under load: nothing acknowledged is lost, and both sides meet again', async () => {
  const random = seededRandom(2)
  const chance = seededNumbers(2)
  const folder = await newFolder()
  const limits = { entriesBurst: 100_000, framesBurst: 100_000 }
  let relay = await relayOn(folder, { limits })
  const { port } = relay
  const ana = await founder(random)
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  const invite = inviteSignKeysOf(seed, ana.membership.roomId)
  const anas = open(ana, ana.config(relay))
  const paus = open(pau, pau.config(relay, pau.identity({ invite })))
  await waitFor('both are in step', () => anas.status().inStep && paus.status().inStep)

  let isWriting = true
  const writing = Promise.all(
    [ana, pau].map(async (member) => {
      for (let i = 0; isWriting; i++) {
        await member.write(`${i} a`, `${i} b`)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    }),
  )
  for (let kill = 0; kill < 5; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 150 + chance() * 250))
    await relay.end('SIGKILL')
    const acknowledged = new Set([...anas.acknowledged, ...paus.acknowledged])
    expect(acknowledged.size).toBeGreaterThan(0)
    const held = await hashesOnDisk(folder, ana.membership.roomId)
    expect([...acknowledged].filter((hash) => !held.has(hash))).toEqual([])
    relay = await relayOn(folder, { port, limits })
    await waitFor('both are back', () => anas.status().state === 'live' && paus.status().state === 'live')
  }
  isWriting = false
  await writing
  await waitFor('both are in step', () => anas.status().inStep && paus.status().inStep)
  await waitFor('both hold the same', () => equalVectors(ana.journal.vector(), pau.journal.vector()))
  expect(contentOf(ana)).toBeGreaterThan(100)
  expect([...anas.notices, ...paus.notices]).toEqual([])
}, 180_000)

async function hashesOnDisk(folder: string, roomId: string): Promise<ReadonlySet<string>> {
  // A copy, so that opening it repairs nothing in the folder under test.
  const copy = join(await newFolder(), 'copy')
  await cp(join(folder, 'rooms', roomId), copy, { recursive: true })
  const disk = nodeDisk(copy)
  const journal = await openFileJournal({ disk, roomId })
  if (!journal.ok) throw new Error(journal.error.code)
  const hashes = new Set([...journal.value.places()].map(({ hash }) => hash))
  await journal.value.close()
  await disk.close()
  return hashes
}

test('[SY8] [RL11] a relay folder replaced by an older copy: told, and sent again', async () => {
  const folder = await newFolder()
  const backup = join(await newFolder(), 'backup')
  const relay = await relayOn(folder)
  const ana = await founder(seededRandom(3))
  const session = open(ana, ana.config(relay))
  await ana.write('before the copy')
  await waitFor('in step', () => session.status().inStep)
  await relay.end('SIGTERM')
  await cp(folder, backup, { recursive: true })

  const again = await relayOn(folder, { port: relay.port })
  await waitFor('back', () => session.status().state === 'live')
  await ana.write(...Array.from({ length: 120 }, (_, i) => `after the copy ${i}`))
  await waitFor('in step', () => session.status().inStep)
  expect(session.notices).toEqual([])
  await again.end('SIGKILL')
  await rm(folder, { recursive: true })
  await cp(backup, folder, { recursive: true })

  await relayOn(folder, { port: relay.port })
  await waitFor('in step again', () => session.status().inStep && session.notices.length > 0)
  expect(session.notices).toEqual([{ code: 'W_RELAY_ROLLBACK', count: 120 }])
  await waitFor('all of it is there', () => equalVectors(session.status().relay ?? new Map(), ana.journal.vector()))
})

test('[RL11] a lost or damaged log name gives the log a new one, and nothing is lost', async () => {
  const folder = await newFolder()
  const relay = await relayOn(folder)
  const ana = await founder(seededRandom(4))
  const session = open(ana, ana.config(relay))
  await ana.write('one')
  await waitFor('in step', () => session.status().inStep)
  const before = ana.lastRoot
  await relay.end('SIGTERM')
  await writeFile(join(folder, 'rooms', ana.membership.roomId, 'log-id'), 'damaged')
  await relayOn(folder, { port: relay.port })
  await waitFor('in step', () => session.status().inStep && ana.lastRoot?.logId !== before?.logId)
  expect(ana.lastRoot?.pos).toBe(before?.pos)
  // Everything was still there, so there was nothing to send and nothing to tell.
  expect(session.notices).toEqual([])
})

test('[RL1] [RL23] nothing written, no name and no secret is in the folder, the log or the metrics of a relay', async () => {
  const canary = 'CANARI-de-la-cooperativa'
  const folder = await newFolder()
  const relay = await relayOn(folder)
  const ana = await founder(seededRandom(5))
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  const invite = inviteSignKeysOf(seed, ana.membership.roomId)
  const anas = open(ana, ana.config(relay))
  const paus = open(pau, pau.config(relay, pau.identity({ invite })))
  await ana.write(...Array.from({ length: 200 }, (_, i) => `${canary} ${i}`))
  await waitFor('pau has it', () => contentOf(pau) === 200 && paus.status().inStep && anas.status().inStep)
  const metrics = await (await fetch(`http://127.0.0.1:${relay.port}/metrics`)).text()
  expect(metrics).toContain('aplec_relay_entries_stored_total')
  await relay.end('SIGTERM')

  const { epochSecret, device } = ana.membership
  const secrets = [epochSecret, seed, device.sign.privateKey.subarray(0, 32), device.box.privateKey]
  const needles = [
    Buffer.from(canary),
    ...secrets.flatMap((secret) => [
      Buffer.from(secret),
      Buffer.from(Buffer.from(secret).toString('hex')),
      Buffer.from(Buffer.from(secret).toString('base64url')),
    ]),
  ]
  const haystacks = [Buffer.from(relay.log()), Buffer.from(metrics)]
  let entriesSeen = 0
  for (const item of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!item.isFile()) continue
    const bytes = await readFile(join(item.parentPath, item.name))
    haystacks.push(bytes)
    if (item.name.endsWith('.alog')) entriesSeen += bytes.length
  }
  expect(entriesSeen).toBeGreaterThan(200 * 252)
  for (const needle of needles) expect(haystacks.some((bytes) => bytes.includes(needle))).toBe(false)
  for (const line of relay
    .log()
    .split('\n')
    .filter((text) => text.startsWith('{'))) {
    expect(Object.keys(JSON.parse(line) as object)).not.toContain('address')
  }
  // The canary is a right one: a member opens it out of the very bytes that lie there.
  const [some] = [...pau.journal.places()].filter(({ kind }) => kind === KIND.CONTENT)
  const entry = some === undefined ? undefined : await pau.journal.get(some.hash)
  if (entry?.ok !== true || entry.value === undefined) throw new Error('no entry')
  const body = openContentEntry(entry.value, epochKey(epochSecret, 'content', fromHex(ana.membership.roomId)))
  expect(body.ok && Buffer.from(body.value).toString()).toContain(canary)
  expect(haystacks.some((bytes) => bytes.includes(Buffer.from(entry.value?.bytes ?? [])))).toBe(true)
})

test('[RL18] [RL20] a graceful stop ends with 0; the key is a 0600 file that is kept', async () => {
  const folder = await newFolder()
  const relay = await relayOn(folder)
  const ana = await founder(seededRandom(6))
  const session = open(ana, ana.config(relay))
  await waitFor('in step', () => session.status().inStep)
  const [entry] = await ana.write('last words')
  expect(await relay.end('SIGTERM')).toBe(0)
  expect((await stat(join(folder, 'relay.key'))).mode & 0o777).toBe(0o600)
  const held = await hashesOnDisk(folder, ana.membership.roomId)
  expect(held.has(entry?.hash ?? '') || !session.acknowledged.has(entry?.hash ?? '')).toBe(true)
  const again = await relayOn(folder, { port: relay.port })
  expect(again.publicKey).toBe(relay.publicKey)
  await again.end('SIGTERM')
  await writeFile(join(folder, 'relay.key'), 'not a key\n')
  await expect(relayOn(folder)).rejects.toThrow('E_KEYRING')
  expect(await readFile(join(folder, 'relay.key'), 'utf8')).toBe('not a key\n')
})
