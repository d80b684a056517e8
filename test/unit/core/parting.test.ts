import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import { toHex } from '#shared/base/bytes.ts'
import { chainEnd } from '#shared/core/ownStreams.ts'
import type { PlanCore } from '#shared/core/planCore.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { type Entry, KIND } from '#shared/journal/entry.ts'
import { act } from '#shared/roster/controlActs.ts'
import { encodeEpoch, parseControlBody } from '#shared/roster/controlCodec.ts'
import { sealTo } from '#shared/roster/keys.ts'
import { renewEpoch } from '#shared/roster/renewEpoch.ts'
import { systemRandom } from '#node/system/ports.ts'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { add, codeOf, entriesOf, founded, joinedBySticks, mustBe, titlesOf } from '#test/helpers/memberFolder.ts'
import { attach } from '#test/helpers/attachedFiles.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'

const carry = async (from: PlanSession, to: PlanSession): Promise<unknown> => to.takeBundle(mustBe(await from.bundle()))

const meet = async (...all: readonly PlanSession[]): Promise<void> => {
  for (const _ of all) for (const from of all) for (const to of all) if (from !== to) await carry(from, to)
}

const idOf = (session: PlanSession): string => session.roster().self

async function three() {
  const [nuria, other, third] = [memoryMember(), memoryMember(), memoryMember()]
  const one = await founded(nuria.device)
  const two = await joinedBySticks(one, other.device, 'Pau')
  const three = await joinedBySticks(one, third.device, 'Ana')
  await meet(one, two, three)
  return { nuria: one, pau: two, ana: three, members: { nuria, pau: other, ana: third } }
}

test('[CR38] what a removed member wrote later is kept and left out, on whoever had it already too', async () => {
  const { nuria, pau, ana } = await three()
  await add(pau, 'Project', { title: 'Hort' })
  await carry(pau, nuria)
  await add(pau, 'Project', { title: 'Tard' })
  await carry(pau, ana)
  expect(await titlesOf(ana)).toEqual(['Hort', 'Tard'])
  mustBe(await nuria.removeMember(idOf(pau)))
  await meet(nuria, ana)
  expect([await titlesOf(nuria), await titlesOf(ana)]).toEqual([['Hort'], ['Hort']])
  expect([await nuria.heads(), nuria.status().entries.quarantined]).toEqual([
    await ana.heads(),
    ana.status().entries.quarantined,
  ])
  expect(await ana.late()).toMatchObject([{ name: 'Pau', memberId: idOf(pau) }])
  expect((await ana.late())[0]?.words).toContain('Tard')
})

test('[CR39] what somebody who is here has built on counts, in an entry or in drafts, before or after', async () => {
  const { nuria, pau, ana } = await three()
  await carry(pau, nuria)
  await add(pau, 'Project', { title: 'Tard' })
  await carry(pau, ana)
  await add(ana, 'Project', { title: 'Seu' })
  mustBe(await nuria.removeMember(idOf(pau)))
  // Ana's words are drafts when she hears of the removal.
  await carry(nuria, ana)
  expect(await titlesOf(ana)).toContain('Tard')
  await carry(ana, nuria)
  expect(await titlesOf(nuria)).toEqual(await titlesOf(ana))
  expect(await nuria.heads()).toEqual(await ana.heads())
  expect(nuria.status().entries.quarantined).toBe(0)
})

test('[CR40] a steward accepts what waits by name, and everybody has it', async () => {
  const { nuria, pau, ana } = await three()
  await add(pau, 'Project', { title: 'Un' })
  mustBe(await pau.flush())
  await add(pau, 'Project', { title: 'Dos' })
  mustBe(await pau.flush())
  mustBe(await nuria.removeMember(idOf(pau)))
  await carry(pau, nuria)
  await meet(nuria, ana)
  const waiting = await ana.late()
  expect(waiting.map(({ name }) => name)).toContain('Pau')
  expect(codeOf(await ana.acceptLate(waiting[0]!.stream))).toBe('E_ROLE')
  const first = (await nuria.late()).find(({ words }) => words.includes('Un'))!
  mustBe(await nuria.acceptLate(first.stream, first.seq))
  await meet(nuria, ana)
  expect([await titlesOf(nuria), await titlesOf(ana)]).toEqual([['Un'], ['Un']])
  mustBe(await nuria.acceptLate(first.stream))
  await meet(nuria, ana)
  expect([await titlesOf(nuria), await titlesOf(ana)]).toEqual([
    ['Dos', 'Un'],
    ['Dos', 'Un'],
  ])
  expect(codeOf(await nuria.acceptLate(first.stream))).toBe('E_NO_LATE')
})

