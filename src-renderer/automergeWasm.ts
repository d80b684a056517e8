// Automerge's WASM as a file of our own origin, compiled while it streams; imported before anything that uses Automerge.
import wasmUrl from '@automerge/automerge/automerge.wasm?url'
import { initializeWasm } from '@automerge/automerge/slim'

export const automergeReady: Promise<void> = initializeWasm(wasmUrl)
