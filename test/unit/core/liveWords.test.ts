import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import type { LiveWords, PlanSession } from '#shared/core/contract.ts'
import { type LiveWordsDesk, makeLiveWords } from '#shared/core/liveWords.ts'
import { makePresence, type Presence } from '#shared/core/presence.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing, openForReading } from '#shared/plan/openForEditing.ts'
import { type Planned, planSet } from '#shared/plan/operations.ts'
import { planRich } from '#shared/plan/rich/planRich.ts'
import { PLAIN } from '#shared/plan/rich/richText.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import { seededNumbers } from '#test/helpers/entries.ts'
import { founded, joinedBySticks, mustBe, planOf } from '#test/helpers/memberFolder.ts'
import { coreOf, type MemoryMember, memoryMember } from '#test/helpers/memoryMember.ts'

const here = { screen: 'board', project: null, field: null, cursor: null }

interface Side {
  readonly world: MemoryMember
  readonly session: PlanSession
  readonly presence: Presence
  readonly words: LiveWordsDesk
  /** What was told last of the other. */
  last: LiveWords['changes']
}

function sideOf(world: MemoryMember, session: PlanSession, send: (note: Uint8Array) => void): Side {
  const presence = makePresence(coreOf(session), send)
  const words = makeLiveWords(coreOf(session), presence)
  const side: Side = { world, session, presence, words, last: [] }
  words.changed.add(({ changes }) => void (side.last = changes))
  return side
}

/** Two members who hear each other's notes through a path that does with them what `path` says. */
async function pairOf(path: (note: Uint8Array, hand: (note: Uint8Array) => void) => void) {
  const [one, two] = [memoryMember(), memoryMember()]
  const nuria = await founded(one.device)
  const pau = await joinedBySticks(nuria, two.device)
  const author: Side = sideOf(one, nuria, (note) => path(note, (arrived) => reader.presence.take(arrived)))
  const reader: Side = sideOf(two, pau, (note) => author.presence.take(note))
  const pass = async (ms: number): Promise<void> => {
    await Promise.all([one.pass(ms), two.pass(ms)])
    await settle()
  }
  return { author, reader, pass, writer: await writerOf(author) }
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0))
}

/** A window of this side that writes the plan's title, letter by letter. */
async function writerOf({ session, words }: Side) {
  const lease = mustBe(await session.lease())
  const opened = openForEditing(lease, mustBe(await session.documentBytes()))
  if (!opened.ok) throw new Error(opened.error.kind)
  let doc = opened.value
  let title = 'Pla'
  return {
    doc: () => doc,
    /** Not awaited: it may not be durable yet when its words are heard. */
    type(letters: string) {
      title += letters
      return this.write((now) => planSet(now, THE_PLAN, { title }))
    },
    write(plan: (doc: PlanDoc) => Planned) {
      const planned = plan(doc)
      if (!planned.ok) throw new Error(planned.error.kind)
      doc = changePlan(doc, planned.value, 0)
      const change = A.getLastLocalChange(doc)!
      words.say(lease.stream, [change])
      return session.submitChanges(lease.leaseId, [change], { now: true })
    },
  }
}

/** The title as a window shows it: the document with the words on top. */
async function shown({ session, last }: Side): Promise<string> {
  const opened = openForReading(mustBe(await session.documentBytes()))
  if (!opened.ok) throw new Error('no document')
  const [doc] = A.applyChanges(
    A.clone(opened.value),
    last.map(({ bytes }) => bytes),
  )
  expect(last.length === 0 || A.hasHeads(doc, [last.at(-1)!.hash])).toBe(true)
  return String(doc.title)
}

const meet = async (from: PlanSession, to: PlanSession): Promise<void> => {
  mustBe(await from.flush())
  mustBe(await to.takeBundle(mustBe(await from.bundle())))
}

const facts = ({ session }: Side): unknown => {
  const { journal, state } = coreOf(session)
  return [
    journal.count(),
    state.heads,
    state.cacheStale,
    state.pending.length,
    state.parked.size,
    [...journal.vector()],
  ]
}

