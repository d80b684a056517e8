import type { SearchGroup } from '#shared/plan/searchEntries.ts'
import type { Found } from './searchIndex.ts'

/** What the window asks of the worker that holds the indexes, and what it answers. */
export type SearchAsks = {
  /** Puts groups in the place of those with the same key; an empty one goes. */
  readonly put: { readonly ask: { readonly groups: readonly SearchGroup[] }; readonly answer: null }
  readonly find: { readonly ask: { readonly query: string }; readonly answer: readonly Found[] }
  /** All groups of a plan as bytes, to be kept; and back. What cannot be read is no group. */
  readonly write: { readonly ask: null; readonly answer: Uint8Array<ArrayBuffer> }
  readonly read: { readonly ask: { readonly bytes: Uint8Array }; readonly answer: null }
  readonly forget: { readonly ask: null; readonly answer: null }
}

export type SearchAsk = keyof SearchAsks

export type SearchRequest = {
  readonly [K in SearchAsk]: {
    readonly number: number
    readonly planId: string
    readonly what: K
    readonly ask: SearchAsks[K]['ask']
  }
}[SearchAsk]

export type SearchReply = { readonly number: number; readonly answer: unknown }

/** Asks about the index of one plan. */
export type AskSearch = <K extends SearchAsk>(
  planId: string,
  what: K,
  ask: SearchAsks[K]['ask'],
) => Promise<SearchAsks[K]['answer']>
