import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import type { EntryToApply, Role } from '#shared/gate/executor.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { buildMigration } from '#shared/plan/migrations.ts'
import {
  ANA,
  authorOf,
  birth,
  born,
  createBirthAgain,
  type Doc,
  entryOf,
  entryOfChanges,
  FOUNDER,
  founding,
  gateWith,
  identity,
  memberOf,
  PAU,
  ROOM,
  verdictOn,
  without,
  wordOf,
} from './world.ts'

type Loose = Record<string, Record<string, unknown>>
const s = (text: string): A.ImmutableString => new A.ImmutableString(text)
const ID = 'ab'.repeat(16)
const edit = (actor: string, change: (draft: Loose) => void): Doc =>
  A.change(born(actor), { time: 0 }, (draft) => change(draft as never))
const byRole = (role: Role, change: (draft: Loose) => void): Promise<string> =>
  verdictOn(entryOf(edit(ANA, change), { since: birth.heads, author: authorOf(ANA, role) }))

const comment = (draft: Loose): void =>
  void ((draft['comments']!['ab'] as Loose)[ID] = { text: 'bona idea', about: s(ID) })
const position = (member: string) => (draft: Loose) =>
  void ((draft['positions']!['ab'] as Loose)[`${ID}/${member}/${ANA}`] = { stance: s('agree') })
const agreement = (draft: Loose): void =>
  void (draft['agreements']![ID] = { title: s('Acord'), presentNames: {}, signatures: {} })
const printBy = (member: string) => (draft: Loose) => void (draft['prints']![ID] = { sha256: s('00'), by: s(member) })
const stage = (draft: Loose): void => void (draft['stages']![ID] = { title: 'Idea', rank: s('a0') })

test.each([
  ['a comment', comment, ['E_ROLE', 'applied', 'applied', 'applied']],
  ['an own position', position(memberOf(ANA)), ['E_ROLE', 'applied', 'applied', 'applied']],
  ["another's position", position(memberOf(PAU)), ['E_ROLE', 'E_ROLE', 'applied', 'applied']],
  ['a stage', stage, ['E_ROLE', 'E_ROLE', 'applied', 'applied']],
  ['an own print record', printBy(memberOf(ANA)), ['E_ROLE', 'E_ROLE', 'applied', 'applied']],
  ["another's print record", printBy(memberOf(PAU)), ['E_ROLE', 'E_ROLE', 'E_ROLE', 'applied']],
  ['an agreement', agreement, ['E_ROLE', 'E_ROLE', 'E_ROLE', 'applied']],
] as const)('[GT16] %s: reader, guest, writer, steward', async (_, change, expected) => {
  const roles = ['reader', 'guest', 'writer', 'steward'] as const
  expect(await Promise.all(roles.map((role) => byRole(role, change)))).toEqual(expected)
})

test('[GT16] a role is held against the object of the operation, also where the write loses and shows nowhere', async () => {
  const adopted = entryOf(edit(PAU, agreement), { since: birth.heads, author: authorOf(PAU, 'steward') })
  const base = edit(PAU, agreement)
  const mine = A.change(A.load<Doc>(A.save(base), { actor: ANA }), { time: 0 }, (draft) => {
    const { signatures } = (draft as unknown as Loose)['agreements']![ID] as { signatures: Record<string, unknown> }
    signatures[memberOf(ANA)] = { stance: s('agree') }
  }) as unknown as Doc
  const theirs = A.change(A.load<Doc>(A.save(base), { actor: ANA }), { time: 0 }, (draft) => {
    const { signatures } = (draft as unknown as Loose)['agreements']![ID] as { signatures: Record<string, unknown> }
    signatures[memberOf(PAU)] = { stance: s('agree') }
  }) as unknown as Doc
  const state = A.change(A.load<Doc>(A.save(base), { actor: ANA }), { time: 0 }, (draft) => {
    ;((draft as unknown as Loose)['agreements']![ID] as Loose)['state'] = s('revoked') as never
  }) as unknown as Doc
  const since = A.getHeads(base)
  for (const [doc, expected] of [
    [mine, 'applied'],
    [theirs, 'E_ROLE'],
    [state, 'E_ROLE'],
  ] as const) {
    const { outcomes, executor } = await gateWith([adopted, entryOf(doc, { since })])
    expect(outcomes.map(wordOf)).toEqual(['applied', expected])
    await executor.close()
  }
})

test.each<readonly [string, (draft: Loose) => void]>([
  ['a thing without its bucket', (draft) => void ((draft['projects']!['cd'] as Loose)[ID] = { title: 'x' })],
  ['a bucket nobody has', (draft) => void (draft['projects']!['zz'] = {})],
  ['a number where a thing belongs', (draft) => void (draft['stages']![ID] = 5)],
  ['a list', (draft) => void (draft['stages'] = [] as never)],
  ['a map where a value belongs', (draft) => void (draft['language'] = {})],
  ['a number where a one-piece belongs', (draft) => void (draft['horizon'] = 5 as never)],
  ['a container at the root', (draft) => void (draft['risks'] = {})],
  [
    'a set with something else than true',
    (draft) => void ((draft['projects']!['ab'] as Loose)[ID] = { title: 'x', tags: { a: 5 } }),
  ],
])('[GT15] %s is refused', async (_, change) => {
  const entry = entryOf(edit(ANA, change), { since: birth.heads })
  expect(await verdictOn(entry)).toBe('E_FIELD')
  expect(await verdictOn(entry, without('field'))).toBe('applied')
})

