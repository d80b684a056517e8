import { type Id, newId } from '../base/id.ts'
import { MAX_LABEL, MAX_NOTE, MAX_PROSE, MAX_TITLE } from '../plan/kinds.ts'
import type { PlanOperation } from '../plan/operations.ts'
import { ranksInOrder } from '../plan/ranks.ts'
import type { ThingRef } from '../plan/things.ts'
import { dayOf, instantOf } from './instants.ts'
import { type Importing, add, cut, inPieces, removedMark, sourceOf, titleOf } from './importing.ts'
import type { TrelloAttachment, TrelloCard, TrelloFieldValue, TrelloLabel } from './trelloBoard.ts'

const MAX_URL = 2_000
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype']
const SAFE_LINK = /^(https?:\/\/|mailto:)[^\s]+$/i

interface CardPlace {
  readonly id: Id
  readonly stage: Id
  readonly rank: string
  readonly isBinned: boolean
}

/** The operations that make one card a project, with all that lies in it. */
export function cardOperations(card: TrelloCard, place: CardPlace, importing: Importing): readonly PlanOperation[] {
  const { context, notes, count, personOf } = importing
  const ref: ThingRef = { type: 'Project', id: place.id }
  count.projects += 1
  const days = { start: dayAt(card.start, card, importing), due: dayAt(card.due, card, importing) }
  const years = yearsOf(days.start, days.due, card, importing)
  const project = add(ref, {
    title: titleOf(card.name, notes),
    summary: summaryOf(card, importing),
    place: { stage: place.stage, rank: place.rank },
    ...(years === null ? {} : { years }),
    leads: [...new Set(card.members)].map(personOf),
    tags: tagsOf(card.labels, importing),
    source: sourceOf(card.id),
    ...(place.isBinned ? { removed: removedMark(context) } : {}),
  })
  return [
    project,
    ...milestoneOperations(ref, card, days, importing),
    ...actionOperations(ref, card, importing),
    ...card.attachments.flatMap((item) => attachmentOperations(ref, item, importing)),
    ...extraOperations(ref, card, importing),
  ]
}

/** A name that is too long for a title stands whole at the head of the text. */
function summaryOf({ name, desc }: TrelloCard, { notes }: Importing): string {
  const whole = name.replace(/\s+/g, ' ').trim()
  const text = whole.length > MAX_TITLE ? `${whole}\n${desc}` : desc
  if (text.length > MAX_PROSE) notes.add('longText', whole)
  return cut(text, MAX_PROSE)
}

function dayAt(
  date: string | null,
  { name }: { readonly name: string },
  { notes }: Pick<Importing, 'notes'>,
): string | null {
  if (date === null) return null
  const day = dayOf(date)
  if (day === null) notes.add('badDate', name)
  else notes.add('dayInUtc', name)
  return day
}

function yearsOf(start: string | null, due: string | null, { name }: TrelloCard, { notes }: Importing) {
  const years = [start, due].flatMap((day) => (day === null ? [] : [Number(day.slice(0, 4))]))
  const [from, to] = [years[0], years.at(-1)]
  if (from === undefined || to === undefined) return null
  if (from > to) notes.add('yearsReversed', name)
  return { from: Math.min(from, to), to: Math.max(from, to) }
}

function tagsOf(labels: readonly TrelloLabel[], { notes, tags, labelNames }: Importing): readonly string[] {
  const own = labels.flatMap(({ name, colour }) => {
    const named = name || (labelNames.get(colour) ?? '').trim()
    if (named === '' && colour !== '') notes.add('colourNamesTag', colour)
    const tag = (named || colour).replace(/\s+/g, ' ').normalize('NFC').trim()
    if (tag.length > MAX_LABEL) notes.add('longTag', tag)
    if (tag === '') return []
    // A key that would change what an object is: the gate would refuse the whole change.
    return [FORBIDDEN_KEYS.includes(tag) ? `#${tag}` : cut(tag, MAX_LABEL)]
  })
  for (const tag of own) tags.add(tag)
  return [...new Set(own)]
}

