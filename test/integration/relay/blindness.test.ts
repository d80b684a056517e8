/** What a relay has seen after 10,000 entries: nothing that means anything (docs/threat-model.md, docs/specs/relay.md). */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fromHex, utf8 } from '#shared/base/bytes.ts'
import { storageKey } from '#shared/base/crypto.ts'
import { parseLink } from '#shared/roster/link.ts'
import { decodeKeyFile, unlockPlain } from '#node/keys/keyFile.ts'
import { systemRandom } from '#node/system/ports.ts'
import { add, founded, joined, memberIn, mustBe, set, tempFolder } from '#test/helpers/memberFolder.ts'
import { attach } from '#test/helpers/attachedFiles.ts'
import { coreOf } from '#test/helpers/memoryMember.ts'
import { formsOf, namesIn, namesInMemory, type Needle } from '#test/helpers/processMemory.ts'
import { endAfterEach, newFolder, open, relayOn } from '#test/helpers/relayTest.ts'
import { founder } from '#test/helpers/syncMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

endAfterEach()

const ENTRIES = 10_000
const LIMITS = { entriesBurst: 1_000_000, framesBurst: 1_000_000, roomBytes: 2 ** 30, roomBytesPerDay: 2 ** 30 }
/** A word that stands nowhere by chance. */
const canary = (what: string): string => `canari-${what}-${Buffer.from(systemRandom.bytes(12)).toString('hex')}`

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path) && statSync(path).isFile())
}

/** The secrets of a device, from its own key file, which no keyring protects here. */
function deviceNeedles(folder: string, planId: string): readonly Needle[] {
  const file = decodeKeyFile(readFileSync(join(folder, 'device.key'), 'utf8'))
  const keys = file.ok ? unlockPlain(file.value) : file
  if (!keys.ok) throw new Error(keys.error.code)
  const { deviceSecret, master } = keys.value
  return [
    ...formsOf('device secret', deviceSecret),
    ...formsOf('master', master),
    ...formsOf('storage key', storageKey(deviceSecret, fromHex(planId))),
  ]
}

test(`[RL50] after ${ENTRIES} entries no plaintext, name, key or seed is on the relay's disk, in its log, its metrics or its memory`, async () => {
  const data = await newFolder()
  const relay = await relayOn(data, { limits: LIMITS })
  const at = { url: relay.url, key: relay.publicKey }

  // People with a plan: titles, names, a link, what they write.
  const [title, name, other, card, more] = ['pla', 'nom', 'altra', 'targeta', 'afegit'].map(canary) as [string, string, string, string, string] // prettier-ignore
  const [nuriaFolder, pauFolder] = [await tempFolder(), await tempFolder()]
  const nuria = await founded(await memberIn(nuriaFolder), title)
  mustBe(await nuria.rename(name))
  const pau = await joined(await memberIn(pauFolder), nuria, at, { name: other })
  const { link } = mustBe(await nuria.invite({}))
  const id = await add(pau, 'Project', { title: card })
  await set(pau, { type: 'Project', id }, { title: more })
  const picture = canary('fitxer')
  await attach(pau, id, utf8(picture.repeat(50)), canary('nomfitxer'))
  for (const session of [pau, nuria, pau]) mustBe(await session.syncOnce(at))
  expect(mustBe(await nuria.canonicalJson('draft'))).toContain(more)
  const parsed = mustBe(parseLink(link))

  // And a room with very many entries.
  const ana = await founder(systemRandom)
  const session = open(ana, ana.config(relay))
  const word = canary('entrada')
  for (let done = 0; done < ENTRIES; done += 500) {
    await ana.write(...Array.from({ length: 500 }, (_, i) => `${word} ${done + i}`))
  }
  await waitFor('everything is at the relay', () => session.status().inStep && session.acknowledged.size >= ENTRIES)

  const { roomId, epochSecret, device } = ana.membership
  const needles: readonly Needle[] = [
    ...[title, name, other, card, more, word, picture].flatMap((text) => formsOf(text.split('-')[1]!, utf8(text))),
    ...deviceNeedles(nuriaFolder, nuria.planId),
    ...deviceNeedles(pauFolder, nuria.planId),
    ...formsOf('epoch', epochSecret),
    ...[...coreOf(nuria).state.epochs.values()].flatMap((secret) => formsOf('epoch', secret)),
    ...formsOf('signing key', device.sign.privateKey.subarray(0, 32)),
    ...formsOf('invite seed', parsed.inviteSeed),
  ]
  const disk = Object.fromEntries(filesUnder(data).map((file) => [file.slice(data.length), namesIn(readFileSync(file), needles)])) // prettier-ignore
  expect(Object.keys(disk).length).toBeGreaterThan(2)
  expect(Object.entries(disk).filter(([, found]) => found.length > 0)).toEqual([])
  const metrics = await (await fetch(`http://127.0.0.1:${relay.port}/metrics`)).text()
  expect([metrics.length > 100, namesIn(utf8(metrics), needles)]).toEqual([true, []])
  expect([relay.log().length > 0, namesIn(utf8(relay.log()), needles)]).toEqual([true, []])

  // The room's own name and an entry are there to be found: what finds nothing has looked.
  const known = [...formsOf('room', fromHex(roomId))]
  const memory = namesInMemory(relay.pid, [...needles, ...known])
  if (process.platform === 'linux' && process.getuid?.() === 0) expect(memory).not.toBeNull()
  if (memory !== null) expect(memory).toEqual(['room'])
})
