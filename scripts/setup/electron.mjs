// Finds an Electron to run: one named by APLEC_ELECTRON, the official binary, or the evaluation runtime.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, ensureEvaluationRuntime } from './evaluationRuntime.mjs'
import { nodeForTools, projectRoot, run } from './run.mjs'
import { giveUp, say } from './say.mjs'

const electronPackage = join(projectRoot, 'node_modules/electron')
/** Where the download was tried in vain: not tried again for a day, so that each start is quick. */
const failureNote = () => join(cacheFolder(), 'official-electron-unreachable')
const DAY_IN_MS = 86_400_000
/** A connection that cannot be made fails within seconds; this bounds one that trickles. */
const DOWNLOAD_LIMIT_IN_MS = 240_000

/** @returns {string | undefined} */
function officialExecutable() {
  const note = join(electronPackage, 'path.txt')
  if (!existsSync(note)) return undefined
  const executable = join(electronPackage, 'dist', readFileSync(note, 'utf8').trim())
  return existsSync(executable) ? executable : undefined
}

function failedLately() {
  const note = failureNote()
  return existsSync(note) && Date.now() - statSync(note).mtimeMs < DAY_IN_MS
}

async function downloadOfficial() {
  if (failedLately()) return undefined
  say('Downloading Electron …')
  const script = join(electronPackage, 'install.js')
  const { code, output } = await run(nodeForTools(), [script], { quiet: true, timeoutInMs: DOWNLOAD_LIMIT_IN_MS })
  if (code === 0) return officialExecutable()
  mkdirSync(cacheFolder(), { recursive: true })
  writeFileSync(failureNote(), output)
  return undefined
}

/**
 * @returns {Promise<{ executable: string, kind: 'given' | 'official' | 'evaluation' }>}
 */
export async function ensureElectron() {
  const given = process.env.APLEC_ELECTRON
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) giveUp(`APLEC_ELECTRON names a file that is not there: ${given}`)
    return { executable: given, kind: 'given' }
  }
  const official = officialExecutable() ?? (await downloadOfficial())
  if (official !== undefined) return { executable: official, kind: 'official' }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    giveUp('Electron could not be downloaded. Check the connection and start again.')
  }
  const executable = await ensureEvaluationRuntime()
  say('Electron could not be downloaded: using the evaluation runtime (Electron 33), for trying out only.')
  return { executable, kind: 'evaluation' }
}

/** Chromium refuses its sandbox to root; anyone else keeps it. */
export function sandboxArguments() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
