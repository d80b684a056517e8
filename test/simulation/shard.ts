/** The seeds of `npm test`, in two files so that two cores share them. */
import { expect } from 'vitest'
import { report, runSeeds } from './campaign.ts'

/** `APLEC_SEEDS`: how many in all; `APLEC_SEED`: this one alone; `APLEC_SEED_SECONDS`: how long each half may take. */
const SEEDS = Number(process.env['APLEC_SEEDS'] ?? 500)
const ONE = process.env['APLEC_SEED']
const BUDGET_MS = Number(process.env['APLEC_SEED_SECONDS'] ?? 170) * 1_000
const SHARDS = 2

/** The last world may begin just before the time is up, and what fails is shrunk. */
export const SHARD_TIMEOUT_MS = BUDGET_MS * 3

export async function runShard(shard: number): Promise<void> {
  const seeds = Array.from({ length: Math.ceil(SEEDS / SHARDS) }, (_, at) => 1 + at * SHARDS + shard)
  const wanted = ONE === undefined ? seeds : [Number(ONE)]
  const { run, failed, results } = await runSeeds(wanted, BUDGET_MS)
  const slowest = Math.max(...results.map(({ settledInMs }) => settledInMs))
  process.stdout.write(
    `simulation ${shard + 1}: ${run} of ${wanted.length} seeds run, slowest to come together ${slowest} ms\n`,
  )
  const told = await Promise.all(failed.map((found) => report(found)))
  expect(told.join('\n\n')).toBe('')
  expect(run).toBeGreaterThan(0)
}
