import { type Id, newId } from '../base/id.ts'
import { MAX_LABEL, MAX_TITLE } from '../plan/kinds.ts'
import type { PlanOperation } from '../plan/operations.ts'
import type { ThingRef } from '../plan/things.ts'
import type { CameIn, ImportContext } from './importPlan.ts'
import { type ImportWords, importWords } from './importWords.ts'
import { type Notes, startNotes } from './notes.ts'
import type { TrelloBoard } from './trelloBoard.ts'

/** What the cards need of the board, and what they add to its account. */
export interface Importing {
  readonly context: ImportContext
  readonly words: ImportWords
  readonly notes: Notes
  readonly count: Record<CameIn, number>
  readonly tags: Set<string>
  readonly fields: TrelloBoard['customFields']
  readonly labelNames: TrelloBoard['labelNames']
  personOf(trelloId: string): Id
  /** `undefined` when the file does not say. */
  nameOf(trelloId: string): string | undefined
}

/** Begins the account of one import. `people` is asked for at the end: cards and comments name some who left the board. */
export function startImport(board: TrelloBoard, context: ImportContext) {
  const words = importWords(context.language)
  const notes = startNotes()
  const count: Record<CameIn, number> = {
    stages: 0,
    projects: 0,
    actions: 0,
    milestones: 0,
    members: 0,
    tags: 0,
    comments: 0,
    links: 0,
    extras: 0,
  }
  const made: PlanOperation[] = []
  const ids = new Map<string, Id>()
  const names = new Map(board.comments.map(({ member, memberName }) => [member, memberName]))
  for (const { id, name } of board.members) if (name !== '') names.set(id, name)
  const onBoard = new Set(board.members.map(({ id }) => id))
  const personOf = (trelloId: string): Id => {
    const known = ids.get(trelloId)
    if (known !== undefined) return known
    const source = sourceOf(trelloId)
    const name = cut(names.get(trelloId) || `${words.someone} ${trelloId.slice(-6)}`, MAX_LABEL)
    const standing = context.people.find((person) => person.source === source || person.name === name)
    const id = standing?.id ?? newId(context.random)
    ids.set(trelloId, id)
    if (standing !== undefined) notes.add('memberKnown', name)
    else made.push(add({ type: 'Member', id }, { name, source }))
    if (!onBoard.has(trelloId)) notes.add('memberMade', name)
    count.members += 1
    return id
  }
  for (const { id } of board.members) personOf(id)
  const importing: Importing = {
    context,
    words,
    notes,
    count,
    tags: new Set(),
    fields: board.customFields,
    labelNames: board.labelNames,
    personOf,
    nameOf: (trelloId) => names.get(trelloId),
  }
  return { importing, people: (): readonly PlanOperation[] => made }
}

export const add = (ref: ThingRef, fields: Readonly<Record<string, unknown>>): PlanOperation => ({
  do: 'add',
  ref,
  fields,
})

export const removedMark = ({ by, now }: ImportContext) => (by === null ? { at: now } : { by, at: now })

export const sourceOf = (trelloId: string): string => cut(`trello:${trelloId}`, MAX_LABEL)

/** One line of at most 300 characters; the caller keeps the whole elsewhere. */
export function titleOf(name: string, notes: Notes): string {
  const line = name.replace(/\s+/g, ' ').trim()
  if (line.length > MAX_TITLE) notes.add('longTitle', line)
  return cut(line, MAX_TITLE)
}

/** Cuts with an ellipsis, never through a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

export function inPieces(text: string, max: number): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length || at === 0;) {
    const piece = text.slice(at, at + max).replace(/[\ud800-\udbff]$/, '')
    pieces.push(piece)
    at += Math.max(piece.length, 1)
  }
  return pieces
}
