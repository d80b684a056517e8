import type { AskSearch, SearchReply, SearchRequest } from './searchMessages.ts'

/** The worker is started by the first question: a window that never searches does not pay for it. */
export function askWorker(): AskSearch {
  const waiting = new Map<number, (answer: never) => void>()
  let worker: Worker | null = null
  let numbers = 0
  function start(): Worker {
    const started = new Worker(new URL('./searchWorker.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<SearchReply>) => {
      waiting.get(data.number)?.(data.answer as never)
      waiting.delete(data.number)
    })
    return started
  }
  return (planId, what, ask) =>
    new Promise((resolve) => {
      const number = ++numbers
      waiting.set(number, resolve)
      worker ??= start()
      worker.postMessage({ number, planId, what, ask } as SearchRequest)
    })
}
