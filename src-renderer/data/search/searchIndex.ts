/** Finds words in entries whatever their accents and case, with a letter wrong, from their first letters on. */
import MiniSearch from 'minisearch'
import type { SearchEntry, SearchGroup } from '#shared/plan/searchEntries.ts'

export type Found = {
  readonly entry: SearchEntry
  /** Title of the project it belongs to; `null` for projects themselves and what belongs to none. */
  readonly inTitle: string | null
  /** The part of the text where the words are; `''` when they are in the title. */
  readonly snippet: string
  /** Normalised words that were found: whatever begins with one of them is marked. */
  readonly words: readonly string[]
}

export type SearchIndex = {
  /** Puts groups in the place of those with the same key; an empty one goes. */
  readonly put: (groups: readonly SearchGroup[]) => void
  /** The best first. */
  readonly find: (query: string, most: number) => readonly Found[]
  readonly groups: () => readonly SearchGroup[]
}

const SNIPPET = 90
const FUZZY_FROM = 4

/** `Col·lectiu` and `col.lectiu`, `Núria` and `nuria` are the same word. */
export const normalised = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<=l)[·.•](?=l)/giu, '')
    .toLowerCase()

/** Letters and digits of any script; the rest parts words. */
const WORD = /[\p{L}\p{N}]+/gu

const wordsOf = (text: string): readonly string[] => normalised(text).match(WORD) ?? []

export function createSearchIndex(): SearchIndex {
  const groups = new Map<string, readonly SearchEntry[]>()
  const byKey = new Map<string, SearchEntry>()
  const index = new MiniSearch<SearchEntry>({
    idField: 'key',
    fields: ['title', 'text'],
    tokenize: (text) => [...wordsOf(text)],
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: 4 },
      prefix: true,
      fuzzy: (term) => (term.length >= FUZZY_FROM ? 0.2 : false),
      weights: { prefix: 0.7, fuzzy: 0.25 },
      // A project is what most people look for; what is inside it leads to it anyway.
      boostDocument: (key) => (String(key).startsWith('Project/') || String(key).startsWith('Member/') ? 1.5 : 1),
    },
  })
  const inTitleOf = ({ type, projectId }: SearchEntry): string | null =>
    type === 'Project' || projectId === null ? null : (byKey.get(`Project/${projectId}`)?.title ?? null)
  const drop = (entry: SearchEntry): void => {
    if (byKey.get(entry.key) !== entry) return
    index.discard(entry.key)
    byKey.delete(entry.key)
  }
  return {
    put: (next) => {
      for (const { key, entries } of next) {
        for (const before of groups.get(key) ?? []) drop(before)
        if (entries.length === 0) groups.delete(key)
        else groups.set(key, entries)
        for (const entry of entries) {
          // Two things of one key, which somebody else's document may have: the index would refuse the second, and all after it.
          const same = byKey.get(entry.key)
          if (same !== undefined) drop(same)
          index.add(entry)
          byKey.set(entry.key, entry)
        }
      }
    },
    find: (query, most) => {
      const all = index.search(query, { combineWith: 'AND' })
      const found = all.length > 0 ? all : index.search(query, { combineWith: 'OR' })
      return found.slice(0, most).flatMap(({ id, terms }) => {
        const entry = byKey.get(id as string)
        return entry === undefined
          ? []
          : [{ entry, inTitle: inTitleOf(entry), words: terms, snippet: snippetOf(entry, terms) }]
      })
    },
    groups: () => [...groups].map(([key, entries]) => ({ key, entries })),
  }
}

/** Parts of a text, those that were found told apart. */
export function markedParts(
  text: string,
  words: readonly string[],
): readonly { readonly text: string; readonly isFound: boolean }[] {
  const parts: { text: string; isFound: boolean }[] = []
  let at = 0
  // A word with its point in the middle (col·lectiu) is one word, as in the index.
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+(?:(?<=l)[·.•](?=l)[\p{L}\p{N}\p{M}]+)*/giu)) {
    if (!words.includes(normalised(match[0]))) continue
    if (match.index > at) parts.push({ text: text.slice(at, match.index), isFound: false })
    parts.push({ text: match[0], isFound: true })
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push({ text: text.slice(at), isFound: false })
  return parts
}

function snippetOf({ title, text }: SearchEntry, words: readonly string[]): string {
  if (text === '') return ''
  const line = text.replace(/\s+/g, ' ')
  const first = markedParts(line, words)
  const before = first.findIndex(({ isFound }) => isFound)
  if (before === -1) return wordsOf(title).some((word) => words.includes(word)) ? '' : line.slice(0, SNIPPET)
  const start = first.slice(0, before).reduce((length, part) => length + part.text.length, 0)
  const from = start < SNIPPET / 2 ? 0 : line.indexOf(' ', start - SNIPPET / 2) + 1
  const cut = line.slice(from, from + SNIPPET)
  return `${from > 0 ? '…' : ''}${cut}${from + SNIPPET < line.length ? '…' : ''}`
}
