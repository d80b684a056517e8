/** Many seeds within a time, and what is done about one that fails: shrunk, saved, and told. */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type WorldOptions, optionsOf } from './options.ts'
import { shrink } from './shrink.ts'
import { type Step, stepsOf } from './steps.ts'
import { type Failure, type WorldChanges, type WorldResult, runWorld } from './world.ts'

export interface Case {
  readonly options: WorldOptions
  readonly steps: readonly Step[]
  readonly failure: Failure
}

export interface CampaignResult {
  readonly run: number
  readonly failed: readonly Case[]
  readonly results: readonly WorldResult[]
}

const REGRESSIONS = join(import.meta.dirname, '..', 'regressions')
/** A campaign that finds several has found enough. */
const MOST_FAILURES = 3

/** Runs the seeds in order until `budgetMs` of real time are used up. */
export async function runSeeds(seeds: Iterable<number>, budgetMs: number): Promise<CampaignResult> {
  const failed: Case[] = []
  const results: WorldResult[] = []
  const end = performance.now() + budgetMs
  for (const seed of seeds) {
    if (performance.now() > end || failed.length >= MOST_FAILURES) break
    const options = optionsOf(seed)
    const steps = stepsOf(options)
    const result = await runWorld(options, steps)
    results.push(result)
    if (result.failure !== null) failed.push(await shrink({ options, steps, failure: result.failure }))
  }
  return { run: results.length, failed, results }
}

/** Seed, options, steps and what happened, for whoever reads the failure; the file is found again by the next run. */
export async function report(found: Case, changes: WorldChanges = {}): Promise<string> {
  const { notes } = await runWorld(found.options, found.steps, changes)
  const file = join(REGRESSIONS, `seed-${found.options.seed}.json`)
  await mkdir(REGRESSIONS, { recursive: true })
  await writeFile(file, `${JSON.stringify(found, null, 2)}\n`)
  return [
    `${found.failure.invariant}: ${found.failure.text}`,
    `seed ${found.options.seed}; again: node test/simulation/replay.ts ${found.options.seed}; saved as ${file}`,
    JSON.stringify(found.options),
    ...found.steps.map((step) => JSON.stringify(step)),
    ...notes,
  ].join('\n')
}

export async function readRegressions(): Promise<readonly (Case & { readonly file: string })[]> {
  const files = await readdir(REGRESSIONS).catch(() => [])
  const cases = files
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map(async (file) => ({ file, ...(JSON.parse(await readFile(join(REGRESSIONS, file), 'utf8')) as Case) }))
  return Promise.all(cases)
}
