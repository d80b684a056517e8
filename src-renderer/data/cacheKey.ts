import type { WindowCore } from './core.ts'

/** A core that has just ended is there again about then. */
const AGAIN_IN_MS = 500

/** Asks the core for the key of the cache, once; while the core is away it is waited for. */
export function cacheKeyOf(
  core: Pick<WindowCore, 'cacheKey'>,
  later: (ms: number, run: () => void) => () => void,
): () => Promise<Uint8Array> {
  let known: Promise<Uint8Array> | null = null
  async function ask(): Promise<Uint8Array> {
    for (;;) {
      const answer = await core.cacheKey()
      if (answer.ok) return answer.value
      await new Promise<void>((resolve) => later(AGAIN_IN_MS, resolve))
    }
  }
  return () => (known ??= ask())
}
