/** Makes cases from seeds, has them read, and tells which did not end well. The same seed is the same case for ever. */
import { seededNumbers } from '#test/helpers/entries.ts'
import { mutateCbor } from './cborGrammar.ts'
import { keptCases } from './corpus.ts'
import type { FuzzParser } from './fuzzParser.ts'
import { chanceFrom, mutate } from './mutate.ts'

export interface Finding {
  readonly parser: string
  readonly seed: number
  readonly bytes: Uint8Array
  readonly what: string
}

export interface Campaign {
  readonly cases: number
  /** Answer → the first case that led to it. */
  readonly answers: ReadonlyMap<string, Uint8Array>
  readonly findings: readonly Finding[]
  /** The most processor time that one case took, ms. */
  readonly slowestMs: number
}

/** Far beyond what any parser needs for a few hundred bytes; only something that runs away comes here. */
const MAX_CASE_MS = 2_000
/** Longer than all samples: what grows by mutation is cut here. */
const MAX_CASE_BYTES = 256 * 1024

export async function runCases(parser: FuzzParser, from: number, cases: number): Promise<Campaign> {
  const samples = [...(await parser.samples()), ...keptCases(parser.name).map(({ bytes }) => bytes)]
  const answers = new Map<string, Uint8Array>()
  const findings: Finding[] = []
  let slowestMs = 0
  for (let seed = from; seed < from + cases; seed++) {
    const bytes = makeCase(parser, samples, seed)
    const before = process.threadCpuUsage()
    try {
      const answer = await parser.read(bytes.slice())
      if (!answers.has(answer)) answers.set(answer, bytes)
    } catch (thrown) {
      findings.push({ parser: parser.name, seed, bytes, what: String(thrown) })
    }
    const { user, system } = process.threadCpuUsage(before)
    slowestMs = Math.max(slowestMs, (user + system) / 1000)
    if ((user + system) / 1000 > MAX_CASE_MS)
      findings.push({ parser: parser.name, seed, bytes, what: 'takes too long' })
  }
  return { cases, answers, findings, slowestMs }
}

/** The case of one seed. `samples`: the parser's own and those that were kept. */
function makeCase(parser: FuzzParser, samples: readonly Uint8Array[], seed: number): Uint8Array {
  const chance = chanceFrom(seededNumbers(Math.imul(seed, 0x9e37_79b1) + lettersOf(parser.name)))
  const kind = chance.below(20)
  if (kind === 0) return chance.bytes(chance.below(300))
  const sample = chance.oneOf(samples)
  const isGrammar = parser.cborAt !== undefined && kind < 9
  const spoilt = isGrammar ? spoilCbor(sample, parser.cborAt, chance) : mutate(sample, chance, chance.oneOf(samples))
  const cut = spoilt.subarray(0, MAX_CASE_BYTES)
  return parser.mend !== undefined && chance.below(4) > 0 ? parser.mend(cut, chance) : cut
}

function spoilCbor(sample: Uint8Array, at: number, chance: ReturnType<typeof chanceFrom>): Uint8Array {
  const body = mutateCbor(sample.subarray(at), chance)
  const out = new Uint8Array(at + body.length)
  out.set(sample.subarray(0, at))
  out.set(body, at)
  return out
}

const lettersOf = (name: string): number => [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) >>> 0

/** The shortest case found by leaving out stretches for which `isSame` still holds. */
export async function minimised(
  bytes: Uint8Array,
  isSame: (bytes: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let best = bytes
  for (let step = Math.ceil(best.length / 2); step >= 1; step = step === 1 ? 0 : Math.ceil(step / 2)) {
    for (let at = 0; at < best.length;) {
      const shorter = Uint8Array.from([...best.subarray(0, at), ...best.subarray(at + step)])
      if (await isSame(shorter)) best = shorter
      else at += step
    }
  }
  return best
}
