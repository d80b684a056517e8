/**
 * A Trello export as it is, old or new: read leniently, since its shape changed often and is documented nowhere. What is
 * missing is empty, what cannot be read is counted.
 */
import { type Result, err, ok } from '../base/result.ts'
import { groupBy } from './groupBy.ts'
import type { ImportError } from './importPlan.ts'

export interface TrelloBoard {
  readonly id: string
  readonly name: string
  readonly desc: string
  readonly lists: readonly TrelloList[]
  readonly cards: readonly TrelloCard[]
  readonly members: readonly TrelloMember[]
  readonly comments: readonly TrelloComment[]
  /** Names of the six (later thirty) colours. */
  readonly labelNames: ReadonlyMap<string, string>
  readonly customFields: ReadonlyMap<string, TrelloField>
  /** All activities, comments included: an export stops at 1,000. */
  readonly activities: number
  /** Checklists whose card is not in the file. */
  readonly lostChecklists: number
  readonly powerUpData: number
  /** Lists, cards, items and comments without an id or a name. */
  readonly unreadable: number
}

export interface TrelloList {
  readonly id: string
  readonly name: string
  readonly isClosed: boolean
}

export interface TrelloCard {
  readonly id: string
  readonly name: string
  readonly desc: string
  readonly isClosed: boolean
  readonly list: string
  readonly due: string | null
  readonly isDueDone: boolean
  readonly start: string | null
  readonly members: readonly string[]
  readonly votes: readonly string[]
  readonly labels: readonly TrelloLabel[]
  readonly attachments: readonly TrelloAttachment[]
  readonly checklists: readonly TrelloChecklist[]
  readonly fields: readonly TrelloFieldValue[]
  readonly place: string
  /** As counted by Trello; more than the file holds when it was cut off. */
  readonly comments: number
}

export interface TrelloLabel {
  readonly name: string
  readonly colour: string
}

export interface TrelloMember {
  readonly id: string
  readonly name: string
}

export interface TrelloAttachment {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly date: string | null
  /** A file that lies with Trello, not a page. */
  readonly isUpload: boolean
}

export interface TrelloChecklist {
  readonly name: string
  readonly items: readonly TrelloItem[]
}

export interface TrelloItem {
  readonly id: string
  readonly name: string
  readonly isDone: boolean
  readonly due: string | null
  readonly member: string | null
}

export interface TrelloComment {
  readonly id: string
  readonly card: string
  readonly text: string
  readonly member: string
  readonly memberName: string
  readonly date: string | null
}

export interface TrelloField {
  readonly name: string
  readonly options: ReadonlyMap<string, string>
}

export interface TrelloFieldValue {
  readonly field: string
  readonly option: string
  readonly sort: 'text' | 'number' | 'date' | 'checked' | 'option'
  readonly value: string
}

/** Errors: `E_IMPORT_FOREIGN` when this is no board: an object with a name and lists of lists and cards. */
export function readTrelloBoard(json: unknown): Result<TrelloBoard, ImportError> {
  const board = recordOf(json)
  if (board === null || !Array.isArray(board['lists']) || !Array.isArray(board['cards'])) return foreign
  if (typeof board['name'] !== 'string' || board['lists'].some((list) => recordOf(list) === null)) return foreign
  const [lists, cards] = [named(board['lists']), named(board['cards'])]
  // A file of another tool may have lists and cards too: those of Trello know their board and their list.
  if (board['cards'].length > 0 && !cards.some((card) => typeof card['idList'] === 'string')) return foreign
  const activities = recordsOf(board['actions'])
  const comments = activities.filter(({ type }) => type === 'commentCard' || type === 'copyCommentCard')
  const readComments = comments.flatMap(readComment)
  const checklists = recordsOf(board['checklists'])
  const checklistsOf = groupBy(checklists, (list) => textAt(list, 'idCard'))
  const cardIds = new Set(cards.map((card) => textAt(card, 'id')))
  const labels = new Map(recordsOf(board['labels']).map((label) => [textAt(label, 'id'), readLabel(label)]))
  const lost = board['lists'].length - lists.length + (board['cards'].length - cards.length)
  return ok({
    id: textAt(board, 'id'),
    name: textAt(board, 'name'),
    desc: textAt(board, 'desc'),
    lists: inOrder(lists).map((list) => ({
      id: textAt(list, 'id'),
      name: textAt(list, 'name'),
      isClosed: list['closed'] === true,
    })),
    cards: inOrder(cards).map((card) => readCard(card, checklistsOf, labels)),
    members: recordsOf(board['members']).flatMap(readMember),
    comments: readComments,
    labelNames: new Map(
      Object.entries(recordOf(board['labelNames']) ?? {}).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string',
      ),
    ),
    customFields: new Map(recordsOf(board['customFields']).map((field) => [textAt(field, 'id'), readField(field)])),
    activities: activities.length,
    lostChecklists: checklists.filter((list) => !cardIds.has(textAt(list, 'idCard'))).length,
    powerUpData: recordsOf(board['pluginData']).length + cards.flatMap((card) => recordsOf(card['pluginData'])).length,
    unreadable: lost + comments.length - readComments.length,
  })
}

type Json = Readonly<Record<string, unknown>>

