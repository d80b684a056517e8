/** The import report in plain English, for the command line and the record in the plan; the window words it by code. */
import type { CameIn, ImportNote, ImportNoteCode, ImportReport } from './importPlan.ts'

const NAMES: Readonly<Record<CameIn, readonly [one: string, many: string]>> = {
  stages: ['stage', 'stages'],
  projects: ['project', 'projects'],
  actions: ['action', 'actions'],
  milestones: ['milestone', 'milestones'],
  members: ['member', 'members'],
  tags: ['tag', 'tags'],
  comments: ['comment', 'comments'],
  links: ['link', 'links'],
  extras: ['labelled text', 'labelled texts'],
}

const SENTENCES: Readonly<Record<ImportNoteCode, (count: number) => string>> = {
  archivedToBin: (n) => `${plural(n, 'archived list or card', 'archived lists and cards')} went to the bin`,
  colourNamesTag: (n) => `${plural(n, 'label', 'labels')} without a name: the colour is the tag`,
  customFieldToText: (n) => `${plural(n, 'custom field', 'custom fields')} kept as labelled text`,
  votesToText: (n) => `${plural(n, 'vote', 'votes')} kept as labelled text`,
  placeToText: (n) => `${plural(n, 'place', 'places')} kept as labelled text`,
  dayInUtc: (n) => `${plural(n, 'date', 'dates')} kept as days (the day in UTC)`,
  yearsReversed: (n) =>
    `${plural(n, 'project', 'projects')} with a start after the due date: the years were put in order`,
  longTitle: (n) => `${plural(n, 'title', 'titles')} cut; the whole stands in the text below`,
  longTag: (n) => `${plural(n, 'label', 'labels')} cut to 100 characters`,
  longText: (n) => `${plural(n, 'text', 'texts')} too long for one piece`,
  longLink: (n) => `${plural(n, 'link', 'links')} too long, kept as text`,
  unsafeLink: (n) => `${plural(n, 'attachment', 'attachments')} without a web address, kept as text`,
  stageMade: () => 'a stage was made for cards of no list',
  memberMade: (n) => `${plural(n, 'person', 'people')} had left the board and were made from its cards and comments`,
  memberKnown: (n) => `${plural(n, 'person was', 'people were')} in the plan already`,
  filesLeft: (n) => `${plural(n, 'uploaded file stays', 'uploaded files stay')} with Trello; the plan holds the link`,
  commentsMissing: (n) => `${plural(n, 'comment is', 'comments are')} missing from the file itself`,
  commentOfNoCard: (n) => `${plural(n, 'comment', 'comments')} on cards that are not in the file`,
  checklistOfNoCard: (n) => `${plural(n, 'checklist', 'checklists')} of cards that are not in the file`,
  historyLeft: (n) => `${plural(n, 'entry', 'entries')} of the board's history`,
  historyCutOff: () => 'the file holds 1,000 activities, the most Trello gives: older comments may be missing',
  powerUpsLeft: (n) => `${plural(n, 'record', 'records')} of power-ups`,
  badDate: (n) => `${plural(n, 'date', 'dates')} that cannot be read`,
  unreadable: (n) => `${plural(n, 'thing', 'things')} without a name or an id`,
}

/** One sentence per line: what came in, what has another form here, what is not here. */
export function reportSentences(report: ImportReport): readonly string[] {
  const came = (Object.keys(NAMES) as CameIn[])
    .filter((name) => report.cameIn[name] > 0)
    .map((name) => plural(report.cameIn[name], ...NAMES[name]))
  return [
    `From the board “${report.board}” came in: ${came.join(', ') || 'nothing'}.`,
    ...report.mapped.map((note) => `Changed: ${noteSentence(note)}.`),
    ...report.leftOut.map((note) => `Not here: ${noteSentence(note)}.`),
  ]
}

export const reportSummary = (report: ImportReport): string => reportSentences(report).join('\n')

function noteSentence({ code, count, examples }: ImportNote): string {
  const named = examples.length === 0 ? '' : ` (${examples.join('; ')}${count > examples.length ? '; …' : ''})`
  return SENTENCES[code](count) + named
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`
