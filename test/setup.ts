// Loads the WASM that every room reaches through `@automerge/automerge/slim`, and libsodium's.
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'

await sodium.ready

// The one thing of a browser's window that happy-dom lacks and the app asks for.
if (typeof window === 'object') {
  window.requestIdleCallback ??= (run) =>
    setTimeout(() => run({ didTimeout: false, timeRemaining: () => 10 })) as unknown as number
  window.cancelIdleCallback ??= (handle) => clearTimeout(handle)
}
