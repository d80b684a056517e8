/** A relay as its own process, with a folder of its own; the test may kill it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { RelayLimits } from '#relay/index.ts'

const SCRIPT = join(import.meta.dirname, 'relayMain.ts')

export interface RelayProcess {
  readonly url: string
  readonly port: number
  readonly publicKey: string
  readonly pid: number
  /** Everything it has written to stdout and stderr. */
  log(): string
  /** Ends it with this signal and waits; answers its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export async function startRelayProcess(
  dataDir: string,
  options: { readonly port?: number; readonly limits?: Partial<RelayLimits>; readonly host?: string } = {},
): Promise<RelayProcess> {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify({ dataDir, port: 0, ...options })], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const started = await new Promise<{ url: string; port: number; publicKey: string }>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString()
      const line = /^READY (.*)$/m.exec(text)
      if (line?.[1] !== undefined) resolve(JSON.parse(line[1]) as { url: string; port: number; publicKey: string })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void exited.then(() => reject(new Error(`the relay did not start: ${text}`)))
  })
  return { ...started, pid: child.pid as number, log: () => text, end: (signal) => endProcess(child, exited, signal) }
}

async function endProcess(child: ChildProcess, exited: Promise<number | null>, signal: NodeJS.Signals) {
  child.kill(signal)
  return exited
}
