// Automerge's WASM arrives as text inside a script of our own origin: the window's policy allows no connection at all
// (`connect-src 'none'`), not even one to its own files, and a fetch of the .wasm file is a connection.
import { initializeWasm } from '@automerge/automerge/slim'

/** Takes a few tenths of a second of this thread. */
export async function loadAutomerge(): Promise<void> {
  const { automergeWasmBase64 } = await import('@automerge/automerge/automerge.wasm.base64')
  await initializeWasm(decode(automergeWasmBase64))
}

/** A loop: `Uint8Array.from` with a function takes ten times as long over these 3.6 MB. */
function decode(base64: string): Uint8Array {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}
