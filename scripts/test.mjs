// `npm test`: installs what is missing, runs every suite even after a failure, and ends with `N passed, N failed`.
// `npm test -- lint e2e` runs the named suites only.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './setup/build.mjs'
import { ensureElectron } from './setup/electron.mjs'
import { ensurePackages } from './setup/npmPackages.mjs'
import { findCommand, nodeForTools, projectRoot, run, toolEnvironment } from './setup/run.mjs'
import { say } from './setup/say.mjs'
import { ensureSystemPackages, systemPackagesFor } from './setup/systemPackages.mjs'

/** @typedef {{ passed: number, failed: number, skipped?: number }} Tally */
/** @typedef {{ name: string, run: () => Promise<Tally> }} Suite */

const reports = join(projectRoot, '.cache/test')
const tool = (path) => join(projectRoot, 'node_modules', path)

/** A check that either holds or not counts as one; what it printed is shown only when it failed. */
async function check(file, ...args) {
  const { code, output } = await run(nodeForTools(), [file, ...args], { quiet: true })
  if (code !== 0) say(output.trimEnd())
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** A runner that did not write its report, or ran nothing, has failed, whatever its exit code. */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** @returns {Tally} */
function settle(code, { passed, failed, skipped = 0 }) {
  const silentFailure = failed === 0 && (code !== 0 || passed === 0)
  return { passed, failed: silentFailure ? 1 : failed, skipped }
}

async function vitest(name, ...args) {
  const file = join(reports, `${name}.json`)
  const report = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const env = toolEnvironment({ NO_COLOR: '1', FORCE_COLOR: undefined })
  const { code } = await run(nodeForTools(), [tool('vitest/vitest.mjs'), 'run', ...args, ...report], { env })
  const found = readReport(file)
  if (found === undefined) return settle(code, { passed: 0, failed: 0 })
  const brokenFiles = found.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0)
  return settle(code, {
    passed: found.numPassedTests,
    failed: found.numFailedTests + brokenFiles.length,
    skipped: found.numPendingTests + (found.numTodoTests ?? 0),
  })
}

async function playwright() {
  await ensureBuilt()
  const { executable } = await ensureElectron()
  const file = join(reports, 'e2e.json')
  const command = [nodeForTools(), tool('@playwright/test/cli.js'), 'test', '--reporter=line,json']
  // A screen of its own: windows neither disturb the person at this computer nor depend on a display.
  const screen = findCommand('xvfb-run') ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24'] : []
  const [first, ...rest] = [...screen, ...command]
  const env = toolEnvironment({ APLEC_ELECTRON: executable, PLAYWRIGHT_JSON_OUTPUT_NAME: file, FORCE_COLOR: '0' })
  const { code } = await run(first, rest, { env })
  const stats = readReport(file)?.stats
  if (stats === undefined) return settle(code, { passed: 0, failed: 0 })
  // A test that passed only when tried again has failed.
  return settle(code, { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped })
}

/** @type {readonly Suite[]} */
const suites = [
  { name: 'types', run: () => check(tool('typescript/bin/tsc'), '-b') },
  { name: 'lint', run: () => check(tool('oxlint/bin/oxlint'), '--deny-warnings') },
  { name: 'format', run: () => check(tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.') },
  { name: 'fences', run: () => check('scripts/checks/fences.mjs') },
  { name: 'unused', run: () => check(tool('knip/bin/knip.js'), '--no-progress') },
  { name: 'rules', run: () => check('scripts/checks/ruleIds.mjs') },
  { name: 'tests', run: () => vitest('tests') },
  { name: 'browser', run: () => vitest('browser', '--config', 'vitest.browser.config.ts') },
  { name: 'e2e', run: playwright },
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name))
if (unknown.length > 0) {
  say(`No such suite: ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}`)
  process.exit(2)
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`
const begun = Date.now()
await ensurePackages()
await ensureSystemPackages(systemPackagesFor.test)
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

const total = { passed: 0, failed: 0, skipped: 0 }
const lines = []
for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const since = Date.now()
  say(`── ${suite.name}`)
  const tally = await suite.run()
  total.passed += tally.passed
  total.failed += tally.failed
  total.skipped += tally.skipped ?? 0
  const mark = tally.failed === 0 ? 'ok  ' : 'FAIL'
  lines.push(`${mark} ${suite.name.padEnd(8)} ${tally.passed} passed, ${tally.failed} failed   ${seconds(since)}`)
  say(lines.at(-1) ?? '')
}

say(`\n${lines.join('\n')}`)
say(`in ${seconds(begun)}${total.skipped > 0 ? `; ${total.skipped} skipped` : ''}`)
say(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
