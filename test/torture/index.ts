/**
 * `npm run torture [-- --cycles N] [--write] [NAME …]`: real processes, ended, filled, frozen and flooded. `--write`: the table of
 * docs/reliability.md, by a run of all.
 */
import '@automerge/automerge'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import sodium from 'libsodium-wrappers'
import * as ends from './ends.ts'
import * as floods from './floods.ts'
import { type Result, Scene, type Trial } from './scene.ts'

await sodium.ready
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cycles: { type: 'string', default: '10' }, write: { type: 'boolean', default: false } },
})
const trials: readonly Trial[] = [
  ends.killedMember,
  ends.killedRelay,
  ends.fullRelay,
  ends.frozenRelay,
  floods.connectionFlood,
  floods.slowloris,
  floods.badProofs,
  floods.deafReaders,
  floods.storageAbuse,
  floods.noise,
  floods.crossSite,
]
const chosen = trials.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const say = (text: string): void => void process.stdout.write(`${text}\n`)
if (chosen.length === 0) say(`There are: ${trials.map(({ name }) => name).join(', ')}`)

const rows: string[] = []
let failed = chosen.length === 0 ? 1 : 0
for (const trial of chosen) {
  const scene = new Scene()
  try {
    const result = await trial.run(scene, Number(values.cycles))
    rows.push(rowOf(result, trial.name))
    if (result?.isPassed === false) failed += 1
    say(`${result === null ? 'not here' : result.isPassed ? 'ok  ' : 'FAIL'} ${trial.name}: ${result?.what ?? ''}\n     ${result?.measured ?? ''} (${result?.asked ?? ''})`) // prettier-ignore
  } catch (cause) {
    failed += 1
    rows.push(`| ${trial.name} | | ended with an error | no |`)
    say(`FAIL ${trial.name}: ${cause instanceof Error ? cause.stack : String(cause)}`)
  } finally {
    await scene.end()
  }
}
if (values.write && positionals.length === 0) write()
process.exit(failed === 0 ? 0 : 1)

function rowOf(result: Result | null, name: string): string {
  if (result === null) return `| ${name} | | not run here | – |`
  const { what, asked, measured, isPassed } = result
  return `| ${what} | ${asked} | ${measured} | ${isPassed ? 'yes' : 'no'} |`
}

/** Between the two marks of the page. */
function write(): void {
  const page = new URL('../../docs/reliability.md', import.meta.url)
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.versions.node}` // prettier-ignore
  const table = ['| What was done | Asked | Measured | Held |', '| --- | --- | --- | --- |', ...rows].join('\n')
  const text = `\`npm run torture -- --cycles ${values.cycles} --write\` on ${machine}.\n\n${table}\n`
  const [head, , tail] = readFileSync(page, 'utf8').split(/<!-- torture -->\n/)
  writeFileSync(page, `${head}<!-- torture -->\n\n${text}\n<!-- torture -->\n${tail}`)
}
