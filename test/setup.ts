// Loads the WASM that every room reaches through `@automerge/automerge/slim`, and libsodium's.
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'

await sodium.ready
