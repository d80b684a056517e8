import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MODULE = new URL('../../../src-relay/saveMemory.ts', import.meta.url).href

/** Megabytes V8 holds for young objects after many of them have lived for a while, in a process of its own. */
async function youngSpaceAfter(first: string): Promise<number> {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8'
    import { saveMemory } from '${MODULE}'
    ${first}
    const held = []
    for (let i = 0; i < 1e6; i++) held[i % 20_000] = { i, pair: [i, i] }
    const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    console.log(space_size / 1e6)`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  return Number(stdout)
}

test('[RL27] in a process of its own a relay keeps the space for young objects small', async () => {
  expect(await youngSpaceAfter('')).toBeGreaterThan(30)
  expect(await youngSpaceAfter('saveMemory()')).toBeLessThan(10)
})