test('[CR41] who was removed reads on, writes no more, and can hand its last words over', async () => {
  const { nuria, pau, members } = await three()
  await carry(nuria, pau)
  await add(pau, 'Project', { title: 'Darrer' })
  mustBe(await nuria.removeMember(idOf(pau)))
  await carry(nuria, pau)
  expect(pau.status()).toMatchObject({ role: null, canEdit: false })
  expect(pau.status().notices).toContainEqual({ code: 'W_REMOVED' })
  expect(await titlesOf(pau)).toEqual(['Darrer'])
  expect(codeOf(await pau.lease())).toBe('E_READ_ONLY')
  await carry(pau, nuria)
  expect(await titlesOf(nuria)).toEqual([])
  expect((await nuria.late()).map(({ words }) => words).join()).toContain('Darrer')
  const { planId } = pau
  await pau.close()
  const again = mustBe(await members.pau.device.open(planId))
  expect(await titlesOf(again)).toEqual(['Darrer'])
})

test('[CR42] a removed member never opens the next epoch; all who remain do', async () => {
  const { nuria, pau, ana } = await three()
  mustBe(await nuria.removeMember(idOf(pau)))
  await add(nuria, 'Project', { title: 'Sense Pau' })
  await meet(nuria, ana)
  await carry(nuria, pau)
  await carry(ana, pau)
  const epoch = coreOf(nuria).state.roster.sendingEpoch!
  expect([nuria, pau, ana].map((one) => coreOf(one).state.epochs.has(epoch))).toEqual([true, false, true])
  expect([await titlesOf(ana), await titlesOf(pau)]).toEqual([['Sense Pau'], []])
  // Old and new epoch are both read by whoever comes afterwards.
  const late = await joinedBySticks(nuria, memoryMember().device, 'Rut')
  expect(await titlesOf(late)).toEqual(['Sense Pau'])
})

test('[CR42] a file is read in every epoch after the one it was added in', async () => {
  const { nuria, pau, ana } = await three()
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const bytes = new Uint8Array(70_000).fill(7)
  const hash = await attach(nuria, project, bytes)
  mustBe(await nuria.removeMember(idOf(pau)))
  await meet(nuria, ana)
  const late = await joinedBySticks(nuria, memoryMember().device, 'Rut')
  for (const one of [ana, late]) expect(mustBe(await one.readFile(hash))).toEqual(bytes)
})

test('[CR43] [BI19] without the right key edits stay here as drafts, and leave when another steward renews it', async () => {
  const { nuria, ana } = await three()
  mustBe(await nuria.appointSteward(idOf(ana)))
  await meet(nuria, ana)
  const wrong = wrongEpoch(coreOf(nuria), coreOf(ana).keys.box.publicKey)
  mustBe(await nuria.takeBundle(encodeBundle(nuria.planId, [wrong])))
  await carry(nuria, ana)
  expect(ana.status().notices).toContainEqual({ code: 'E_EPOCH_KEY', params: { author: 'Núria' } })
  await add(ana, 'Project', { title: 'Esborrany' })
  expect([codeOf(await ana.flush()), codeOf(await ana.renewKey())]).toEqual(['E_EPOCH_KEY', 'E_EPOCH_KEY'])
  expect([ana.status().saved.state, ana.status().drafts > 0, await titlesOf(ana)]).toEqual([
    'saved',
    true,
    ['Esborrany'],
  ])
  mustBe(await nuria.renewKey())
  await carry(nuria, ana)
  expect(ana.status().notices.map(({ code }) => code)).not.toContain('E_EPOCH_KEY')
  await carry(ana, nuria)
  expect(await titlesOf(nuria)).toEqual(['Esborrany'])
})

