// `launch.mjs FILE.ts …`: runs a TypeScript entry of the project, after installing what is missing.
import { enableCompileCache } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensurePackages } from './setup/npmPackages.mjs'
import { compileCache, nodeForTools, projectRoot, run } from './setup/run.mjs'
import { giveUp } from './setup/say.mjs'

const [name, ...rest] = process.argv.slice(2)
if (name === undefined) giveUp('usage: launch.mjs FILE.ts …')
await ensurePackages()
const file = resolve(projectRoot, name)
const runsTypeScript = Number(process.versions.node.split('.')[0]) >= 24
if (runsTypeScript) {
  // For this process and, by the environment, for its workers and children.
  process.env.NODE_COMPILE_CACHE ??= compileCache
  enableCompileCache(process.env.NODE_COMPILE_CACHE)
  // In this very process, so that signals and exit codes are the program's own.
  process.argv = [process.argv[0] ?? 'node', file, ...rest]
  await import(pathToFileURL(file).href)
} else {
  const { code } = await run(nodeForTools(), [file, ...rest], { cwd: process.cwd() })
  process.exit(code)
}
