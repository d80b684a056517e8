/** A document worker that loads when a test lets it. */
import { err } from '#shared/base/result.ts'
import type { DocExecutor } from '#shared/gate/executor.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'

export interface SlowWorker {
  open(): void
  readonly startExecutor: (identity: Parameters<typeof inlineExecutor>[0]) => Promise<DocExecutor>
}

/** A worker that begins to load a cache when it is let; `isLost`: it then cannot read what it is given. */
export function slowWorker(isLost = false): SlowWorker {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return {
    open,
    async startExecutor(identity) {
      const docs = await inlineExecutor(identity)
      return {
        ...docs,
        async load(input) {
          if (input.cache === null) return docs.load(input)
          await opened
          return isLost ? err({ code: 'E_CACHE_LOST' }) : docs.load(input)
        },
      }
    },
  }
}
