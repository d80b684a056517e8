import { type Id, newId } from '../base/id.ts'
import { type Result, err, ok } from '../base/result.ts'
import { MAX_LABEL, MAX_NOTE, MAX_PROSE, MAX_TITLE } from '../plan/kinds.ts'
import { MAX_CARDS, type PlanOperation } from '../plan/operations.ts'
import { rankBetween, ranksInOrder } from '../plan/ranks.ts'
import { THE_PLAN } from '../plan/things.ts'
import { cardOperations } from './cardOperations.ts'
import { groupBy } from './groupBy.ts'
import { parseImportJson } from './importJson.ts'
import { type Importing, add, cut, inPieces, removedMark, sourceOf, startImport, titleOf } from './importing.ts'
import type { ImportContext, ImportError, ImportNoteCode, ImportPlan } from './importPlan.ts'
import { phaseOfName } from './importWords.ts'
import { instantOf } from './instants.ts'
import { reportSummary } from './reportSentences.ts'
import { type TrelloBoard, type TrelloCard, type TrelloComment, readTrelloBoard } from './trelloBoard.ts'

/** More would be no board of people but a file made to choke a plan. */
export const MAX_IMPORT_THINGS = 200_000
/** Operations a batch; one card with its actions stays together. */
const BATCH_SIZE = 400

/**
 * Plans bringing in a Trello board (docs/specs/import.md). Nothing of the plan is read or written: `context` says what must
 * be known of it, the batches say what to create. Errors leave nothing behind.
 */
export function planTrelloImport(input: Uint8Array | string, context: ImportContext): Result<ImportPlan, ImportError> {
  const json = parseImportJson(input)
  if (!json.ok) return json
  const board = readTrelloBoard(json.value)
  return board.ok ? planBoard(board.value, context) : board
}

function planBoard(board: TrelloBoard, context: ImportContext): Result<ImportPlan, ImportError> {
  if (thingsOf(board) > MAX_IMPORT_THINGS) return err({ code: 'E_IMPORT_SIZE', of: 'things', limit: MAX_IMPORT_THINGS })
  const room = MAX_CARDS - context.projects
  if (board.cards.length > room) return err({ code: 'E_IMPORT_SIZE', of: 'projects', limit: room })
  const { people, importing } = startImport(board, context)
  const stages = stageOperations(board, importing)
  const cards = board.cards.map((card, i) => ({ card, rank: stages.rankOf(i), id: newId(context.random) }))
  const idOfCard = new Map(cards.map(({ card, id }) => [card.id, id]))
  const inBin = { stages: stages.inBin, projects: 0 }
  const groups = cards.map(({ card, rank, id }) => {
    const isBinned = card.isClosed || stages.isClosed(card)
    if (isBinned) inBin.projects += 1
    return cardOperations(card, { id, stage: stages.idOf(card), rank, isBinned }, importing)
  })
  const comments = board.comments.flatMap((comment) => commentOperations(comment, idOfCard, importing))
  noteWhatIsLeft(board, comments.length, importing)
  const { notes, count } = importing
  count.tags = importing.tags.size
  notes.add('archivedToBin', '', inBin.stages + inBin.projects)
  const report = {
    tool: 'trello' as const,
    board: cut(board.name, MAX_TITLE),
    cameIn: count,
    inBin,
    mapped: notes.of(MAPPED),
    leftOut: notes.of(LEFT_OUT),
  }
  const first = [...titleOperations(board, importing), ...people(), ...stages.operations]
  const last = importRecord(board, reportSummary(report), context)
  const batches = inBatches([
    ...first.map((operation) => [operation]),
    ...groups,
    ...comments.map((one) => [one]),
    [last],
  ])
  return ok({ title: report.board, batches, report })
}

/** Counted before anything is built, so that a file made to choke us costs no more than its reading. */
function thingsOf({ lists, cards, comments }: TrelloBoard): number {
  const inside = cards.map((card) => {
    const items = card.checklists.reduce((sum, list) => sum + list.items.length, 0)
    return 1 + items + card.attachments.length + card.fields.length
  })
  return inside.reduce((sum, count) => sum + count, lists.length + comments.length)
}

interface Stages {
  readonly operations: readonly PlanOperation[]
  readonly inBin: number
  idOf(card: TrelloCard): Id
  isClosed(card: TrelloCard): boolean
  /** Rank of the i-th card of the board among the cards of its stage. */
  rankOf(i: number): string
}

