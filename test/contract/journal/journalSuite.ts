import { expect, test } from 'vitest'
import type { Hex } from '#shared/base/bytes.ts'
import type { Result } from '#shared/base/result.ts'
import type { Entry } from '#shared/journal/entry.ts'
import type { Journal } from '#shared/journal/journal.ts'
import { ROOM, collect, streamWriter } from '#test/helpers/entries.ts'

/** One place where a journal lives; `open` may be called again after the one before was closed. */
export interface JournalHome {
  open(roomId?: Hex): Promise<Journal>
  dispose(): Promise<void>
}

export function valueOf<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const hashesOf = (entries: readonly Entry[]): readonly Hex[] => entries.map((entry) => entry.hash)
const readAll = async (journal: Journal): Promise<readonly Hex[]> =>
  hashesOf(await collect(journal.read(journal.places())))

/** What every adapter of the journal port must do. */
export function journalSuite(adapter: string, makeHome: () => Promise<JournalHome>): void {
  const within = async (run: (home: JournalHome) => Promise<void>): Promise<void> => {
    const home = await makeHome()
    try {
      await run(home)
    } finally {
      await home.dispose()
    }
  }

  test(`[JR13] ${adapter}: entries are there after it was closed and opened, in the order of appending`, () =>
    within(async (home) => {
      const [ana, pau] = [streamWriter(1), streamWriter(2)]
      const entries = [ana.control(), pau.next(), ana.next(5000), pau.next(0), ana.next()]
      const first = await home.open()
      valueOf(await first.append(entries.slice(0, 3)))
      valueOf(await first.append(entries.slice(3)))
      const before = { vector: first.vector(), places: [...first.places()], all: await readAll(first) }
      await first.close()
      const again = await home.open()
      expect({ vector: again.vector(), places: [...again.places()], all: await readAll(again) }).toEqual(before)
      expect(before.all).toEqual(hashesOf(entries))
      expect(valueOf(await again.get((entries[2] as Entry).hash))).toEqual(entries[2])
      await again.close()
    }))

  test(`[JR13] ${adapter}: what is held already is not stored again, also within one call and beside another`, () =>
    within(async (home) => {
      const ana = streamWriter(1)
      const [a, b, c] = [ana.next(), ana.next(), ana.next()]
      const journal = await home.open()
      const [first, second] = await Promise.all([journal.append([a, a, b]), journal.append([b, c])])
      const third = await journal.append([a, b, c])
      expect([first, second, third].map((result) => hashesOf(valueOf(result).added))).toEqual([
        [a.hash, b.hash],
        [c.hash],
        [],
      ])
      expect([journal.count(), await readAll(journal)]).toEqual([3, hashesOf([a, b, c])])
      await journal.close()
    }))

  test(`[JR8] ${adapter}: what comes beyond a gap is held and told as ranges; the gap is missing until it is filled`, () =>
    within(async (home) => {
      const ana = streamWriter(1)
      const [e0, e1, e2, e3, e4] = [ana.next(), ana.next(), ana.next(), ana.next(), ana.next()]
      const journal = await home.open()
      valueOf(await journal.append([e0, e3, e4]))
      expect([journal.vector().get(ana.stream), journal.health().missing]).toEqual([
        { length: 1, ranges: [{ from: 3, to: 4 }] },
        [{ stream: ana.stream, from: 1, to: 2 }],
      ])
      valueOf(await journal.append([e2, e1]))
      expect([journal.vector().get(ana.stream), journal.health().missing]).toEqual([{ length: 5, ranges: [] }, []])
      await journal.close()
    }))

  test(`[JR14] ${adapter}: two entries at one place are both kept, named as a fork, and still after opening`, () =>
    within(async (home) => {
      const ana = streamWriter(1)
      const first = ana.next()
      const fork = { stream: ana.stream, seq: 0, hashes: [first.hash, ''] }
      const other = ana.forked()
      fork.hashes[1] = other.hash
      const journal = await home.open()
      expect(valueOf(await journal.append([first])).forks).toEqual([])
      expect(valueOf(await journal.append([other])).forks).toEqual([fork])
      await journal.close()
      const again = await home.open()
      expect([again.forks(), again.at(ana.stream, 0), again.vector().get(ana.stream)]).toEqual([
        [fork],
        [first.hash, other.hash],
        { length: 1, ranges: [] },
      ])
      expect(await readAll(again)).toEqual([first.hash, other.hash])
      await again.close()
    }))

  test(`[JR13] ${adapter}: an entry of another room is refused, and nothing of that call is stored`, () =>
    within(async (home) => {
      const other = streamWriter(3, 'ab'.repeat(32)).next()
      const journal = await home.open()
      expect([await journal.append([streamWriter(1).next(), other]), journal.count()]).toEqual([
        { ok: false, error: { code: 'E_WRONG_PLAN', roomId: 'ab'.repeat(32) } },
        0,
      ])
      await journal.close()
    }))

  test(`[JR13] ${adapter}: after closing it refuses, and what was given before is stored`, () =>
    within(async (home) => {
      const ana = streamWriter(1)
      const journal = await home.open()
      const pending = Promise.all([ana.next(), ana.next(), ana.next()].map((entry) => journal.append([entry])))
      await journal.close()
      expect([(await pending).every((result) => result.ok), await journal.append([ana.next()])]).toEqual([
        true,
        { ok: false, error: { code: 'E_CLOSED' } },
      ])
      const again = await home.open()
      expect(again.count()).toBe(3)
      await again.close()
    }))

  test(`[JR15] ${adapter}: any places are read, in the order of appending, without those around them`, () =>
    within(async (home) => {
      const ana = streamWriter(1)
      const entries = Array.from({ length: 40 }, (_, i) => ana.next(i * 97))
      const journal = await home.open()
      valueOf(await journal.append(entries))
      const wanted = [31, 2, 3, 17, 0].map((i) => [...journal.places()][i]).filter((place) => place !== undefined)
      expect(hashesOf(await collect(journal.read(wanted)))).toEqual(
        hashesOf([0, 2, 3, 17, 31].map((i) => entries[i] as Entry)),
      )
      expect([...journal.places(38)].map((place) => place.seq)).toEqual([38, 39])
      expect([valueOf(await journal.get('00'.repeat(32))), journal.has('00'.repeat(32))]).toEqual([undefined, false])
      await journal.close()
    }))

  test(`[JR13] ${adapter}: an empty journal is empty`, () =>
    within(async (home) => {
      const journal = await home.open()
      expect([journal.roomId, journal.count(), journal.vector(), journal.forks(), journal.health()]).toEqual([
        ROOM,
        0,
        new Map(),
        [],
        { damage: [], missing: [] },
      ])
      await journal.close()
    }))
}
