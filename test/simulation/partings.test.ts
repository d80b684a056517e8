import { expect, test } from 'vitest'
import { PARTING_MUTATIONS, catchParting, runPartings } from './partings.ts'

/** `APLEC_SEEDS`: how many; `APLEC_SEED`: this one alone; `APLEC_SEED_SECONDS`: how long they may take. */
const ONE = process.env['APLEC_SEED']
const SEEDS = Number(process.env['APLEC_PARTINGS'] ?? 60)
const BUDGET_MS = Number(process.env['APLEC_PARTING_SECONDS'] ?? 30) * 1_000

test('[SM10] [SM11] worlds of partings break no invariant', { timeout: BUDGET_MS * 5 }, async () => {
  const seeds = ONE === undefined ? Array.from({ length: SEEDS }, (_, at) => at + 1) : [Number(ONE)]
  const end = performance.now() + BUDGET_MS
  let run = 0
  for (const seed of seeds) {
    if (performance.now() > end) break
    run += 1
    const { broken, world } = await runPartings(seed)
    expect(broken, `seed ${seed}\n${world.said.join('\n')}`).toEqual([])
  }
  process.stdout.write(`partings: ${run} of ${seeds.length} seeds run\n`)
  expect(run).toBeGreaterThan(0)
})

test.each(PARTING_MUTATIONS)('[SM12] $name: caught', { timeout: 300_000 }, async (mutation) => {
  expect(await catchParting(mutation, 25)).not.toBeNull()
})