test('[CR54] [GT31] what somebody writes is shown before there is an entry of it, and neither document nor journal knows of it', async () => {
  const { author, reader, writer, pass } = await pairOf((note, hand) => hand(note))
  for (const side of [author, reader]) side.presence.set(here)
  await pass(1_000)
  const before = facts(reader)
  await writer.type(' de')
  await writer.type(' barri')
  await pass(200)
  expect(await shown(reader)).toBe('Pla de barri')
  expect(facts(reader)).toEqual(before)
  expect((await planOf(reader.session))['title']).toBe('Pla')
  await meet(author.session, reader.session)
  await settle()
  expect(reader.last).toEqual([])
  expect(await shown(reader)).toBe('Pla de barri')
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  '[CR55] seed %i: words lost, doubled and out of order show what was written up to some letter, and entries end it',
  async (seed) => {
    const chance = seededNumbers(seed)
    const late: (() => void)[] = []
    const { author, reader, writer, pass } = await pairOf((note, hand) => {
      const many = chance() < 0.25 ? 0 : chance() < 0.2 ? 2 : 1
      for (let i = 0; i < many; i++) {
        if (chance() < 0.4) late.push(() => hand(note))
        else hand(note)
      }
    })
    for (const side of [author, reader]) side.presence.set(here)
    const written = ['Pla']
    for (let letter = 0; letter < 40; letter++) {
      const letters = String.fromCharCode(97 + (letter % 26))
      written.push(written.at(-1)! + letters)
      await writer.type(letters)
      if (chance() < 0.5) await pass(Math.floor(chance() * 400))
      if (chance() < 0.3) for (const hand of late.splice(0).toSorted(() => chance() - 0.5)) hand()
      if (chance() < 0.1) await meet(author.session, reader.session)
      await settle()
      expect(written).toContain(await shown(reader))
    }
    await meet(author.session, reader.session)
    for (const hand of late.splice(0)) hand()
    await pass(1_000)
    expect(reader.last).toEqual([])
    expect(await reader.session.heads()).toEqual(await author.session.heads())
    expect(coreOf(reader.session).state.parked.size).toBe(0)
  },
)

test('[CR56] an author who falls before the entry: the words go after 30 s; what was durable comes with the entry, and nobody built on the rest', async () => {
  const { author, reader, writer, pass } = await pairOf((note, hand) => hand(note))
  for (const side of [author, reader]) side.presence.set(here)
  await pass(1_000)
  await writer.type(' de')
  void writer.type(' barri')
  await pass(200)
  expect(await shown(reader)).toBe('Pla de barri')
  author.presence.close()
  author.words.close()
  const again = author.world.crash()
  // Only silence tells: nobody said goodbye.
  const own = await writerOf(reader)
  await own.type('!')
  for (let second = 0; second < 50; second += 5) await reader.world.pass(5_000)
  await settle()
  expect(reader.last).toEqual([])
  const back = mustBe(await again.device.open(author.session.planId))
  await meet(back, reader.session)
  await meet(reader.session, back)
  expect(await back.heads()).toEqual(await reader.session.heads())
  expect((await planOf(back))['title']).toMatch(/^Pla.*!|!.*/)
  expect((await planOf(back))['title']).toContain(' de')
})

test('[CR57] [GT30] words by an actor that is not the device’s own, or that the gate refuses, are not shown', async () => {
  const { author, reader, pass, writer } = await pairOf((note, hand) => hand(note))
  for (const side of [author, reader]) side.presence.set(here)
  await pass(1_000)
  const { stream } = coreOf(author.session).state.lease!
  const doc = writer.doc()
  const stranger = A.change(A.clone(doc, { actor: 'ab'.repeat(16) }), (draft) => A.splice(draft, ['title'], 0, 0, 'no'))
  author.presence.say({ kind: 'words', stream, changes: [A.getLastLocalChange(stranger)!, Uint8Array.of(1, 2, 3)] })
  const assigned = A.change(A.clone(doc, { actor: A.getActorId(doc) }), (draft) => {
    ;(draft as { title: unknown }).title = 'assigned'
  })
  author.presence.say({ kind: 'words', stream, changes: [A.getLastLocalChange(assigned)!] })
  author.presence.say({ kind: 'words', stream: 'cd'.repeat(16), changes: [A.getLastLocalChange(assigned)!] })
  await pass(500)
  expect(reader.last).toEqual([])
  expect(await shown(reader)).toBe('Pla')
})

test('[CR58] nobody is told words who is alone, or does not say where they are; a change larger than a note waits for the entry', async () => {
  const notes: Uint8Array[] = []
  const { author, reader, writer, pass } = await pairOf((note, hand) => {
    notes.push(note)
    hand(note)
  })
  author.presence.set(here)
  await pass(1_000)
  const alone = notes.length
  await writer.type(' a')
  expect(notes).toHaveLength(alone)
  reader.presence.set(here)
  await pass(1_000)
  const before = notes.length
  const chance = seededNumbers(3)
  const long = Array.from({ length: 4_000 }, () => String.fromCharCode(0x4e00 + Math.floor(chance() * 20_000))).join('')
  await writer.write((doc) => planRich(doc, THE_PLAN, 'vision', [], [{ type: 'text', text: long, marks: PLAIN }]))
  await pass(500)
  expect(notes.slice(before).every((note) => note.length <= 2_048)).toBe(true)
  expect(reader.last).toEqual([])
  author.presence.set(null)
  await pass(500)
  const quiet = notes.length
  await writer.type('!')
  await pass(500)
  expect(notes).toHaveLength(quiet)
  await meet(author.session, reader.session)
  expect(await shown(reader)).toBe('Pla a!')
  expect(JSON.stringify((await planOf(reader.session))['vision'])).toContain(long)
})
