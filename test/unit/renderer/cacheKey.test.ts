// The key of the window's cache, from a core that is there, away for a moment, or has none to give.
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { systemRandom } from '#node/system/ports.ts'
import { cacheKeyOf } from '#renderer/data/cacheKey.ts'
import { DexieChunks } from '#renderer/data/dexieChunks.ts'

const KEY = new Uint8Array(32).fill(3)
const AWAY: Result<Uint8Array, Notice> = err({ code: 'E_CORE' })

/** A core that gives these answers one after the other, and the last one from then on. */
function coreSaying(...answers: readonly Result<Uint8Array, Notice>[]) {
  const asked = { times: 0 }
  const cacheKey = async () => answers[Math.min(asked.times++, answers.length - 1)]!
  const soon = (_ms: number, run: () => void) => {
    queueMicrotask(run)
    return () => undefined
  }
  return { asked, key: cacheKeyOf({ cacheKey }, soon, systemRandom) }
}

test('[UI135] the key is asked for once, and again while the core starts', async () => {
  const { asked, key } = coreSaying(AWAY, AWAY, ok(KEY))
  expect(await Promise.all([key(), key()])).toEqual([KEY, KEY])
  expect(asked.times).toBe(3)
})

test('[UI147] a core that has no key to give is not asked for ever: what is kept under the right key stays shut, and new is kept', async () => {
  const name = 'no-key'
  const before = new DexieChunks(name, { key: () => Promise.resolve(KEY), random: systemRandom })
  await before.save(['plan', 'snapshot'], new Uint8Array([1]))
  for (const answer of [err({ code: 'E_REQUEST' } as const), AWAY]) {
    const { asked, key } = coreSaying(answer)
    const chunks = new DexieChunks(name, { key, random: systemRandom })
    expect(await chunks.check(['plan'])).toEqual({ chunks: 1, damaged: 1 })
    await chunks.save(['other'], new Uint8Array([2]))
    expect(await chunks.load(['other'])).toEqual(new Uint8Array([2]))
    expect(asked.times).toBe(answer === AWAY ? 60 : 1)
  }
  expect(await before.load(['plan', 'snapshot'])).toEqual(new Uint8Array([1]))
})
