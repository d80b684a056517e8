// Debian packages that Electron, its tests and the PDF checks need. Elsewhere it says what is missing.
import { spawnSync } from 'node:child_process'
import { findCommand, run } from './run.mjs'
import { giveUp, say } from './say.mjs'

/** `a|b` means either name: newer Debian and Ubuntu renamed some. */
const electronLibraries = [
  'libgtk-3-0|libgtk-3-0t64',
  'libnss3',
  'libasound2|libasound2t64',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libnotify4',
  'libsecret-1-0',
  'libatspi2.0-0|libatspi2.0-0t64',
  'libdrm2',
  'ca-certificates',
  'unzip',
]
const testTools = ['xvfb', 'xauth', 'chromium|chromium-browser', 'poppler-utils', 'fonts-noto-core']

export const systemPackagesFor = {
  start: electronLibraries,
  test: [...electronLibraries, ...testTools],
}

/** @param {string} name */
function isInstalled(name) {
  const found = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' })
  return found.status === 0 && found.stdout.includes('install ok installed')
}

/** @param {string} name */
function isOffered(name) {
  const found = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' })
  return found.status === 0 && /Candidate: (?!\(none\))/.test(found.stdout)
}

/** How to become root here: nothing to add, sudo, or not at all. */
function rootPrefix() {
  if (process.getuid?.() === 0) return []
  if (findCommand('sudo') === undefined) return undefined
  return process.stdin.isTTY ? ['sudo'] : ['sudo', '-n']
}

/**
 * Installs what is missing by apt as root or through sudo; anywhere else it says what to install and, when
 * `required`, stops.
 * @param {readonly string[]} wanted
 */
export async function ensureSystemPackages(wanted) {
  if (process.platform !== 'linux') return
  if (findCommand('dpkg-query') === undefined || findCommand('apt-get') === undefined) {
    say(`This is not Debian or Ubuntu. If something fails to start, install what these hold: ${wanted.join(', ')}`)
    return
  }
  const missing = wanted.filter((names) => !names.split('|').some(isInstalled))
  if (missing.length === 0) return

  const prefix = rootPrefix()
  const plain = missing.map((names) => names.split('|')[0]).join(' ')
  if (prefix === undefined) giveUp(`Please install as root, then try again:  apt-get install ${plain}`)
  say(`Installing system packages: ${plain}`)
  const apt = async (...args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args]
    return run(command, rest, { quiet: true })
  }
  const update = await apt('update')
  const chosen = missing.map((names) => names.split('|').find(isOffered) ?? names.split('|')[0])
  const wait = ['-o', 'DPkg::Lock::Timeout=600']
  const install = await apt(...wait, 'install', '-y', '--no-install-recommends', ...chosen)
  if (install.code !== 0) {
    say(`${update.output}\n${install.output}`.split('\n').slice(-15).join('\n'))
    giveUp(`Could not install them. Please run as root, then try again:  apt-get install ${chosen.join(' ')}`)
  }
}
