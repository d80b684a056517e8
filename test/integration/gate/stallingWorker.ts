/** The gate's own worker, but for one thing: over an entry whose name begins with `stall` it never answers again. */
import { parentPort } from 'node:worker_threads'
import type { WorkerCall, WorkerNudge } from '#node/gateWorker/messages.ts'

parentPort!.on('message', (call: WorkerCall | WorkerNudge) => {
  if (call?.command !== 'applyEntries') return
  const { entries } = call.input as { readonly entries: readonly { readonly entryHash: string }[] }
  if (entries.some(({ entryHash }) => entryHash.startsWith('stall'))) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
})
await import('#node/gateWorker/gateWorker.ts')
