import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import { err } from '#shared/base/result.ts'
import { chainEnd } from '#shared/core/ownStreams.ts'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { type Entry, isControlKind, sealContentEntry } from '#shared/journal/entry.ts'
import { systemRandom } from '#node/system/ports.ts'
import {
  add,
  codeOf,
  entriesIn,
  entriesOf,
  founded,
  joinedBySticks,
  mustBe,
  titlesOf,
} from '#test/helpers/memberFolder.ts'
import { type Sealing, sealEntry } from '#test/helpers/hostileMember.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'

const give = (session: PlanSession, ...entries: readonly Entry[]) =>
  session.takeBundle(encodeBundle(session.planId, entries))

/** A content entry of this member as a later version, or a broken one, might write it: next in its stream. */
const forged = (session: PlanSession, sealing: Sealing): Entry => {
  const core = coreOf(session)
  return sealEntry(session, Uint8Array.of(1, 2, 3), chainEnd(core, core.local.state().streams.service!)!, sealing)
}

test('[CR5] [CR7] entries in any order, one by one, doubled, with a restart in between: the same plan', async () => {
  const nuria = await founded(memoryMember().device)
  const pau = await joinedBySticks(nuria, memoryMember().device)
  for (const title of ['Hort', 'Forn', 'Aigua', 'Llavors']) {
    await add(nuria, 'Project', { title })
    mustBe(await nuria.flush())
    mustBe(await pau.takeBundle(mustBe(await nuria.bundle())))
    await add(pau, 'Project', { title: `${title} de Pau` })
    mustBe(await pau.flush())
    mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  }
  const wanted = mustBe(await nuria.canonicalJson('draft'))
  const entries = await entriesOf(nuria)
  const invited = mustBe(await nuria.invite({}))
  const start = mustBe(await nuria.bundle())
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...entries], { minLength: entries.length }),
      fc.nat(entries.length - 1),
      async (order, cut) => {
        const member = memoryMember()
        const control = encodeBundle(
          nuria.planId,
          (await entriesIn(start)).filter((entry) => entry.header.kind < 16),
        )
        mustBe(await member.device.join({ link: invited.link, name: 'Ana', bundle: control }))
        let session = mustBe(await member.device.open(nuria.planId))
        for (const entry of order.slice(0, cut)) mustBe(await give(session, entry))
        await session.close()
        session = mustBe(await member.device.open(nuria.planId))
        for (const entry of [...order.slice(cut), ...order.slice(0, 2)]) mustBe(await give(session, entry))
        expect(session.status().entries).toMatchObject({ parked: 0, quarantined: 0 })
        const plan = JSON.parse(mustBe(await session.canonicalJson('draft'))) as { members: unknown }
        expect({ ...plan, members: null }).toEqual({ ...(JSON.parse(wanted) as object), members: null })
      },
    ),
    { numRuns: 6 },
  )
}, 60_000)

test('[CR6] an entry the gate refuses is kept, set aside with code and author, and the rest of its batch is applied', async () => {
  const nuria = await founded(memoryMember().device)
  const pau = await joinedBySticks(nuria, memoryMember().device)
  await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.flush())
  const bad = forged(pau, {})
  const report = mustBe(await give(nuria, bad, ...(await entriesOf(pau))))
  expect(report.added).toBe(2)
  expect(await titlesOf(nuria)).toEqual(['Hort'])
  expect(nuria.health().quarantine).toMatchObject([
    { hash: bad.hash, name: 'Pau', notice: { code: 'E_CHANGE_FORM', params: { author: 'Pau' } } },
  ])
  expect(nuria.status().entries.quarantined).toBe(1)
  expect((await entriesOf(nuria)).map((entry) => entry.hash)).toContain(bad.hash)
})

test('[CR6] nothing of a stranger, of another plan or with a changed bit is stored', async () => {
  const nuria = await founded(memoryMember().device)
  const pau = await joinedBySticks(nuria, memoryMember().device)
  await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.flush())
  const before = nuria.status().entries.total
  const own = (await entriesOf(pau)).at(-1)!
  const flipped = new Uint8Array(own.bytes)
  flipped[200]! ^= 1
  const stranger = coreOf(await founded(memoryMember().device))
  const core = coreOf(nuria)
  const header = { ...own.header, device: stranger.device, stream: 'ab'.repeat(16), seq: 0 }
  const foreign = sealContentEntry(
    header,
    new Uint8Array(8),
    new Uint8Array(32),
    stranger.keys.sign.privateKey,
    systemRandom,
  )
  const taken = await nuria.takeBundle(encodeBundle(nuria.planId, [foreign, { ...own, bytes: flipped }]))
  expect(
    mustBe(taken)
      .notices.map((one) => one.code)
      .sort(),
  ).toEqual(['E_BUNDLE_PART', 'E_NOT_MEMBER', 'E_SIG'])
  expect(nuria.status().entries.total).toBe(before)
  expect(core.journal.has(foreign.hash)).toBe(false)
})

