/** Servers as processes of their own, and what they say about their processor time and memory. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Usage {
  readonly cpuSeconds: number
  readonly residentBytes: number
  readonly wireBytes: number
  readonly commits: number
}

export interface PeerServer {
  readonly port: number
  readonly url: string
  end(): Promise<void>
}

/** automerge-repo waits for times that have passed, and Node says so each time. */
export const QUIET: readonly string[] = ['--disable-warning=TimeoutNegativeWarning']

/** Starts one of `test/bench/servers`; it says `READY <port>` when it listens. */
export async function startServer(script: string, ...args: readonly string[]): Promise<PeerServer> {
  const child = spawn(process.execPath, [...QUIET, join(import.meta.dirname, 'servers', script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const said = /^READY (\d+)$/m.exec(chunk.toString())
      if (said?.[1] !== undefined) resolve(Number(said[1]))
    })
    void exited.then(() => reject(new Error(`${script} did not start`)))
  })
  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    end: () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}

/** Of the relay or a peer: both answer in the words of Prometheus. */
export async function usageOf({ port }: { readonly port: number }): Promise<Usage> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  const read = (name: string): number => Number(new RegExp(`^\\w*${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0)
  return {
    cpuSeconds: read('cpu_seconds_total'),
    residentBytes: read('resident_bytes'),
    wireBytes: read('bytes_in_total') + read('bytes_out_total'),
    commits: read('commits_total'),
  }
}
