import type { AskSearch, SearchRequest } from '#renderer/data/search/searchMessages.ts'
import { createSearchDesk } from '#renderer/data/search/searchDesk.ts'

/** The indexes without the worker's thread; what is sent is copied, as on the way to a worker. */
export function searchInProcess(): AskSearch {
  const desk = createSearchDesk()
  return (planId, what, ask) =>
    Promise.resolve(desk(structuredClone({ number: 0, planId, what, ask }) as SearchRequest) as never)
}
