// Every rule of docs/specs has a number of its own and a test that opens with it; every number in a test has its rule.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** `**PL1**`, `- PL1 `, `### PL1`, `| PL1 |`: the number that opens a line of a spec, with its marks, is a rule. */
const RULE = /^[\s>|#*\-`[]*([A-Z]{2}\d+)\b/gm
/** `test('[PL1] …')`, `test('[PL1][PL2] …')`, and what follows the table of a `test.each([…])`; with any quote. */
const TITLE = /(?:\b(?:test|it|describe)(?:\.\w+)*\s*(?:\([^'"`)]*\)\s*)?|\]\s*\))\(\s*['"`]((?:\[[A-Z]{2}\d+\]\s*)+)/g

function filesUnder(folder, ending) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('.tsbuild'))
    .map((name) => join(folder, name))
}

/** @returns {Map<string, readonly string[]>} rule id to the files that state it: one, or it is stated twice */
function rulesIn(folder) {
  const rules = new Map()
  for (const file of filesUnder(folder, /\.md$/)) {
    for (const match of readFileSync(file, 'utf8').matchAll(RULE))
      rules.set(match[1], [...(rules.get(match[1]) ?? []), file])
  }
  return rules
}

/** @returns {Map<string, string>} rule id to a test file that carries it */
function testedIn(folder) {
  const tested = new Map()
  for (const file of filesUnder(folder, /\.(test|spec)\.tsx?$/)) {
    for (const match of readFileSync(file, 'utf8').matchAll(TITLE)) {
      for (const id of match[1].matchAll(/[A-Z]{2}\d+/g)) tested.set(id[0], file)
    }
  }
  return tested
}

/** What does not pair up, one line each; empty when all is well. */
function unpairedRules(specFolder, testFolder) {
  const rules = rulesIn(specFolder)
  const tested = testedIn(testFolder)
  if (rules.size === 0) return ['no rule was found in docs/specs: this check would check nothing']
  return [
    ...[...rules].filter(([id]) => !tested.has(id)).map(([id, [file]]) => `${id} of ${file} has no test`),
    ...[...rules]
      .filter(([, files]) => files.length > 1)
      .map(([id, files]) => `${id} is stated twice: ${[...new Set(files)].join(', ')}`),
    ...[...tested].filter(([id]) => !rules.has(id)).map(([id, file]) => `${id} in ${file} is no rule of docs/specs`),
  ].sort()
}

if (process.argv[1] === import.meta.filename) {
  const root = resolve(process.argv[2] ?? join(import.meta.dirname, '../..'))
  const problems = unpairedRules(join(root, 'docs/specs'), join(root, 'test'))
  for (const problem of problems) process.stdout.write(`${problem.replaceAll(`${root}/`, '')}\n`)
  const count = rulesIn(join(root, 'docs/specs')).size
  process.stdout.write(`${count} rules, ${problems.length} problems\n`)
  process.exit(problems.length === 0 ? 0 : 1)
}
