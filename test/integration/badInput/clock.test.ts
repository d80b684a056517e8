/** Row 23: the clock of a laptop in 1970 or 2099. */
import { afterEach, expect, test, vi } from 'vitest'
import { add, founded, member, mustBe, relay, titlesOf } from '#test/helpers/memberFolder.ts'
import { itemsOf, sentences } from '#test/helpers/badInputWorld.ts'

afterEach(() => void vi.useRealTimers())

const SENTENCE = 'The clock of this computer seems wrong; times shown may be wrong.'

test('[BI23] a laptop in 1970 or 2099 joins and syncs like any other, and its owner is told', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  for (const day of ['1970-01-02', '2099-01-01']) {
    const { link } = mustBe(await nuria.invite({}))
    mustBe(await nuria.syncOnce(at))
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(day) })
    // The end of the link is judged by the relay's clock.
    const device = await member()
    mustBe(await device.join({ link, name: `Pau ${day}`, relay: at }))
    const pau = mustBe(await device.open(nuria.planId))
    expect(sentences(pau)).toContain(SENTENCE)
    await add(pau, 'Project', { title: day })
    const met = mustBe(await pau.syncOnce(at))
    expect(met.notices).toEqual([{ code: 'W_CLOCK' }])
    expect(itemsOf(pau, 'W_CLOCK')).toHaveLength(1)
    vi.useRealTimers()
    mustBe(await pau.syncOnce(at))
    expect(sentences(pau)).not.toContain(SENTENCE)
    mustBe(await nuria.syncOnce(at))
    expect(sentences(nuria)).not.toContain(SENTENCE)
  }
  expect(await titlesOf(nuria)).toEqual(['1970-01-02', '2099-01-01'])
})
