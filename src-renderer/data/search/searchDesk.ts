/** Answers what is asked of the indexes, one for each plan. Runs in the worker; tests run it beside themselves. */
import type { SearchGroup } from '#shared/plan/searchEntries.ts'
import { createSearchIndex, type SearchIndex } from './searchIndex.ts'
import type { SearchRequest } from './searchMessages.ts'

/** More are not read by anybody. */
const MOST_FOUND = 40

export function createSearchDesk(): (request: SearchRequest) => unknown {
  const indexes = new Map<string, SearchIndex>()
  const indexOf = (planId: string): SearchIndex => {
    const index = indexes.get(planId) ?? createSearchIndex()
    indexes.set(planId, index)
    return index
  }
  return ({ planId, ...request }) => {
    switch (request.what) {
      case 'put':
        indexOf(planId).put(request.ask.groups)
        return null
      case 'find':
        return indexOf(planId).find(request.ask.query, MOST_FOUND)
      case 'write':
        return new TextEncoder().encode(JSON.stringify(indexOf(planId).groups()))
      case 'read':
        indexOf(planId).put(readGroups(request.ask.bytes))
        return null
      case 'forget':
        indexes.delete(planId)
        return null
    }
  }
}

/** Written by this same window, and checked by a hash on the way: only an older version can have written something else. */
function readGroups(bytes: Uint8Array): readonly SearchGroup[] {
  try {
    const groups: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(groups) && groups.every(isGroup) ? groups : []
  } catch {
    return []
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function isGroup(value: unknown): value is SearchGroup {
  if (!isRecord(value) || typeof value['key'] !== 'string' || !Array.isArray(value['entries'])) return false
  return value['entries'].every(
    (entry: unknown) =>
      isRecord(entry) && ['key', 'type', 'id', 'title', 'text'].every((field) => typeof entry[field] === 'string'),
  )
}
