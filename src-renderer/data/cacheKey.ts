import type { Random } from '#shared/base/ports.ts'
import type { WindowCore } from './core.ts'

/** A core that has just ended is there again about then. */
const AGAIN_IN_MS = 500
const MOST_TRIES = 60
const KEY_BYTES = 32

/**
 * Asks the core for the key of the cache, once; while the core is away it is waited for, half a minute. A core that has no key to
 * give leaves the cache of before closed: this window seals under a key of its own, and every plan is built from the core.
 */
export function cacheKeyOf(
  core: Pick<WindowCore, 'cacheKey'>,
  later: (ms: number, run: () => void) => () => void,
  random: Random,
): () => Promise<Uint8Array> {
  let known: Promise<Uint8Array> | null = null
  async function ask(): Promise<Uint8Array> {
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const answer = await core.cacheKey()
      if (answer.ok) return answer.value
      if (answer.error.code !== 'E_CORE') break
      await new Promise<void>((resolve) => later(AGAIN_IN_MS, resolve))
    }
    return random.bytes(KEY_BYTES)
  }
  return () => (known ??= ask())
}
