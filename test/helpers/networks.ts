/** Computers on one switch, each in a network namespace of its own. Linux only, and only for who may make them. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import type { PlanStatus } from '#shared/core/contract.ts'

const root = join(import.meta.dirname, '../..')
const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: 'pipe' })

export const canMakeNetworks = ((): boolean => {
  const name = `aplec-try-${process.pid}`
  try {
    ip('netns', 'add', name)
    ip('netns', 'del', name)
    return true
  } catch {
    return false
  }
})()

export interface Computer {
  readonly address: string
  /** Pulls its cable, or puts it back. */
  cable(isIn: boolean): void
  start(folder: string): NearMember
  /** A process of ours there. */
  run(command: string, ...args: readonly string[]): ChildProcess
}

export interface NearMember {
  // oxlint-disable-next-line typescript/no-explicit-any -- each act answers in its own shape
  does(act: string, given?: string): Promise<any>
  status(): Promise<PlanStatus>
  kill(): void
}

/** No default route and nothing beyond: as a switch on a table, or a hotspot without internet. */
export function network(size: number): readonly Computer[] {
  const tag = `ap${process.pid % 10_000}`
  const hub = `${tag}h`
  const names = [hub, ...Array.from({ length: size }, (_, at) => `${tag}n${at}`)]
  onTestFinished(() => {
    for (const name of names) ip('netns', 'del', name)
  })
  for (const name of names) {
    ip('netns', 'add', name)
    ip('-n', name, 'link', 'set', 'lo', 'up')
  }
  ip('-n', hub, 'link', 'add', 'br0', 'type', 'bridge', 'mcast_snooping', '0')
  ip('-n', hub, 'link', 'set', 'br0', 'up')
  return names.slice(1).map((name, at) => {
    const port = `${tag}p${at}`
    const address = `10.77.0.${at + 1}`
    ip('-n', hub, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
    ip('-n', hub, 'link', 'set', port, 'master', 'br0')
    ip('-n', hub, 'link', 'set', port, 'up')
    ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', 'eth0')
    ip('-n', name, 'link', 'set', 'eth0', 'up')
    const run = (command: string, ...args: readonly string[]): ChildProcess => {
      const child = spawn('ip', ['netns', 'exec', name, command, ...args], {
        cwd: root,
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      onTestFinished(() => void child.kill('SIGKILL'))
      return child
    }
    return {
      address,
      cable: (isIn) => ip('-n', hub, 'link', 'set', port, isIn ? 'up' : 'down'),
      run,
      start: (folder) => memberOf(run(process.execPath, 'test/helpers/nearMain.ts', folder)),
    }
  })
}

function memberOf(child: ChildProcess): NearMember {
  const waiting: ((line: string) => void)[] = []
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => waiting.shift()?.(line))
  const does: NearMember['does'] = async (act, given = '') => {
    const line = await new Promise<string>((resolve) => {
      waiting.push(resolve)
      child.stdin?.write(`${act} ${given}`.trimEnd() + '\n')
    })
    const { value, error } = JSON.parse(line)
    if (error !== undefined) throw new Error(`${act}: ${error}`)
    return value
  }
  return { does, status: () => does('status'), kill: () => void child.kill('SIGKILL') }
}
