/**
 * `npm run fuzz -- [--cases N] [--from S] [--parser NAME] [--keep]`: N cases from seed S on. A finding is printed with its
 * parser and seed, shrunk, and made again by `--parser NAME --from SEED --cases 1`. `--keep` writes it, and the first case of
 * each answer that is not kept yet, to test/fixtures/fuzz.
 */
import '@automerge/automerge'
import { parseArgs } from 'node:util'
import sodium from 'libsodium-wrappers'
import { toHex } from '#shared/base/bytes.ts'
import { type KeptCase, keepCases, keptCases } from './corpus.ts'
import type { FuzzParser } from './fuzzParser.ts'
import { type Campaign, minimised, runCases } from './runCases.ts'

await sodium.ready
// After libsodium: samples are made while the modules load.
const { casesOf, parsers } = await import('./parsers/all.ts')

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '200000' },
    from: { type: 'string', default: '0' },
    parser: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
const [cases, from] = [Number(values.cases), Number(values.from)]
const chosen = parsers.filter(({ name }) => values.parser === undefined || name === values.parser)
const say = (text: string): void => void process.stdout.write(`${text}\n`)
if (chosen.length === 0) say(`There are: ${parsers.map(({ name }) => name).join(', ')}`)

let found = 0
for (const parser of chosen) {
  const before = process.cpuUsage()
  const campaign = await runCases(parser, from, chosen.length === 1 ? cases : casesOf(parser, cases))
  const { user, system } = process.cpuUsage(before)
  const seconds = ((user + system) / 1e6).toFixed(1)
  const slowest = campaign.slowestMs.toFixed(0)
  say(
    `${parser.name.padEnd(14)} ${campaign.cases} cases, ${campaign.answers.size} answers, ${campaign.findings.length} findings; ${seconds} s, at most ${slowest} ms each`,
  )
  for (const { seed, bytes, what } of campaign.findings.slice(0, 5)) {
    const small = await minimised(bytes, async (shorter) => (await faultOf(parser, shorter)) === what)
    say(`  --parser ${parser.name} --from ${seed} --cases 1: ${what}\n    ${toHex(small)}`)
  }
  found += campaign.findings.length
  if (values.keep) await keep(parser, campaign)
}
process.exitCode = found > 0 || chosen.length === 0 ? 1 : 0

async function faultOf(parser: FuzzParser, bytes: Uint8Array): Promise<string | undefined> {
  try {
    await parser.read(bytes)
    return undefined
  } catch (thrown) {
    return String(thrown)
  }
}

/** Only answers of the parser that are new; what is kept stays. */
async function keep(parser: FuzzParser, { answers, findings }: Campaign): Promise<void> {
  const kept: KeptCase[] = [...keptCases(parser.name)]
  for (const [answer, bytes] of answers) {
    if (kept.some((one) => one.answer === answer)) continue
    const isSame = async (shorter: Uint8Array): Promise<boolean> =>
      (await faultOf(parser, shorter)) === undefined && (await parser.read(shorter)) === answer
    kept.push({ answer, bytes: await minimised(bytes, isSame) })
  }
  for (const what of new Set(findings.map((finding) => finding.what))) {
    if (kept.some((one) => one.found === what)) continue
    const { bytes } = findings.find((finding) => finding.what === what)!
    const small = await minimised(bytes, async (shorter) => (await faultOf(parser, shorter)) === what)
    kept.push({ answer: 'to be told once it is mended', found: what, bytes: small })
  }
  keepCases(
    parser.name,
    kept.filter(({ bytes }) => bytes.length <= 8_192),
  )
}
