// Runs dependency-cruiser over every room and refuses an empty success: no module cruised, or a room without one.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const rooms = ['src-shared', 'src-node', 'src-relay', 'src-cli', 'src-main', 'src-renderer', 'test']

/**
 * @param {string} root the folder that holds the rooms
 * @param {readonly string[]} folders
 * @returns {Promise<{ modules: number, problems: string[] }>}
 */
async function checkFences(root, folders = rooms) {
  const options = await extractDepcruiseOptions(join(import.meta.dirname, '../../.dependency-cruiser.cjs'))
  const tsConfig = extractTSConfig(join(import.meta.dirname, '../../tsconfig.base.json'))
  const { output } = await cruise(
    folders.filter((folder) => existsSync(join(root, folder))),
    { ...options, baseDir: root, validate: true },
    undefined,
    { tsConfig },
  )
  const sources = output.modules.map((module) => module.source).filter((source) => /^(src-|test)/.test(source))
  const broken = output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  const empty = folders
    .filter((folder) => !sources.some((source) => source.startsWith(`${folder}/`)))
    .map((folder) => `no module of ${folder} was looked at`)
  const dangling = output.modules.flatMap((module) =>
    module.dependencies
      .filter((to) => to.couldNotResolve && to.module.startsWith('#'))
      .map((to) => `could not be followed: ${module.source} → ${to.module}`),
  )
  return { modules: sources.length, problems: [...broken, ...empty, ...dangling] }
}

if (process.argv[1] === import.meta.filename) {
  const root = resolve(process.argv[2] ?? join(import.meta.dirname, '../..'))
  const { modules, problems } = await checkFences(root)
  for (const problem of problems) process.stdout.write(`${problem}\n`)
  process.stdout.write(`${modules} modules, ${problems.length} problems\n`)
  process.exit(problems.length === 0 && modules > 0 ? 0 : 1)
}
