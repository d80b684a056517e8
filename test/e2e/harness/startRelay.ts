import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'

const projectRoot = resolve(import.meta.dirname, '../../..')

/** A relay as a process of its own, as people run it. */
export interface RelayProcess {
  readonly url: string
  readonly port: number
  readonly folder: string
  /** Graceful, as `systemctl stop` does. */
  stop(): Promise<void>
  kill(): Promise<void>
}

/** Starts `aplec relay` on a port of its own, or on `port` to bring an ended one back; resolves when it answers. */
export async function startRelay(folder: string, port?: number): Promise<RelayProcess> {
  const chosen = port ?? (await freePort())
  const args = [join(projectRoot, 'src-cli/index.ts'), 'relay', '--port', String(chosen), '--data', folder]
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] })
  await untilHealthy(child, chosen)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    url: `ws://127.0.0.1:${chosen}`,
    port: chosen,
    folder,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

async function untilHealthy(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the relay ended with exit code ${child.exitCode}`)
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resume) => setTimeout(resume, 100))
  }
  child.kill('SIGKILL')
  throw new Error('the relay did not answer /healthz within 20 s')
}

/** A port that was free a moment ago, so that an address is known before its relay runs. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}