test('[CR8] an entry of an unknown kind is kept, passed on and counted; its stream goes on', async () => {
  const nuria = await founded(memoryMember().device)
  const member = memoryMember()
  const pau = await joinedBySticks(nuria, member.device)
  const unknown = forged(pau, { kind: 30 })
  mustBe(await give(pau, unknown))
  mustBe(await pau.rename('Pau Riba'))
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  expect(nuria.status().entries).toMatchObject({ notUnderstood: 1, quarantined: 0, parked: 0 })
  expect(nuria.roster().members.map((one) => one.name)).toContain('Pau Riba')
  expect((await entriesOf(nuria)).map((entry) => entry.hash)).toContain(unknown.hash)
})

test('[CR8] what needs a newer reader is kept and passed on, and nothing is written until the update', async () => {
  const nuria = await founded(memoryMember().device)
  const pau = await joinedBySticks(nuria, memoryMember().device)
  await add(nuria, 'Project', { title: 'Hort' })
  const newer = forged(pau, { minReader: 9 })
  mustBe(await give(nuria, newer))
  expect(nuria.status()).toMatchObject({ canEdit: false, entries: { quarantined: 1 } })
  expect(nuria.status().notices.map((one) => one.code)).toContain('E_NEWER')
  expect(codeOf(await nuria.lease())).toBe('E_NEWER')
  expect(await titlesOf(nuria)).toEqual(['Hort'])
})

test('[CR12] an entry that others have seen and this device lacks is named as missing until it comes', async () => {
  const nuria = await founded(memoryMember().device)
  const pau = await joinedBySticks(nuria, memoryMember().device, 'Pau')
  const ana = await joinedBySticks(nuria, memoryMember().device, 'Ana')
  await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.flush())
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  for (const title of ['Forn', 'Aigua']) {
    await add(pau, 'Project', { title })
    mustBe(await pau.flush())
  }
  mustBe(await ana.takeBundle(mustBe(await pau.bundle())))
  await add(ana, 'Comment', { text: 'Molt bé' })
  mustBe(await ana.flush())
  const fromAna = (await entriesOf(ana)).filter((entry) => entry.header.device === coreOf(ana).device)
  mustBe(await give(nuria, ...fromAna))
  expect(nuria.status().notices).toContainEqual({ code: 'W_GAP', params: { author: 'Pau', count: 2 } })
  expect(nuria.status().entries.parked).toBeGreaterThan(0)
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  expect(nuria.status().notices.filter((one) => one.code === 'W_GAP')).toEqual([])
  expect(nuria.status().entries.parked).toBe(0)
})

test('[CR12] what never came is missing, not damaged, also when only a later entry of its stream tells of it', async () => {
  const nuria = await founded(memoryMember().device)
  const pau = await joinedBySticks(nuria, memoryMember().device, 'Pau')
  for (const title of ['Forn', 'Aigua']) {
    await add(pau, 'Project', { title })
    mustBe(await pau.flush())
  }
  const desk = coreOf(pau).local.state().streams.desk
  const fromPau = (await entriesOf(pau)).filter((entry) => entry.header.stream === desk)
  mustBe(await give(nuria, ...fromPau.slice(1)))
  const codes = () => nuria.status().notices.map((one) => one.code)
  expect(codes()).toContain('W_GAP')
  expect(codes()).not.toContain('E_STORE_CRC')
  mustBe(await give(nuria, ...fromPau))
  expect(codes()).not.toContain('W_GAP')
})

test('[CR28] entries that came while the worker ended are read again after a while', async () => {
  const nuria = await founded(memoryMember().device)
  const member = memoryMember()
  const pau = await joinedBySticks(nuria, member.device)
  await add(nuria, 'Project', { title: 'Hort' })
  const { docs } = coreOf(pau)
  const { applyEntries } = docs
  const faulty = docs as { -readonly [K in keyof typeof docs]: (typeof docs)[K] }
  faulty.applyEntries = async () => err({ code: 'E_WORKER', reason: 'time' })
  mustBe(await pau.takeBundle(mustBe(await nuria.bundle())))
  faulty.applyEntries = applyEntries
  expect(pau.status()).toMatchObject({ entries: { quarantined: 0, parked: 1 } })
  expect(pau.status().notices.map((one) => one.code)).toContain('E_WORKER')
  await member.pass(10_000)
  await expect.poll(() => titlesOf(pau)).toEqual(['Hort'])
  expect(pau.status().entries.parked).toBe(0)
  expect(pau.status().notices).toEqual([])
})

test('[CR35] a plan of which only the control entries have come gives no lease, until its document is there', async () => {
  const nuria = await founded(memoryMember().device)
  await add(nuria, 'Project', { title: 'Hort' })
  const { link } = mustBe(await nuria.invite({}))
  const all = await entriesOf(nuria)
  const { device } = memoryMember()
  const control = encodeBundle(
    nuria.planId,
    all.filter((entry) => isControlKind(entry.header.kind)),
  )
  mustBe(await device.join({ link, name: 'Pau', bundle: control }))
  const pau = mustBe(await device.open(nuria.planId))
  const events: string[] = []
  pau.onChanges((event) => events.push(event.kind))
  expect(codeOf(await pau.lease())).toBe('E_HEADS_UNKNOWN')
  mustBe(await give(pau, ...all))
  expect(events[0]).toBe('reset')
  await add(pau, 'Project', { title: 'Forn' })
  expect(await titlesOf(pau)).toEqual(['Forn', 'Hort'])
})
