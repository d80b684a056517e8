import { expect, test } from 'vitest'
import { casesOf, parsers } from './parsers/all.ts'
import { runCases } from './runCases.ts'

const CASES = 200_000
/** Other seeds than those a person begins with. */
const FROM = 1_000_000

/** Every second parser, from `first` on: two files, so that two workers share them. */
export function fuzzShard(first: 0 | 1): void {
  test.each(parsers.filter((_, i) => i % 2 === first).map((parser) => [parser.name, parser] as const))(
    '[FZ1] %s: answers whatever it is given',
    async (name, parser) => {
      const { findings, answers } = await runCases(parser, FROM, casesOf(parser, CASES))
      const lines = findings.slice(0, 3).map(({ seed, what }) => `--parser ${name} --from ${seed} --cases 1: ${what}`)
      expect(lines).toEqual([])
      expect(answers.size).toBeGreaterThan(1)
    },
  )
}