function readCard(
  card: Json,
  checklistsOf: ReadonlyMap<string, readonly Json[]>,
  labels: ReadonlyMap<string, TrelloLabel>,
): TrelloCard {
  const id = textAt(card, 'id')
  const checklists = checklistsOf.get(id) ?? []
  const inside = recordsOf(card['checklists'])
  const done = new Set(
    recordsOf(card['checkItemStates']).flatMap((item) =>
      item['state'] === 'complete' ? [textAt(item, 'idCheckItem')] : [],
    ),
  )
  const ownLabels = recordsOf(card['labels']).map(readLabel)
  const byId = texts(card['idLabels']).flatMap((label) => labels.get(label) ?? [])
  return {
    id,
    name: textAt(card, 'name'),
    desc: textAt(card, 'desc'),
    isClosed: card['closed'] === true,
    list: textAt(card, 'idList'),
    due: dateAt(card, 'due'),
    isDueDone: card['dueComplete'] === true,
    start: dateAt(card, 'start'),
    members: texts(card['idMembers']),
    votes: texts(card['idMembersVoted']),
    labels: ownLabels.length > 0 ? ownLabels : byId,
    attachments: inOrder(recordsOf(card['attachments'])).map(readAttachment),
    checklists: inOrder(checklists.length > 0 ? checklists : inside).map((list) => readChecklist(list, done)),
    fields: recordsOf(card['customFieldItems']).flatMap(readFieldValue),
    place: placeOf(card),
    comments: numberAt(recordOf(card['badges']) ?? {}, 'comments') ?? 0,
  }
}

const readLabel = (label: Json): TrelloLabel => ({ name: textAt(label, 'name').trim(), colour: textAt(label, 'color') })

function readMember(member: Json): readonly TrelloMember[] {
  const id = textAt(member, 'id')
  const name = textAt(member, 'fullName').trim() || textAt(member, 'username').trim()
  return id === '' ? [] : [{ id, name }]
}

const readAttachment = (item: Json): TrelloAttachment => ({
  id: textAt(item, 'id'),
  name: textAt(item, 'name'),
  url: textAt(item, 'url'),
  date: dateAt(item, 'date'),
  isUpload: item['isUpload'] === true,
})

const readChecklist = (list: Json, done: ReadonlySet<string>): TrelloChecklist => ({
  name: textAt(list, 'name').trim(),
  items: inOrder(recordsOf(list['checkItems'])).map((item) => ({
    id: textAt(item, 'id'),
    name: textAt(item, 'name'),
    isDone: item['state'] === 'complete' || done.has(textAt(item, 'id')),
    due: dateAt(item, 'due'),
    member: textAt(item, 'idMember') || null,
  })),
})

function readComment(action: Json): readonly TrelloComment[] {
  const data = recordOf(action['data']) ?? {}
  const creator = recordOf(action['memberCreator']) ?? {}
  const text = textAt(data, 'text')
  if (text.trim() === '') return []
  return [
    {
      id: textAt(action, 'id'),
      card: textAt(recordOf(data['card']) ?? {}, 'id') || textAt(data, 'idCard'),
      text,
      member: textAt(action, 'idMemberCreator') || textAt(creator, 'id'),
      memberName: textAt(creator, 'fullName').trim() || textAt(creator, 'username').trim(),
      date: dateAt(action, 'date'),
    },
  ]
}

const readField = (field: Json): TrelloField => ({
  name: textAt(field, 'name').trim(),
  options: new Map(
    recordsOf(field['options']).map((option) => [
      textAt(option, 'id'),
      textAt(recordOf(option['value']) ?? {}, 'text'),
    ]),
  ),
})

function readFieldValue(item: Json): readonly TrelloFieldValue[] {
  const field = textAt(item, 'idCustomField')
  const option = textAt(item, 'idValue')
  if (option !== '') return [{ field, option, sort: 'option', value: '' }]
  const value = recordOf(item['value']) ?? {}
  for (const sort of ['text', 'number', 'date', 'checked'] as const) {
    const held = value[sort]
    if (held !== undefined && held !== null) return [{ field, option, sort, value: String(held) }]
  }
  return []
}

function placeOf(card: Json): string {
  const at = recordOf(card['coordinates'])
  const [latitude, longitude] = at === null ? [undefined, undefined] : [at['latitude'], at['longitude']]
  const point = latitude === undefined || longitude === undefined ? '' : `${String(latitude)}, ${String(longitude)}`
  const parts = [textAt(card, 'locationName'), textAt(card, 'address'), point, textAt(card, 'coordinates')]
  return parts.filter((part) => part.trim() !== '').join('\n')
}

/** By `pos`, which is fractional, may be a text and may repeat; without it in the order of the file. */
function inOrder(records: readonly Json[]): readonly Json[] {
  const positions = new Map(records.map((record, i) => [record, [positionOf(record), i] as const]))
  const at = (record: Json) => positions.get(record) as readonly [number, number]
  return [...records].sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1])
}

function positionOf(record: Json): number {
  const position = Number(record['pos'])
  return Number.isFinite(position) ? position : Number.MAX_SAFE_INTEGER
}

const foreign = err({ code: 'E_IMPORT_FOREIGN' } as const)

const recordOf = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null

const recordsOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.map(recordOf).filter((item) => item !== null) : []

/** Records with an id and a name, which may be empty. */
const named = (value: readonly unknown[]): readonly Json[] =>
  recordsOf(value).filter((record) => textAt(record, 'id') !== '' && typeof record['name'] === 'string')

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

function textAt(record: Json, key: string): string {
  const value = Object.hasOwn(record, key) ? record[key] : undefined
  return typeof value === 'string' ? value : ''
}

const dateAt = (record: Json, key: string): string | null => textAt(record, key) || null

function numberAt(record: Json, key: string): number | null {
  const value = Object.hasOwn(record, key) ? record[key] : undefined
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
