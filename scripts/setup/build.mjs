// Builds the app when a source changed since the last build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { overBudget, readSizes } from './bundleSizes.mjs'
import { nodeForTools, projectRoot, run } from './run.mjs'
import { giveUp, say } from './say.mjs'

const stampFile = join(projectRoot, 'out/.sources')
const sizesFile = join(projectRoot, 'out/bundle.json')
const budgetFile = join(projectRoot, 'bundle-budget.json')
const sources = [
  'bundle-budget.json',
  'electron.vite.config.ts',
  'lingui.config.ts',
  'package-lock.json',
  'package.json',
  'resources',
  'scripts/setup/bundleSizes.mjs',
  'src-main',
  'src-node',
  'src-relay',
  'src-renderer',
  'src-shared',
]

function* filesUnder(path) {
  if (!existsSync(path)) return
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (entry.name === '.tsbuild') continue
    const full = join(path, entry.name)
    if (entry.isDirectory()) yield* filesUnder(full)
    else yield full
  }
}

/** By content, not by time: a checkout or a copy gives fresh times to old files. */
function sourceStamp() {
  const hash = createHash('sha256')
  for (const name of sources) {
    const path = join(projectRoot, name)
    if (!existsSync(path)) continue
    const files = name.startsWith('src-') || name === 'resources' ? filesUnder(path) : [path]
    for (const file of files)
      hash
        .update(`${file.slice(projectRoot.length)}\0`)
        .update(readFileSync(file))
        .update('\0')
  }
  return hash.digest('hex')
}

export async function ensureBuilt() {
  const stamp = sourceStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  say('Building …')
  const tool = join(projectRoot, 'node_modules/electron-vite/bin/electron-vite.js')
  const { code, output } = await run(nodeForTools(), [tool, 'build', '--logLevel', 'warn'], { quiet: true })
  if (code !== 0) {
    say(output)
    giveUp('The build failed (see above).')
  }
  const over = overBudget(readSizes(sizesFile), JSON.parse(readFileSync(budgetFile, 'utf8')))
  if (over !== null) giveUp(`${over}\nIf it is worth that, \`npm run build -- --new-budget\` sets the budget anew.`)
  writeFileSync(stampFile, stamp)
}

/** Of the last build, with a twentieth on top. */
export function setBudget() {
  if (!existsSync(sizesFile)) giveUp('There is no build to weigh yet. Run `npm run build` first.')
  const { first, all, files, parts } = readSizes(sizesFile)
  const roomy = (size) => Math.ceil((size * 1.05) / 10) * 10
  const budget = { first: roomy(first), all: roomy(all), when: { files, parts } }
  writeFileSync(budgetFile, `${JSON.stringify(budget, null, 2)}\n`)
}
