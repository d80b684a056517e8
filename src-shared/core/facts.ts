/** What the status says of the document itself: read from the worker after changes, at most every half second. */
import type { Hex } from '../base/bytes.ts'
import type { PlanFacts, PlanCore } from './planCore.ts'
import { peopleOf } from './people.ts'

const FACTS_EVERY_MS = 500
/** A relay that has said nothing new for this long may never say that this was all. */
const SILENCE_MS = 2_000
/** However much comes: this old they may become. */
const AT_LATEST_MS = 60_000

export const noFacts: PlanFacts = { heads: [], title: '', people: new Map(), agreement: null }

type Plain = Readonly<Record<string, unknown>>

/** Reads title, people and the newest agreement. A worker that does not answer leaves the facts as they were. */
export async function readFacts(core: PlanCore): Promise<void> {
  const { state } = core
  if (state.facts.heads.join() === state.heads.join()) return
  const heads = state.heads
  const read = await core.docs.view({ roots: ['title', 'members', 'agreements', 'attachments'] })
  if (!read.ok) return
  const view = read.value.view as Plain
  state.attachments = { heads, plain: view['attachments'] }
  const newest = newestAgreement(view)
  const changesSince = newest === null ? 0 : await changesSinceHeads(core, newest.heads)
  state.facts = {
    heads,
    title: textOf(view['title']),
    people: peopleOf(view),
    agreement: newest === null ? null : { id: newest.id, title: newest.title, date: newest.date, changesSince },
  }
  core.events.changed.emit(null)
}

export interface FactsClock {
  /** Something is other than before. */
  changed(): void
  stop(): void
}

/** While a relay delivers, facts would be old at once: they are read when that ends, or falls silent (CR60). */
export function makeFactsClock(core: PlanCore, isReceiving: () => boolean, read: () => void): FactsClock {
  let cancel: (() => void) | null = null
  const wait = (held: number, silentMs: number, waitedMs: number): void => {
    cancel ??= core.deps.timer.after(FACTS_EVERY_MS, () => {
      cancel = null
      if (core.state.closed) return
      const now = core.journal.count()
      const silent = now === held ? silentMs + FACTS_EVERY_MS : 0
      const waited = waitedMs + FACTS_EVERY_MS
      if (isReceiving() && silent < SILENCE_MS && waited < AT_LATEST_MS) wait(now, silent, waited)
      else read()
    })
  }
  return { changed: () => wait(core.journal.count(), 0, 0), stop: () => cancel?.() }
}

export async function changesSinceHeads(core: PlanCore, heads: readonly Hex[]): Promise<number> {
  const counted = await core.docs.agreedChangesSince({ heads })
  return counted.ok ? counted.value.count : 0
}

export interface PlainAgreement {
  readonly id: Hex
  readonly title: string
  readonly date: string
  readonly adoptedAt: number
  readonly heads: readonly Hex[]
  readonly record: Plain
}

/** Agreements of a plan as canonical JSON holds it, oldest first. */
export function agreementsOf(view: Plain): readonly PlainAgreement[] {
  return Object.entries((view['agreements'] ?? {}) as Record<string, Plain>)
    .map(([id, record]) => ({
      id,
      title: textOf(record['title']),
      date: textOf(record['day']),
      adoptedAt: typeof record['adoptedAt'] === 'number' ? record['adoptedAt'] : 0,
      heads: textOf(record['heads']).split(' ').filter(Boolean),
      record,
    }))
    .sort((a, b) => compare(a.date, b.date) || a.adoptedAt - b.adoptedAt || compare(a.id, b.id))
}

/** The one that counts now: of the latest day, and of that day the one recorded last. */
export const newestAgreement = (view: Plain): PlainAgreement | null => agreementsOf(view).at(-1) ?? null

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