/** The next entry of a steward: an epoch that holds another secret for one box than it commits to. */
function wrongEpoch(core: PlanCore, box: Uint8Array): Entry {
  const { roster, epochs } = core.state
  const end = chainEnd(core, core.local.state().streams.service!)!
  const place = { roomId: core.planId, epochId: roster.sendingEpoch!, ...end }
  const author = { device: core.keys, place, heads: roster.heads }
  const input = { roster, secrets: epochs, grants: [], reason: 'refresh' } as const
  const { entry } = renewEpoch(author, input, systemRandom)
  const body = parseControlBody(KIND.EPOCH, entry.payload)
  if (!body.ok || body.value.kind !== KIND.EPOCH) throw new Error('An epoch can be read.')
  const sealed = body.value.sealed.map((item) =>
    item.box === toHex(box) ? { ...item, sealed: sealTo(box, systemRandom.bytes(32), systemRandom) } : item,
  )
  return act(KIND.EPOCH, author, encodeEpoch({ ...body.value, sealed }), systemRandom)
}

test('[CR38] a device that stopped between the removal and the new building of its document does it when it opens', async () => {
  const { nuria, pau, ana, members } = await three()
  await add(pau, 'Project', { title: 'Tard' })
  await carry(pau, ana)
  mustBe(await nuria.removeMember(idOf(pau)))
  const { planId } = ana
  await ana.close()
  // The removal reaches the journal, and the machine stops there.
  const removal = (await entriesOf(nuria)).filter(({ header }) => header.kind < 16)
  const disk = members.ana.disk(planId)
  const journal = mustBe(await openFileJournal({ disk, roomId: planId }))
  mustBe(await journal.append(removal))
  await journal.close()
  const again = mustBe(await members.ana.device.open(planId))
  expect(await titlesOf(again)).toEqual([])
  expect(await again.heads()).not.toEqual(await pau.heads())
})

test('[RO22] [CR38] a writer who is made a reader keeps what was written, and writes in new streams when a writer again', async () => {
  const { nuria, pau, ana } = await three()
  await add(pau, 'Project', { title: 'Abans' })
  await carry(pau, nuria)
  mustBe(await nuria.setRole(idOf(pau), 'reader'))
  await meet(nuria, pau, ana)
  expect([pau.status().role, await titlesOf(ana)]).toEqual(['reader', ['Abans']])
  mustBe(await nuria.setRole(idOf(pau), 'writer'))
  await meet(nuria, pau)
  await add(pau, 'Project', { title: 'Després' })
  await meet(nuria, pau, ana)
  expect([await titlesOf(nuria), await titlesOf(ana)]).toEqual([
    ['Abans', 'Després'],
    ['Abans', 'Després'],
  ])
})

test('[RO11] the last steward stays one', async () => {
  const { nuria, ana } = await three()
  const self = idOf(nuria)
  const tries = [nuria.withdrawSteward(self), nuria.setRole(self, 'writer'), nuria.removeMember(self)]
  expect((await Promise.all(tries)).map(codeOf)).toEqual(['E_LAST_STEWARD', 'E_LAST_STEWARD', 'E_LAST_STEWARD'])
  mustBe(await nuria.setRole(idOf(ana), 'steward'))
  mustBe(await nuria.withdrawSteward(self))
  await meet(nuria, ana)
  expect([nuria.status().role, ana.status().role]).toEqual(['writer', 'steward'])
})

test('[CR38] the order in which removal and words arrive decides nothing', async () => {
  const { nuria, pau, ana } = await three()
  await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.flush())
  mustBe(await nuria.removeMember(idOf(pau)))
  const all = [...(await entriesOf(nuria)), ...(await entriesOf(pau))]
  mustBe(await ana.takeBundle(encodeBundle(nuria.planId, all)))
  mustBe(await nuria.takeBundle(encodeBundle(nuria.planId, [...all].reverse())))
  expect(await ana.heads()).toEqual(await nuria.heads())
})