function milestoneOperations(
  project: ThingRef,
  card: TrelloCard,
  { start, due }: { readonly start: string | null; readonly due: string | null },
  { context, words, count }: Importing,
): readonly PlanOperation[] {
  const milestone = (title: string, day: string, done: boolean) => {
    count.milestones += 1
    return add({ type: 'Milestone', id: newId(context.random), in: project }, { title, day, done })
  }
  return [
    ...(start === null ? [] : [milestone(words.start, start, false)]),
    ...(due === null ? [] : [milestone(words.due, due, card.isDueDone)]),
  ]
}

function actionOperations(
  project: ThingRef,
  card: TrelloCard,
  { context, notes, count, personOf }: Importing,
): readonly PlanOperation[] {
  const items = card.checklists.flatMap(({ name, items: inList }) => inList.map((item) => ({ ...item, heading: name })))
  const ranks = ranksInOrder(items.length, context.random)
  return items.map(({ id, name, isDone, due, member, heading }, i) => {
    count.actions += 1
    const day = dayAt(due, { name }, { notes })
    return add(
      { type: 'Action', id: newId(context.random), in: project },
      {
        title: titleOf(name, notes),
        done: isDone,
        rank: ranks[i],
        ...(heading === '' ? {} : { heading: cut(heading, MAX_LABEL) }),
        ...(name.length > MAX_TITLE ? { note: cut(name, MAX_NOTE) } : {}),
        ...(day === null ? {} : { due: day }),
        ...(member === null ? {} : { who: [personOf(member)] }),
        ...(id === '' ? {} : { source: sourceOf(id) }),
      },
    )
  })
}

/** A page becomes a link; what is no safe address, or too long for one, is kept as text that nobody can click. */
function attachmentOperations(
  project: ThingRef,
  item: TrelloAttachment,
  importing: Importing,
): readonly PlanOperation[] {
  const { context, notes, count, words } = importing
  const url = item.url.trim()
  if (url === '') {
    notes.add('unreadable', item.name)
    return []
  }
  if (item.isUpload) notes.add('filesLeft', item.name)
  const isSafe = SAFE_LINK.test(url)
  if (!isSafe || url.length > MAX_URL) {
    notes.add(isSafe ? 'longLink' : 'unsafeLink', item.name || url)
    return extra(project, words.link, item.name === url ? url : `${item.name}\n${url}`.trim(), importing)
  }
  count.links += 1
  const at = item.date === null ? null : instantOf(item.date)
  return [
    add(
      { type: 'Link', id: newId(context.random), in: project },
      {
        title: titleOf(item.name || url, notes),
        url,
        ...(at === null ? {} : { at }),
        ...(item.id === '' ? {} : { source: sourceOf(item.id) }),
      },
    ),
  ]
}

function extraOperations(project: ThingRef, card: TrelloCard, importing: Importing): readonly PlanOperation[] {
  const { notes, words, fields } = importing
  const operations = card.fields.flatMap((value) => {
    const text = fieldText(value, importing)
    if (text === '') return []
    const label = fields.get(value.field)?.name || value.field
    notes.add('customFieldToText', label)
    return extra(project, label, text, importing)
  })
  if (card.place !== '') {
    notes.add('placeToText', card.place)
    operations.push(...extra(project, words.place, card.place, importing))
  }
  if (card.votes.length > 0) {
    notes.add('votesToText', card.name, card.votes.length)
    // Those who have left the board are counted; their names are not in the file.
    const names = card.votes.flatMap((id) => importing.nameOf(id) ?? [])
    operations.push(...extra(project, words.votes, [String(card.votes.length), ...names].join('\n'), importing))
  }
  return operations
}

function fieldText({ field, option, sort, value }: TrelloFieldValue, { fields, words }: Importing): string {
  if (sort === 'option') return fields.get(field)?.options.get(option) ?? option
  if (sort === 'checked') return value === 'true' ? words.yes : words.no
  return value
}

function extra(project: ThingRef, label: string, text: string, { context, notes, count }: Importing): PlanOperation[] {
  if (text.length > MAX_NOTE) notes.add('longText', label)
  return inPieces(text, MAX_NOTE).map((piece) => {
    count.extras += 1
    return add({ type: 'Extra', id: newId(context.random), in: project }, { label: cut(label, MAX_LABEL), text: piece })
  })
}