function stageOperations(board: TrelloBoard, { context, words, notes, count }: Importing): Stages {
  const { random } = context
  const known = new Set(board.lists.map(({ id }) => id))
  const hasStray = board.cards.some(({ list }) => !known.has(list))
  if (hasStray) notes.add('stageMade', words.noList)
  const lists = hasStray ? [...board.lists, { id: '', name: words.noList, isClosed: false }] : board.lists
  const ids = new Map(lists.map(({ id }) => [id, newId(random)]))
  const closed = new Set(lists.flatMap(({ id, isClosed }) => (isClosed ? [id] : [])))
  let rank = context.lastStageRank
  const operations = lists.map(({ id, name, isClosed }) => {
    rank = rankBetween(rank, null, random)
    const phase = phaseOfName(name)
    return add(
      { type: 'Stage', id: ids.get(id) as Id },
      {
        title: titleOf(name, notes),
        rank,
        ...(phase === undefined ? {} : { phase }),
        ...(id === '' ? {} : { source: sourceOf(id) }),
        ...(isClosed ? { removed: removedMark(context) } : {}),
      },
    )
  })
  count.stages = lists.length
  const listOf = ({ list }: TrelloCard): string => (known.has(list) ? list : '')
  return {
    operations,
    inBin: closed.size,
    idOf: (card) => ids.get(listOf(card)) as Id,
    isClosed: (card) => closed.has(listOf(card)),
    rankOf: ranksByStage(board.cards.map(listOf), context),
  }
}

function ranksByStage(lists: readonly string[], { random }: ImportContext): (i: number) => string {
  const ranks = new Map<number, string>()
  const indexes = groupBy([...lists.keys()], (i) => lists[i] as string)
  for (const inList of indexes.values()) {
    const inOrder = ranksInOrder(inList.length, random)
    for (const [place, i] of inList.entries()) ranks.set(i, inOrder[place] as string)
  }
  return (i) => ranks.get(i) as string
}

function commentOperations(
  comment: TrelloComment,
  idOfCard: ReadonlyMap<string, Id>,
  { context, notes, count, personOf }: Importing,
): readonly PlanOperation[] {
  const about = idOfCard.get(comment.card)
  if (about === undefined) {
    notes.add('commentOfNoCard', comment.text)
    return []
  }
  const at = comment.date === null ? null : instantOf(comment.date)
  if (at === null) notes.add('badDate', comment.text)
  if (comment.text.length > MAX_NOTE) notes.add('longText', comment.text)
  count.comments += 1
  const fields = {
    about,
    aboutType: 'Project',
    ...(comment.member === '' ? {} : { author: personOf(comment.member) }),
    ...(comment.memberName === '' ? {} : { authorName: cut(comment.memberName, MAX_LABEL) }),
    ...(at === null ? {} : { at }),
    ...(comment.id === '' ? {} : { source: sourceOf(comment.id) }),
  }
  return inPieces(comment.text, MAX_NOTE).map((text) => {
    return add({ type: 'Comment', id: newId(context.random) }, { ...fields, text })
  })
}

function noteWhatIsLeft(board: TrelloBoard, comments: number, { notes }: Importing): void {
  const counted = board.cards.reduce((sum, card) => sum + card.comments, 0)
  notes.add('commentsMissing', '', counted - comments)
  notes.add('historyLeft', '', board.activities - board.comments.length)
  if (board.activities >= 1_000) notes.add('historyCutOff')
  notes.add('powerUpsLeft', '', board.powerUpData)
  notes.add('checklistOfNoCard', '', board.lostChecklists)
  notes.add('unreadable', '', board.unreadable)
}

/** A plan made for the import takes name and description of the board. */
function titleOperations(board: TrelloBoard, { context, notes }: Importing): readonly PlanOperation[] {
  if (!context.isNewPlan) return []
  const vision = board.desc.slice(0, MAX_PROSE)
  const fields = { title: titleOf(board.name, notes), ...(vision.trim() === '' ? {} : { vision }) }
  return [{ do: 'set', ref: THE_PLAN, fields }]
}

function importRecord(board: TrelloBoard, summary: string, { random, now, by }: ImportContext): PlanOperation {
  const source = board.id === '' ? {} : { source: sourceOf(board.id) }
  const fields = {
    tool: 'trello',
    name: cut(board.name, MAX_TITLE),
    ...source,
    summary: cut(summary, MAX_NOTE),
    at: now,
  }
  return add({ type: 'Import', id: newId(random) }, by === null ? fields : { ...fields, by })
}

/** Joins groups to batches of about `BATCH_SIZE` operations; a group is never parted. */
function inBatches(groups: readonly (readonly PlanOperation[])[]): readonly (readonly PlanOperation[])[] {
  const batches: PlanOperation[][] = []
  for (const group of groups) {
    const last = batches.at(-1)
    if (last === undefined || last.length + group.length > BATCH_SIZE) batches.push([...group])
    else last.push(...group)
  }
  return batches
}

const MAPPED: readonly ImportNoteCode[] = [
  'archivedToBin',
  'colourNamesTag',
  'customFieldToText',
  'votesToText',
  'placeToText',
  'dayInUtc',
  'yearsReversed',
  'longTitle',
  'longTag',
  'longText',
  'longLink',
  'unsafeLink',
  'stageMade',
  'memberMade',
  'memberKnown',
]

const LEFT_OUT: readonly ImportNoteCode[] = [
  'filesLeft',
  'commentsMissing',
  'commentOfNoCard',
  'checklistOfNoCard',
  'historyLeft',
  'historyCutOff',
  'powerUpsLeft',
  'badDate',
  'unreadable',
]
