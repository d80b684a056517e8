/** Hazards of size: what is small and says that it is huge. */
import * as A from '@automerge/automerge/slim'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openBundle } from '#shared/gate/bundleHeader.ts'
import { readChangeHeader } from '#shared/gate/changeHeader.ts'
import { gateLimits } from '#shared/gate/limits.ts'
import { readBundle } from '#shared/gate/readChanges.ts'
import { gateSettings } from '#shared/gate/settings.ts'
import { nullsInAList, entryOf, handTo, chunkOf, run, withLimits, ANA, bundleOf, dataOf, checksumOf } from './world.ts'
import { inserts, write, onProject, s, lastOf, project } from './hazardPlan.ts'

test('[GT6] F3: a deflate bomb is refused while it is small, as a change and as a column of a bundle', () => {
  const packed = deflateRawSync(new Uint8Array(256 * 1024 * 1024), { level: 9 })
  const before = process.memoryUsage().arrayBuffers
  const asChange = readChangeHeader(chunkOf(2, packed), gateLimits)
  const asColumn = openBundle(bundleOf({ actors: [ANA], deps: [], changes: [], ops: [[0x5f, packed]] }), gateLimits)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024)
  expect([asChange, asColumn]).toMatchObject([
    { error: { code: 'E_CHANGE_SIZE' } },
    { error: { code: 'E_CHANGE_SIZE' } },
  ])
})

test('[GT6] F3: the library inflates without a bound: a small chunk that it accepts is refused by the gate', () => {
  const huge = lastOf(write(handTo(project, ANA), (draft) => (draft['language'] = s('a'.repeat(12 * 1024 * 1024)))))
  const bomb = chunkOf(2, deflateRawSync(dataOf(huge), { level: 9 }), checksumOf(huge))
  expect(bomb.length).toBeLessThan(20_000)
  expect(A.decodeChange(bomb).ops[0]!.value).toHaveLength(12 * 1024 * 1024)
  expect(readChangeHeader(bomb, gateLimits)).toMatchObject({ error: { code: 'E_CHANGE_SIZE' } })
  const unbounded = { ...gateLimits, inflatedBytes: Infinity, inflateRatio: Infinity }
  expect(readChangeHeader(bomb, unbounded).ok).toBe(true)
})

describe('[GT7] F4: a run-length bomb', () => {
  test('is counted from its columns without being expanded', () => {
    const bomb = nullsInAList(ANA, 1, 1_000_000)
    expect(bomb.length).toBeLessThan(150)
    expect(readChangeHeader(bomb, gateLimits)).toMatchObject({ error: { code: 'E_CHANGE_OPS', limit: 200_000 } })
    expect(readChangeHeader(bomb, { ...gateLimits, opsPerChange: Infinity })).toMatchObject({
      value: { ops: 1_000_001 },
    })
  })

  test('is expanded by the library without a bound', () => {
    const list = A.change(A.init<{ l: null[] }>({ actor: ANA }), (draft) => (draft.l = []))
    const full = A.change(list, { time: 0 }, (draft) => draft.l.splice(0, 0, ...Array<null>(20_000).fill(null)))
    const small = A.getLastLocalChange(full)!
    expect(small.length).toBeLessThan(150)
    expect(A.decodeChange(small).ops).toHaveLength(20_000)
    const read = readChangeHeader(small, gateLimits)
    expect(read.ok && read.value.ops).toBe(20_000)
  })
})

test('[GT7] F12: a bundle is refused by its columns before the library opens it', async () => {
  const doc = inserts(20_000)
  const entry = entryOf(doc, { since: A.getHeads(project) })
  expect(entry.bundle.length).toBeLessThan(500)
  expect(A.readBundle(entry.bundle).changes[0]!.ops).toHaveLength(20_000)
  expect(await onProject(entry, withLimits({ opsPerBundle: 10_000 }))).toBe('E_CHANGE_OPS')
  expect(await onProject(entry)).toBe('applied')
  const bomb = bundleOf({ actors: [ANA], deps: [], changes: [], ops: [[0x21, run(1_000_000, 0)], [0x42, run(1_000_000, 1)]] }) // prettier-ignore
  expect(openBundle(bomb, gateLimits)).toMatchObject({ error: { code: 'E_CHANGE_OPS', limit: 400_000 } })
  const many = bundleOf({ actors: [ANA], deps: [], changes: [[0x01, run(1_000_000, 0)]], ops: [] })
  expect(openBundle(many, gateLimits)).toMatchObject({ error: { code: 'E_CHANGE_OPS', limit: 5_000 } })
})

test('[GT6] a bundle whose changes are long when each is written alone is refused', () => {
  const [long, other] = ['a'.repeat(1_000), 'b'.repeat(1_000)]
  const born = A.change(A.init<Record<string, Record<string, number>>>({ actor: ANA }), (draft) => {
    draft['left'] = {}
    draft['right'] = {}
  })
  // In a bundle each object's operations stand together, and their keys are one run; in a change they take turns.
  const full = A.change(born, { time: 0 }, (draft) => {
    for (let turn = 1; turn <= 100; turn++) {
      draft['left']![long] = turn
      draft['right']![other] = turn
    }
  })
  const bundle = A.saveBundle(full, [A.getHeads(full)[0]!])
  expect(bundle.length).toBeLessThan(10_000)
  const within = (limits: Partial<typeof gateLimits>) =>
    readBundle(bundle, { ...gateSettings, limits: { ...gateLimits, ...limits } }, Infinity)
  expect(within({}).ok).toBe(true)
  expect(within({ inflatedBytes: 100_000 })).toMatchObject({ error: { code: 'E_CHANGE_SIZE', limit: 100_000 } })
  expect(within({ unfoldedBytes: 150_000 })).toMatchObject({ error: { code: 'E_CHANGE_SIZE', limit: 150_000 } })
})
