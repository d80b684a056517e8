import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const root = join(import.meta.dirname, '../../..')

export type Said = { readonly code: number | null; readonly out: string; readonly err: string }

/** One call of the real command in a process of its own. */
export function aplec(...args: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, ['src-cli/index.ts', ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', APLEC_DEBUG: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  return new Promise((done) => child.on('close', (code) => done({ code, ...said })))
}

/** A folder that goes with the test. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'aplec-cli-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

export type Device = {
  readonly dir: string
  /** Runs a command that must succeed; its output without the last line break. */
  readonly does: (...args: readonly string[]) => Promise<string>
  /** The same with `--json`, parsed. */
  // oxlint-disable-next-line typescript/no-explicit-any -- each command has its own shape, and tests read what they expect
  readonly json: (...args: readonly string[]) => Promise<any>
  /** Runs a command that must fail as expected; its code. */
  readonly fails: (...args: readonly string[]) => Promise<string>
}

export function device(): Device {
  const dir = join(folder(), 'device')
  const does = async (...args: readonly string[]): Promise<string> => {
    const said = await aplec('--data', dir, ...args)
    if (said.code !== 0) throw new Error(`${args.join(' ')} ended with ${said.code}: ${said.err}`)
    return said.out.trimEnd()
  }
  return {
    dir,
    does,
    json: async (...args) => JSON.parse(await does(...args, '--json')),
    fails: async (...args) => {
      const said = await aplec('--data', dir, ...args)
      const code = /\((E_[A-Z_]+)\)\n$/.exec(said.err)?.[1]
      if (said.code !== 1 || code === undefined || said.out !== '' || said.err.trimEnd().includes('\n'))
        throw new Error(`${args.join(' ')} did not fail in one sentence: ${JSON.stringify(said)}`)
      return code
    },
  }
}

export type RelayProcess = {
  readonly url: string
  readonly logs: () => string
  readonly stop: () => Promise<number | null>
}

export async function relayProcess(dir: string): Promise<RelayProcess> {
  const child: ChildProcess = spawn(process.execPath, ['src-cli/index.ts', 'relay', '--port', '0', '--data', dir], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let logs = ''
  child.stderr!.on('data', (chunk) => (logs += chunk))
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  onTestFinished(() => void child.kill('SIGKILL'))
  const url = await new Promise<string>((done, failed) => {
    child.stdout!.once('data', (chunk) => done(String(chunk).trim()))
    child.once('exit', () => failed(new Error(`the relay did not start: ${logs}`)))
  })
  return {
    url,
    logs: () => logs,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}
