/**
 * The measured hazards of the library, one by one: what it does when nobody looks, what the gate says, and that taking the
 * one check away lets it through again. (What needs a process that may die is in test/integration/gate.)
 */
import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import type { EntryToApply } from '#shared/gate/executor.ts'
import type { GateLimits } from '#shared/gate/limits.ts'
import type { CheckName } from '#shared/gate/settings.ts'
import { PAU, entryOf, handTo, withLimits, ANA, authorOf, without } from './world.ts'
import {
  type Loose,
  ID,
  inserts,
  anaForged,
  write,
  setYear,
  onProject,
  anaEdit,
  inProject,
  valued,
  s,
  project,
} from './hazardPlan.ts'

type Case = readonly [
  hazard: string,
  rule: string,
  what: string,
  entry: () => EntryToApply,
  code: string,
  /** The check to leave out; or the limit, set low, that the case breaks and the default would let pass. */
  off: CheckName | Partial<Record<keyof GateLimits, number>>,
]

const cases: readonly Case[] = [
  [
    'F3',
    'GT6',
    'a bundle that inflates too far',
    () => anaEdit((draft) => (draft['language'] = s('a'.repeat(300_000)))),
    'E_CHANGE_SIZE',
    { inflatedBytes: 100_000, ratioFloorBytes: 10_000 },
  ],
  [
    'F4',
    'GT7',
    'more operations than a change may have',
    () => entryOf(inserts(20_000), { since: A.getHeads(project) }),
    'E_CHANGE_OPS',
    { opsPerChange: 10_000 },
  ],
  [
    'F5',
    'GT12',
    'an operation number far ahead',
    () => anaForged(setYear, ({ startOp }) => ({ startOp: startOp + 65_537 })),
    'E_CHANGE_OPID',
    'opId',
  ],
  [
    'F5',
    'GT12',
    'an operation number behind what it builds on',
    () => anaForged(setYear, ({ startOp }) => ({ startOp: startOp - 1 })),
    'E_CHANGE_OPID',
    'opId',
  ],
  [
    'F6',
    'GT9',
    "another member's actor",
    () => entryOf(write(handTo(project, PAU), setYear), { since: A.getHeads(project), author: authorOf(ANA) }),
    'E_ACTOR',
    'actor',
  ],
  ['F11', 'GT14', 'an unsigned integer', () => anaEdit(valued(new A.Uint(5))), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'a float', () => anaEdit(valued(5.5)), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'NaN', () => anaEdit(valued(NaN)), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'an infinity', () => anaEdit(valued(Infinity)), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'an integer of 2^53-1', () => anaEdit(valued(new A.Int(2 ** 53 - 1))), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'an integer of -(2^53-1)', () => anaEdit(valued(new A.Int(-(2 ** 53 - 1)))), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'bytes', () => anaEdit(valued(Uint8Array.of(1))), 'E_VALUE', 'value'],
  ['F11', 'GT14', 'a timestamp', () => anaEdit(valued(new Date(5))), 'E_VALUE', 'value'],
  ['F13', 'GT14', 'a counter', () => anaEdit(valued(new A.Counter(1))), 'E_VALUE', 'value'],
  [
    'F13',
    'GT15',
    'a string assigned over a text',
    () => anaEdit((draft) => (inProject(draft).title = 'Jardí')),
    'E_FIELD',
    'field',
  ],
  [
    'F13',
    'GT15',
    'a field edited inside a place',
    () => anaEdit((draft) => ((inProject(draft).place as Loose)['stage'] = s('two'))),
    'E_FIELD',
    'field',
  ],
  [
    'F13',
    'GT15',
    'a text turned scalar',
    () => anaEdit((draft) => (inProject(draft).title = s('Jardí') as never)),
    'E_FIELD',
    'field',
  ],
  [
    'F13',
    'GT15',
    'a thing deleted',
    () => anaEdit((draft) => delete (draft['projects'] as Record<string, Loose>)['ab']![ID]),
    'E_FIELD',
    'field',
  ],
  [
    'F13',
    'GT15',
    'a born container made again',
    () => anaEdit((draft) => (inProject(draft).tags = {})),
    'E_FIELD',
    'field',
  ],
  ['F13', 'GT15', 'a root container made again', () => anaEdit((draft) => (draft['stages'] = {})), 'E_FIELD', 'field'],
  [
    '–',
    'GT13',
    'a value under __proto__',
    () => anaForged(setYear, (change) => ({ ops: change.ops.map((op) => ({ ...op, key: '__proto__' })) })),
    'E_KEY',
    'key',
  ],
  ['–', 'GT13', 'a value under constructor', () => anaEdit((draft) => (draft['constructor'] = true)), 'E_KEY', 'key'],
  [
    '–',
    'GT16',
    'a writer adding an agreement',
    () => anaEdit((draft) => ((draft['agreements'] as Loose)[ID] = agreement())),
    'E_ROLE',
    'role',
  ],
]

function agreement(): Loose {
  return { title: s('Acord'), presentNames: {}, signatures: {} }
}

test.each(cases)(
  '[GT6][GT7][GT9][GT12][GT13][GT14][GT15][GT16] %s %s: %s is refused, and only by its own check',
  async (...row) => {
    const [entry, code, off] = row.slice(3) as [Case[3], Case[4], Case[5]]
    const isLimit = typeof off !== 'string'
    expect(await onProject(entry(), isLimit ? withLimits(off) : undefined)).toBe(code)
    expect(await onProject(entry(), isLimit ? undefined : without(off))).toBe('applied')
  },
)
