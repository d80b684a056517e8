/** One side of a catch-up, a process of its own: it gets ready, waits for the word, and says when it has everything. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { assert } from '#shared/base/assert.ts'
import { QUIET } from '../serverProcess.ts'

type Said = { readonly ready: readonly string[] } | { readonly done: number }

export interface Side {
  /** Automerge heads of what this side holds. */
  readonly heads: readonly string[]
  /** Resolves when it holds what has these heads, with the processor seconds that took. */
  catchUp(heads: readonly string[]): Promise<number>
  end(): Promise<void>
}

export async function startSide(script: string, options: Readonly<Record<string, unknown>>): Promise<Side> {
  const child = fork(join(import.meta.dirname, script), [JSON.stringify(options)], {
    execArgv: [...QUIET],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said = <K extends string>(key: K): Promise<Extract<Said, Record<K, unknown>>> =>
    new Promise((resolve, reject) => {
      child.on('message', (message: Said) => {
        if (key in message) resolve(message as Extract<Said, Record<K, unknown>>)
      })
      void exited.then(() => reject(new Error(`${script} ended before it was ${key}`)))
    })
  const { ready } = await said('ready')
  return {
    heads: ready,
    async catchUp(heads) {
      const done = said('done')
      child.send(heads)
      return (await done).done
    },
    end: () => {
      child.kill('SIGKILL')
      return exited
    },
  }
}

/** In the process itself: its options, and how it answers. */
export const optionsOfSide = <T>(): T => JSON.parse(process.argv[2] ?? '{}') as T

let atStart = process.cpuUsage()

export async function beReady(heads: readonly string[]): Promise<readonly string[]> {
  const wanted = new Promise<readonly string[]>((resolve) => process.once('message', resolve))
  say({ ready: heads })
  const heard = await wanted
  atStart = process.cpuUsage()
  return heard
}

export function beDone(): void {
  const { user, system } = process.cpuUsage(atStart)
  say({ done: (user + system) / 1e6 })
}

function say(message: Said): void {
  assert(process.send !== undefined, 'started by a benchmark')
  process.send(message)
}

export const sameHeads = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && [...a].sort().join() === [...b].sort().join()
