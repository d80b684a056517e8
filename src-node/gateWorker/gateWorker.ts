/**
 * What runs inside the worker thread: the document engine, one command after the other. Everything in here may be ended at
 * any moment by the side that owns it, so nothing in here is worth keeping.
 */
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#shared/base/assert.ts'
import { DocumentEngine } from '#shared/gate/documentEngine.ts'
import { answer } from '#shared/gate/inlineEngine.ts'
import type { WorkerAnswer, WorkerCall, WorkerNudge, WorkerStart } from './messages.ts'

assert(parentPort !== null, 'This file is started as a worker.')
const port = parentPort
const NUDGE: WorkerNudge = null
const HELLO_MS = 50
let isReady = false
/** Says that it is there until it is asked something; see `workerEngine.ts`. */
const hello = setInterval(() => {
  if (isReady) port.postMessage(NUDGE)
}, HELLO_MS)
await sodium.ready
const { identity, settings } = workerData as WorkerStart
const engine = new DocumentEngine(identity, settings)

port.on('message', (call: WorkerCall | WorkerNudge) => {
  clearInterval(hello)
  if (call === null) return port.postMessage(NUDGE)
  const { id, command, input } = call
  port.postMessage({ id, result: answer(engine, command, input as never) } satisfies WorkerAnswer)
})
isReady = true
port.postMessage(NUDGE)
