import { expect, onTestFinished, test } from 'vitest'
import { toHex } from '#shared/base/bytes.ts'
import { rootSignKeys } from '#shared/base/crypto.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { makePresence } from '#shared/core/presence.ts'
import { type NoteHead, sealNote } from '#shared/presence/note.ts'
import { encodeNoteBody, type Place } from '#shared/presence/noteBody.ts'
import { founded, joined, member, mustBe, relay } from '#test/helpers/memberFolder.ts'
import { coreOf } from '#test/helpers/memoryMember.ts'

const on = (screen: string): Place => ({ screen, project: null, field: null, cursor: null })

interface Meeting {
  readonly nuria: PlanSession
  readonly pau: PlanSession
}

/** Two members of a plan who are connected to the same relays. */
async function meeting(relays = 1): Promise<Meeting> {
  const at = await Promise.all(Array.from({ length: relays }, () => relay()))
  const nuria = await founded(await member())
  for (const one of at) {
    mustBe(await nuria.addRelay(one))
    mustBe(await nuria.syncOnce(one))
  }
  const pau = await joined(await member(), nuria, at[0]!)
  for (const one of at) mustBe(await pau.addRelay(one))
  for (const one of [nuria, pau]) one.connect()
  const isLive = (one: PlanSession): boolean => one.status().relays.every(({ caughtUp }) => caughtUp)
  await expect.poll(() => [nuria, pau].every(isLive), { timeout: 20_000 }).toBe(true)
  await expect.poll(() => nuria.status().people.map(({ name }) => name)).toEqual(['Pau'])
  return { nuria, pau }
}

const seenBy = (one: PlanSession): readonly string[] =>
  one.presence().map(({ name, place }) => `${name} ${place.screen}`)

test('[CR50] whoever has a plan open sees who else has, where they are, and that they have left', async () => {
  const { nuria, pau } = await meeting()
  const told: string[][] = []
  onTestFinished(nuria.onPresence((people) => void told.push(people.map(({ name }) => name))))
  nuria.setPresence(on('board'))
  expect(nuria.presence()).toEqual([])
  // Pau comes later, and learns at once who is here: he is answered.
  pau.setPresence(on('report'))
  await expect.poll(() => seenBy(nuria)).toEqual(['Pau report'])
  await expect.poll(() => seenBy(pau)).toEqual(['Núria board'])
  const field = { screen: 'board', project: 'ab'.repeat(16), field: 'title', cursor: { anchor: '1@a', head: '2@a' } }
  pau.setPresence(field)
  await expect.poll(() => nuria.presence()[0]?.place).toEqual(field)
  pau.setPresence(null)
  await expect.poll(() => seenBy(nuria)).toEqual([])
  expect(seenBy(pau)).toEqual(['Núria board'])
  expect(told).toContainEqual(['Pau'])
  expect(told.at(-1)).toEqual([])
  pau.setPresence(on('board'))
  await expect.poll(() => seenBy(nuria)).toEqual(['Pau board'])
  await pau.close()
  await expect.poll(() => seenBy(nuria)).toEqual([])
})

test('[CR51] whoever comes by two relays at once is there once, and is told each move once', async () => {
  const { nuria, pau } = await meeting(2)
  const moves: string[] = []
  nuria.onPresence((people) => moves.push(people.map(({ place }) => place.screen).join()))
  for (const screen of ['board', 'report', 'people']) {
    pau.setPresence(on(screen))
    await expect.poll(() => seenBy(nuria)).toEqual([`Pau ${screen}`])
  }
  expect(moves).toEqual(['board', 'report', 'people'])
})

test('[CR51] nothing of it is stored: neither entries nor drafts nor what a cache accounts for', async () => {
  const { nuria, pau } = await meeting()
  await expect.poll(() => pau.status().drafts + nuria.status().drafts).toBe(0)
  const before = [nuria, pau].map((one) => [coreOf(one).journal.count(), coreOf(one).state.cacheStale])
  pau.setPresence(on('board'))
  await expect.poll(() => seenBy(nuria)).toEqual(['Pau board'])
  expect([nuria, pau].map((one) => [coreOf(one).journal.count(), coreOf(one).state.cacheStale])).toEqual(before)
})

test('[CR52] a note of a stranger, an old one and one of another plan are as good as none', async () => {
  const { nuria, pau } = await meeting()
  const { keys, planId, state } = coreOf(pau)
  const { epochs, roster } = state
  const epochId = roster.sendingEpoch!
  const random = { bytes: (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length)) }
  const heard = makePresence(coreOf(nuria), () => undefined)
  const note = (change: Partial<NoteHead> & { roomId?: string; signer?: typeof keys.sign } = {}): Uint8Array => {
    const { roomId = planId, signer = keys.sign, ...head } = change
    const device = toHex(signer.publicKey)
    return sealNote(
      { epochId, device, session: '00'.repeat(8), count: 1, time: Date.now(), ...head },
      encodeNoteBody({ kind: 'here', place: on('board') }),
      { roomId, epochSecret: epochs.get(epochId)!, devicePrivateKey: signer.privateKey },
      random,
    )
  }
  for (const bad of [
    note({ signer: rootSignKeys(random.bytes(32)) }),
    note({ time: Date.now() - 3_600_000 }),
    note({ roomId: 'ab'.repeat(32) }),
    note().map((byte, at) => (at === 120 ? byte ^ 1 : byte)),
    random.bytes(400),
  ]) {
    heard.take(bad)
    expect(heard.people()).toEqual([])
  }
  heard.take(note())
  expect(heard.people().map(({ name }) => name)).toEqual(['Pau'])
  heard.close()
})