test('[GT13] an endless key and a bottomless object are refused, in known places, unknown ones and inside texts', async () => {
  const verdict = (change: (draft: Loose) => void): Promise<string> =>
    verdictOn(entryOf(edit(ANA, change), { since: birth.heads }))
  const nested = (levels: number): object => (levels === 0 ? {} : { k: nested(levels - 1) })
  expect(await verdict((draft) => void (draft['k'.repeat(1_000_000)] = s('x') as never))).toBe('E_KEY')
  expect(await verdict((draft) => void (draft['stages']![ID] = { title: 'x', odd: nested(200) }))).toBe('E_CHANGE_SIZE')
  expect(await verdict((draft) => void (draft['stages']![ID] = { title: 'x', odd: nested(20) }))).toBe('applied')
  const block = (draft: Loose): void =>
    A.splitBlock(draft as never, ['vision'], 0, { type: s('p'), parents: [], attrs: nested(200) as never })
  expect(await verdict(block)).toBe('E_CHANGE_SIZE')
})

test('[GT15] what a newer version may write is kept: scalars on known things, anything under unknown roots', async () => {
  const newer = edit(ANA, (draft) => {
    draft['stages']![ID] = { title: 'Idea', weight: 3 }
    draft['currency'] = s('ECO') as never
  })
  expect(await verdictOn(entryOf(newer, { since: birth.heads }))).toBe('applied')
})

test('[GT15] a record written once is not edited afterwards, one written as one piece is replaced whole', async () => {
  const first = edit(ANA, (draft) => {
    draft['imports']![ID] = { tool: s('trello'), name: s('Board') }
    draft['units']!['EUR'] = { name: s('Euro'), decimals: 2 }
  })
  const since = A.getHeads(first)
  const start = entryOf(first, { since: birth.heads })
  const next = (change: (draft: Loose) => void): EntryToApply =>
    entryOf(
      A.change(A.load<Doc>(A.save(first), { actor: PAU }), { time: 0 }, (draft) =>
        change(draft as never),
      ) as unknown as Doc,
      { since },
    )
  const tries: readonly (readonly [EntryToApply, string])[] = [
    [next((draft) => ((draft['imports']![ID] as Loose)['name'] = s('Other') as never)), 'E_FIELD'],
    [next((draft) => (draft['imports']![ID] = { tool: s('trello') })), 'E_FIELD'],
    [next((draft) => ((draft['units']!['EUR'] as Loose)['decimals'] = 3 as never)), 'E_FIELD'],
    [next((draft) => (draft['units']!['EUR'] = { name: s('Euro'), decimals: 3 })), 'applied'],
  ]
  for (const [entry, expected] of tries) {
    const { outcomes, executor } = await gateWith([start, entry])
    expect(outcomes.map(wordOf)).toEqual(['applied', expected])
    await executor.close()
  }
})

test("[GT17] a migration passes in anybody's entry when it is the one its list describes, and not otherwise", async () => {
  const honest = buildMigration(birth.change, ROOM, [['risks', 'buckets'], ['values', 'text']])! // prettier-ignore
  const other = buildMigration(birth.change, 'f'.repeat(64), [['risks', 'map']])!
  const author = authorOf(ANA)
  const base = born(PAU)
  expect(await verdictOn(entryOfChanges([honest], author, base))).toBe('applied')
  expect(await verdictOn(entryOfChanges([honest], authorOf(ANA, 'reader'), base))).toBe('E_ROLE')
  expect(await verdictOn(entryOfChanges([other], author, base))).toBe('E_MIGRATION')
  expect(await verdictOn(entryOfChanges([other], author, base), without('migration'))).toBe('applied')
  // Two who migrated apart have migrated alike: the second is known.
  const { outcomes, executor } = await gateWith([
    entryOfChanges([honest], author, base),
    entryOfChanges([honest], authorOf(PAU), base),
  ])
  expect(outcomes).toMatchObject([{ changes: [{ seq: 1 }] }, { at: 'applied', changes: [] }])
  await executor.close()
})

test('[GT18] only the founding actor begins the plan, and once', async () => {
  const executor = await inlineExecutor(identity)
  const usurped = createBirthAgain(ANA)
  const own = authorOf(ANA, 'steward')
  expect(await executor.applyLocal({ author: own, changes: [usurped.change] })).toMatchObject({ error: { code: 'E_LEASE_ACTOR' } }) // prettier-ignore
  const first = await executor.applyEntries({ entries: [founding()] })
  expect(first.ok && first.value.entries.map(wordOf)).toEqual(['applied'])
  const again = entryOf(A.load<Doc>(usurped.bytes, { actor: ANA }) as unknown as Doc)
  const late = await executor.applyEntries({ entries: [{ ...again, author: own }] })
  expect(late.ok && late.value.entries.map(wordOf)).toEqual(['E_ACTOR'])
  expect(authorOf(FOUNDER).role).toBe('steward')
  await executor.close()
})
