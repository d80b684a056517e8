// Installs the npm packages when package.json or the lock file changed since the last time.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot, run } from './run.mjs'
import { giveUp, sayAside } from './say.mjs'

const stampFile = join(projectRoot, 'node_modules/.aplec-installed')

function wantedStamp() {
  const hash = createHash('sha256')
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(projectRoot, name)))
  return `${hash.digest('hex')} ${process.platform} ${process.arch}\n`
}

export function arePackagesCurrent() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()
}

/**
 * `npm install` and not `npm ci`: some registries lack packages of other platforms, which `npm ci` refuses and
 * `npm install` skips. `--no-save` keeps the lock file as it is; no package of ours needs its install script.
 */
export async function ensurePackages() {
  if (arePackagesCurrent()) return
  sayAside('Installing npm packages …')
  const args = ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { code } = await run(npm, args, { env: process.env, aside: true })
  if (code !== 0) giveUp('npm could not install the packages (see above). Check the connection and try again.')
  writeFileSync(stampFile, wantedStamp())
}
