/**
 * Every type of a plan, every field, and its kind: the table of docs/specs/plan.md as data. Fixed for ever (PL2): a field
 * never changes kind, and a container is never added to a type that exists: later fields are scalars or live in a new root
 * collection (PL9). The gate reads it, the types are made from it, operations are driven by it. Whole, since it is one table.
 */
import { type FieldSpec, type TypeSpec, MAX_LABEL, MAX_NOTE } from './kinds.ts'
import {
  bucketsOf,
  collectionOf,
  idOf,
  once,
  oneOf,
  onePiece,
  parts,
  richText,
  rosterId,
  setOf,
  text,
} from './kinds.ts'
import { value, whole } from './kinds.ts'

/** A mark, never a deletion: `by` is a person of the plan, absent when unknown. */
const removed = onePiece({ by: idOf('Member'), at: value('instant') })
/** Where an imported thing came from, as its tool named it. */
const source = value('string')

export const TYPES = {
  Plan: parts(
    {
      title: text(),
      language: value('language', 35),
      horizon: onePiece({ from: value('year'), to: value('year') }),
      vision: richText(),
      principles: richText(),
      units: collectionOf('Unit'),
      stages: collectionOf('Stage'),
      objectives: collectionOf('Objective'),
      projects: bucketsOf('Project'),
      milestones: collectionOf('Milestone'),
      groups: collectionOf('Group'),
      members: collectionOf('Member'),
      partners: collectionOf('Partner'),
      indicators: collectionOf('Indicator'),
      assemblies: collectionOf('Assembly'),
      proposals: collectionOf('Proposal'),
      positions: bucketsOf('Position'),
      agreements: collectionOf('Agreement'),
      settled: bucketsOf('Settled'),
      comments: bucketsOf('Comment'),
      attachments: collectionOf('Attachment'),
      prints: collectionOf('Print'),
      imports: collectionOf('Import'),
    },
    'root',
  ),

  Unit: whole(
    {
      name: value('string', MAX_LABEL),
      sort: oneOf('currency', 'community', 'time', 'kind'),
      /** Digits of the minor unit: EUR 2, so amounts are cents. */
      decimals: value('integer'),
      removed,
    },
    'code',
  ),
  Stage: parts({
    title: text(),
    rank: value('rank'),
    /** What the stage means, so that counts and print need not guess from its name. */
    phase: oneOf('idea', 'proposed', 'agreed', 'under-way', 'done'),
    colour: value('colour', 20),
    /** How many cards the group means to have here at a time; a hint, nothing refuses more. */
    limit: value('integer'),
    source,
    removed,
  }),
  Objective: parts({
    title: text(),
    intent: text(MAX_NOTE),
    rank: value('rank'),
    colour: value('colour', 20),
    source,
    removed,
  }),

  Project: parts({
    title: text(),
    summary: richText(),
    place: onePiece({ stage: idOf('Stage'), objective: idOf('Objective'), rank: value('rank') }),
    years: onePiece({ from: value('year'), to: value('year') }),
    groups: setOf('Group'),
    leads: setOf('Member'),
    partners: setOf('Partner'),
    actions: collectionOf('Action'),
    milestones: collectionOf('Milestone'),
    outputs: collectionOf('Output'),
    contributions: collectionOf('Contribution'),
    indicators: setOf('Indicator'),
    dependsOn: setOf('Project'),
    tags: setOf('label'),
    attachments: setOf('Attachment'),
    links: collectionOf('Link'),
    extra: collectionOf('Extra'),
    source,
    removed,
  }),
  Action: parts({
    title: text(),
    done: value('boolean'),
    who: setOf('Member'),
    due: value('day'),
    rank: value('rank'),
    /** The list it stands in, where a project has several. */
    heading: value('string', MAX_LABEL),
    note: text(MAX_NOTE),
    source,
    removed,
  }),
  Milestone: parts({
    title: text(),
    day: value('day'),
    done: value('boolean'),
    note: text(MAX_NOTE),
    source,
    removed,
  }),
  Output: parts({
    title: text(),
    sort: oneOf('tangible', 'intangible'),
    /** Land, tools, buildings, produce, energy; knowledge, software, designs, protocols, brand. */
    category: value('string', MAX_LABEL),
    licence: value('string', MAX_LABEL),
    stewardship: text(MAX_NOTE),
    note: text(MAX_NOTE),
    year: value('year'),
    rank: value('rank'),
    removed,
  }),
  Contribution: parts({
    title: text(),
    /** Whole minor units of one unit; together, so that a merge never joins one person's number to another's unit. */
    amount: onePiece({ unit: value('unit', 12), minor: value('integer') }),
    year: value('year'),
    status: oneOf('sought', 'applied', 'promised', 'received', 'refused'),
    partner: idOf('Partner'),
    member: idOf('Member'),
    /** Who gives it, in words, when it is neither a partner nor a member of the plan. */
    from: value('string'),
    note: text(MAX_NOTE),
    rank: value('rank'),
    removed,
  }),
  Link: parts({ title: text(), url: value('string', 2000), at: value('instant'), source, removed }),
  /** A labelled text of another tool. */
  Extra: parts({ label: value('string', MAX_LABEL), text: text(MAX_NOTE), removed }),

  Group: parts({ name: text(), purpose: text(MAX_NOTE), colour: value('colour', 20), source, removed }),
  Member: parts({
    name: value('string', MAX_LABEL),
    /** The roster member this person is, when the person has a device. */
    identity: rosterId(),
    groups: setOf('Group'),
    source,
    removed,
  }),
  Partner: parts({
    name: text(),
    sort: oneOf('ally', 'funder', 'supplier', 'public'),
    url: value('string', 2000),
    contact: text(MAX_NOTE),
    note: text(MAX_NOTE),
    source,
    removed,
  }),

  Indicator: parts({
    title: text(),
    unit: value('string', MAX_LABEL),
    decimals: value('integer'),
    baseline: value('integer'),
    baselineYear: value('year'),
    targets: collectionOf('Reading'),
    readings: collectionOf('Reading'),
    note: text(MAX_NOTE),
    rank: value('rank'),
    removed,
  }),
  /** A target for a year, or what was measured on a day. */
  Reading: whole({
    year: value('year'),
    day: value('day'),
    amount: value('integer'),
    by: idOf('Member'),
    note: value('string'),
    removed,
  }),

  Assembly: parts({
    title: text(),
    startsAt: value('instant'),
    place: value('string'),
    /** Keys `role/person`: two people may share a role. */
    roles: setOf('role', 2 * MAX_LABEL),
    attendance: collectionOf('Attendance'),
    /** People present and not named. */
    unnamed: value('integer'),
    quorum: onePiece({ sort: oneOf('none', 'number', 'share', 'entities'), least: value('integer') }),
    /** First or second call: 1 or 2. */
    call: value('integer'),
    agenda: collectionOf('AgendaItem'),
    events: collectionOf('AssemblyEvent'),
    minutes: richText(),
    minutesRatifiedBy: idOf('Assembly'),
    source,
    removed,
  }),
  /** Key: the person, or a random id for a visitor. */
  Attendance: whole(
    {
      name: value('string', MAX_LABEL),
      entity: idOf('Partner'),
      arrivedAt: value('instant'),
      leftAt: value('instant'),
      by: idOf('Member'),
      removed,
    },
    'person',
  ),
  AgendaItem: parts({
    title: text(),
    nature: oneOf('information', 'debate', 'decision'),
    minutes: value('integer'),
    rank: value('rank'),
    proposals: setOf('Proposal'),
    note: richText(),
    removed,
  }),
  /** Opening, closing, a reordering in the room: binding ones carry a signature. */
  AssemblyEvent: once({
    sort: oneOf('opening', 'closing', 'reordering', 'ratification'),
    item: idOf('AgendaItem'),
    rankBefore: value('rank'),
    rankAfter: value('rank'),
    note: value('string'),
    at: value('instant'),
    by: rosterId(),
    stream: value('id', 32),
    /** Public key of the signing device: the signature can be checked from an export alone. */
    device: value('hash', 64),
    signature: value('signature', 128),
  }),

  Proposal: parts({
    title: text(),
    sort: oneOf('adopt-plan', 'stage', 'ratify', 'amend', 'revoke', 'text'),
    subject: value('id', 32),
    method: onePiece({
      sort: oneOf('consensus', 'consent', 'majority', 'noted'),
      share: value('integer'),
      base: value('string'),
    }),
    assembly: idOf('Assembly'),
    agendaItem: idOf('AgendaItem'),
    versions: collectionOf('Version'),
    objections: collectionOf('Objection'),
    outcome: onePiece({
      sort: oneOf('adopted', 'not-adopted', 'postponed'),
      version: idOf('Version'),
      assembly: idOf('Assembly'),
      at: value('instant'),
      by: idOf('Member'),
    }),
    removed,
  }),
  Version: parts({
    text: richText(),
    reformulates: idOf('Version'),
    heads: value('heads', 4096),
    contentHash: value('hash', 64),
    at: value('instant'),
    by: idOf('Member'),
    removed,
  }),
  Objection: parts({
    text: text(MAX_NOTE),
    version: idOf('Version'),
    member: rosterId(),
    state: oneOf('raised', 'tested', 'integrated', 'withdrawn', 'standing'),
    integratedIn: idOf('Version'),
    at: value('instant'),
    by: idOf('Member'),
    removed,
  }),
  /** Key: `version/roster member/stream`; its bucket is that of the version. */
  Position: once(
    {
      stance: oneOf('agree', 'reservations', 'stand-aside', 'block', 'abstain'),
      reason: value('string', MAX_NOTE),
      contentHash: value('hash', 64),
      /** Set when it was recorded for someone: by the facilitator, for a hand, a voice or a paper. */
      recordedBy: rosterId(),
      recordedFor: oneOf('hand', 'voice', 'paper'),
      replaces: value('string', 200),
      at: value('instant'),
      /** Public key of the signing device: the signature can be checked from an export alone. */
      device: value('hash', 64),
      signature: value('signature', 128),
    },
    'position',
  ),
  Agreement: once(
    {
      title: value('string'),
      assemblyName: value('string'),
      day: value('day'),
      place: value('string'),
      method: value('string', MAX_NOTE),
      presentNames: setOf('label'),
      /** Present and not named. */
      presentUnnamed: value('integer'),
      heads: value('heads', 4096),
      contentHash: value('hash', 64),
      adoptedAt: value('instant'),
      proposal: idOf('Proposal'),
      assembly: idOf('Assembly'),
      supersedes: idOf('Agreement'),
      by: rosterId(),
      stream: value('id', 32),
      /** Public key of the signing device: the signature can be checked from an export alone. */
      device: value('hash', 64),
      signature: value('signature', 128),
      signatures: collectionOf('Signature'),
      state: oneOf('provisional', 'ratified', 'amended', 'revoked'),
    },
    'id',
    ['state'],
  ),
  Signature: once(
    {
      stance: value('string', MAX_LABEL),
      at: value('instant'),
      stream: value('id', 32),
      /** Public key of the signing device: the signature can be checked from an export alone. */
      device: value('hash', 64),
      signature: value('signature', 128),
    },
    'rosterMember',
  ),

  /** How a conflict was settled; kept for ever. */
  Settled: once({
    /** The place of the field, as JSON list of keys (buckets left out). */
    path: value('json', 2000),
    values: collectionOf('SettledValue'),
    chosen: value('json', MAX_NOTE),
    why: value('string', MAX_NOTE),
    by: idOf('Member'),
    at: value('instant'),
  }),
  /** Key: the Automerge operation id. */
  SettledValue: once({ value: value('json', MAX_NOTE), actor: value('id', 32) }, 'operation'),

  Comment: parts({
    /** What it is about: the id of a thing of the type named in `aboutType`. */
    about: value('id', 32),
    aboutType: value('string', MAX_LABEL),
    replyTo: idOf('Comment'),
    text: text(MAX_NOTE),
    author: idOf('Member'),
    /** For comments that came from another tool, whose writer may be no person of this plan. */
    authorName: value('string', MAX_LABEL),
    at: value('instant'),
    source,
    removed,
  }),
  /** Key: SHA-256 of the clear bytes. */
  Attachment: whole(
    {
      name: value('string'),
      mediaType: value('string', MAX_LABEL),
      size: value('integer'),
      /** Address of the list of its sealed pieces (docs/specs/attachments.md); absent where the file itself was never put in. */
      sealed: value('hash', 64),
      at: value('instant'),
      by: idOf('Member'),
      removed,
    },
    'hash',
  ),
  /** A PDF made of an agreement, so that any later version can say what the file is. */
  Print: once({
    sha256: value('hash', 64),
    agreement: idOf('Agreement'),
    language: value('language', 35),
    appVersion: value('string', MAX_LABEL),
    at: value('instant'),
    by: rosterId(),
    stream: value('id', 32),
    /** Public key of the signing device: the signature can be checked from an export alone. */
    device: value('hash', 64),
    signature: value('signature', 128),
  }),
  /** A board of another tool that was brought in. */
  Import: once({
    tool: value('string', MAX_LABEL),
    name: value('string'),
    source,
    summary: value('string', MAX_NOTE),
    at: value('instant'),
    by: idOf('Member'),
  }),
} as const satisfies Readonly<Record<string, TypeSpec>>

export type TypeName = keyof typeof TYPES

export const isTypeName = (name: string): name is TypeName => Object.hasOwn(TYPES, name)

export const typeSpec = (type: TypeName): TypeSpec => TYPES[type]

/** The field of a type, or null: a field of a newer version, kept untouched. */
export function fieldSpec(type: TypeName, field: string): FieldSpec | null {
  const { fields }: TypeSpec = TYPES[type]
  return Object.hasOwn(fields, field) ? fields[field]! : null
}

/** The four root collections that are stored as 256 buckets, and nothing else (PL4). */
export const BUCKETED_ROOTS = ['projects', 'comments', 'positions', 'settled'] as const

/** What is decided, without the votes on it (PL12). `members` gives the names of those referred to. Fixed for ever. */
export const AGREED_ROOTS = [
  'title',
  'language',
  'horizon',
  'vision',
  'principles',
  'units',
  'stages',
  'objectives',
  'projects',
  'milestones',
  'groups',
  'partners',
  'indicators',
  'members',
] as const
