import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { utf8 } from '#shared/base/bytes.ts'
import { err } from '#shared/base/result.ts'
import { MAX_IMPORT_BYTES } from '#shared/import/importJson.ts'
import { dayOf, instantOf } from '#shared/import/instants.ts'
import { planTrelloImport } from '#shared/import/planTrelloImport.ts'
import { reportSentences } from '#shared/import/reportSentences.ts'
import { MAX_CARDS } from '#shared/plan/operations.ts'
import { newPlan, seededRandom } from '../plan/builders.ts'
import {
  type Thing,
  NOW,
  bringIn,
  byRank,
  contextFor,
  fixture,
  planJson,
  textOf,
  things,
  writeImport,
} from './applyImport.ts'

const conca = fixture('conca-2026').trimEnd()
const empty = newPlan()
const errorOf = (file: Uint8Array | string) => {
  const planned = planTrelloImport(file, contextFor(empty))
  return planned.ok ? 'none' : planned.error.code
}
const edited = (edit: (board: never) => void): string => {
  const board = JSON.parse(conca) as never
  edit(board)
  return JSON.stringify(board)
}

describe('the file', () => {
  test('[IM1] a file cut off anywhere is refused', () => {
    const bytes = utf8(conca)
    for (let part = 0; part < 40; part++)
      expect(errorOf(bytes.slice(0, Math.floor((bytes.length * part) / 40)))).toBe('E_IMPORT_JSON')
    expect(errorOf(conca.slice(0, -1))).toBe('E_IMPORT_JSON')
  })

  test.each([
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['a text', 'Benvolgudes, adjunto el tauler'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('[IM1] %s is no JSON', (_name, file) => {
    expect(errorOf(file)).toBe('E_IMPORT_JSON')
  })

  test.each([
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['another object', '{"name":"x","cards":[]}'],
    [
      'a board of another tool',
      '{"name":"x","lists":[{"_id":"1","title":"To do"}],"cards":[{"_id":"2","listId":"1"}]}',
    ],
    ['lists that are texts', '{"name":"x","lists":["a"],"cards":[]}'],
  ])('[IM1] %s is no board', (_name, file) => {
    expect(errorOf(file)).toBe('E_IMPORT_FOREIGN')
  })

  test('[IM1] a file or a board too large for a plan is refused', () => {
    expect(errorOf(' '.repeat(MAX_IMPORT_BYTES + 1))).toBe('E_IMPORT_SIZE')
    const cards = Array.from({ length: 200_001 }, (_, i) => ({ id: String(i), name: 'x', idList: 'l' }))
    const board = (count: number) =>
      JSON.stringify({ name: 'x', lists: [{ id: 'l', name: 'l' }], cards: cards.slice(0, count) })
    expect(errorOf(board(200_001))).toBe('E_IMPORT_SIZE')
    expect(errorOf(board(MAX_CARDS + 1))).toBe('E_IMPORT_SIZE')
    const full = planTrelloImport(board(2), contextFor(newPlan('blank', 'ca'), { projects: MAX_CARDS - 1 }))
    expect(full).toEqual(err({ code: 'E_IMPORT_SIZE', of: 'projects', limit: 1 }))
  })

  test('[IM1] brackets inside texts are no nesting, and a byte order mark is no harm', () => {
    const file = edited((board: { desc: string }) => (board.desc = `"${'['.repeat(200)}\\`))
    expect(errorOf(`\ufeff${file}`)).toBe('none')
    expect(errorOf(utf8(`\ufeff${file}`))).toBe('none')
  })

  test('[IM2] what is malformed in a board is counted, the rest comes in', () => {
    const file = edited((board: Record<string, unknown[]>) => {
      board['cards']?.push({ name: 'no id', idList: 'x' }, null, 'text', {
        id: 'a1',
        idList: 7,
        name: 'odd',
        labels: 5,
        idMembers: {},
        pos: {},
        due: 'tomorrow',
        badges: [],
      })
      board['actions']?.push({ type: 'commentCard' }, 5)
      board['members']?.push({}, null)
    })
    const { plan, doc } = bringIn(file)
    expect(plan.report.leftOut).toContainEqual({ code: 'badDate', count: 1, examples: ['odd'] })
    expect(plan.report.leftOut.find(({ code }) => code === 'unreadable')?.count).toBe(4)
    expect(things(planJson(doc)['projects']).map(({ title }) => title)).toContain('odd')
  })

  test('[IM2] the old form: labels on cards, items inside them, their states apart', () => {
    const { plan, doc } = bringIn(fixture('ateneu-2014'))
    const json = planJson(doc)
    const kitchen = things(json['projects']).find(({ title }) => title === 'Arreglar la cuina') as Thing
    expect(Object.keys(kitchen['tags'] as object).sort()).toEqual(['Local', 'Urgent', 'purple'])
    expect(
      things(kitchen['actions'])
        .sort(byRank)
        .map(({ title, done }) => [title, done]),
    ).toEqual([
      ['Treure la campana', true],
      ['Comprar rajoles', false],
    ])
    expect(plan.report.cameIn).toEqual({
      stages: 3,
      projects: 3,
      actions: 2,
      milestones: 1,
      members: 1,
      tags: 3,
      comments: 1,
      links: 0,
      extras: 0,
    })
  })
})

describe('what becomes what', () => {
  const { plan, doc } = bringIn(conca)
  const json = planJson(doc)
  const stages = things(json['stages']).sort(byRank)
  const projects = things(json['projects'])
  const project = (title: string) => projects.find((thing) => String(thing['title']).startsWith(title)) as Thing
  const people = new Map(things(json['members']).map(({ id, name }) => [id, name as string]))
  const namesOf = (set: unknown) => Object.keys(set as object).map((id) => people.get(id))

  test('[IM3] lists become stages after those there are, in order, doubles apart', () => {
    const imported = stages.filter(({ source }) => source !== undefined || !('phase' in {})).slice(5)
    expect(imported.map(({ title, phase, removed }) => [title, phase, removed !== undefined])).toEqual([
      ['Idees', 'idea', false],
      ['Campanya vella', undefined, true],
      ['En marxa', 'under-way', false],
      ['En marxa', 'under-way', false],
      ['Fet', 'done', false],
      ['Sense llista', undefined, false],
    ])
  })

  test('[IM4] cards become projects of their stage, in order; the archived ones lie in the bin', () => {
    const inStage = (at: number) =>
      projects
        .filter(({ place }) => (place as { stage: string }).stage === stages[5 + at]?.id)
        .sort(byRank)
        .map(({ title }) => String(title).slice(0, 22))
    expect([0, 1, 2, 3, 4, 5].map(inStage)).toEqual([
      ['Banc de llavors', 'Moneda social: segona ', 'Un títol molt llarg qu'],
      ['Acampada'],
      ['Hort de Can Batlló', 'Teulada solar comuna'],
      ["Escola d'oficis"],
      ['Compra col·lectiva', 'Fulletó de 2019'],
      ['Sense llista coneguda'],
    ])
    const binned = projects.filter(({ removed }) => removed !== undefined)
    expect(binned.map(({ title, removed }) => [title, removed]).sort()).toEqual([
      ['Acampada', { at: NOW }],
      ['Fulletó de 2019', { at: NOW }],
    ])
    expect(textOf(project('Teulada')['summary'])).toBe("Plaques a la nau, amb acumulació.\n\n**Primer** l'estudi.")
  })

  test('[IM5] checklist items become actions with heading, day, person and state', () => {
    const actions = things(project('Teulada')['actions']).sort(byRank)
    expect(actions.map(({ title, heading, done, due, who }) => [title, heading, done, due, namesOf(who)])).toEqual([
      ['Obrir el compte de participacions', 'Diners', false, undefined, ['Núria Vila']],
      ['Avisar la distribuïdora', 'Permisos', false, undefined, []],
      ["Demanar llicència d'obra", 'Permisos', true, '2026-10-01', ['Pau Serra']],
    ])
  })

  test('[IM6] labels become tags, nameless ones by their colour', () => {
    expect(Object.keys(project('Teulada')['tags'] as object).sort()).toEqual(['Energia', 'green'])
  })

  test('[IM6] a word no map may have as its key is marked, not lost', () => {
    const file = edited((board: { cards: { labels: unknown[] }[] }) =>
      board.cards[0]?.labels.push({ name: '__proto__' }, { name: 'constructor' }, { name: `\n ${'x'.repeat(150)}` }),
    )
    const [first] = things(planJson(bringIn(file).doc)['projects']).filter(({ title }) =>
      String(title).startsWith('Teulada'),
    )
    expect(Object.keys(first?.['tags'] as object).sort()).toEqual([
      '#__proto__',
      '#constructor',
      'Energia',
      'green',
      `${'x'.repeat(99)}…`,
    ])
  })

  test('[IM7] start and due become years and milestones', () => {
    expect(project('Teulada')['years']).toEqual({ from: 2026, to: 2027 })
    const milestones = things(project('Teulada')['milestones']).map(({ title, day, done }) => [title, day, done])
    expect(milestones.sort()).toEqual([
      ['Inici', '2026-09-01', false],
      ['Venciment', '2027-03-31', false],
    ])
    expect(things(project('Hort')['milestones']).map(({ day, done }) => [day, done])).toEqual([['2026-12-31', true]])
    expect(project('Banc')['years']).toEqual({ from: 2027, to: 2028 })
    expect(project('Escola')['years']).toBeUndefined()
  })

  test('[IM8] people become members without a device, those who left as well; leads are those of the card', () => {
    expect([...people.values()].sort()).toEqual([
      'Marxa Gent',
      'Núria Vila',
      'Pau Serra',
      'Persona de Trello 0ac117',
      'rutmas',
    ])
    expect(things(json['members']).every(({ identity }) => identity === undefined)).toBe(true)
    expect(namesOf(project('Teulada')['leads']).sort()).toEqual(['Núria Vila', 'Pau Serra'])
    expect(namesOf(project('Moneda')['leads'])).toEqual(['Persona de Trello 0ac117'])
  })

  test('[IM8] a second import takes the people who are there', () => {
    const again = bringIn(conca, { random: seededRandom(77) }, doc)
    expect(things(planJson(again.doc)['members'])).toHaveLength(5)
    expect(again.plan.report.mapped.find(({ code }) => code === 'memberKnown')?.count).toBe(5)
  })

  test('[IM9] comments keep author and time, and stand on their project', () => {
    const comments = things(json['comments']).sort((a, b) => Number(a['at']) - Number(b['at']))
    expect(
      comments.map(({ about, aboutType, author, authorName, at, text }) => [
        about,
        aboutType,
        people.get(author as string),
        authorName,
        at,
        text,
      ]),
    ).toEqual([
      [
        project('Teulada').id,
        'Project',
        'Pau Serra',
        'Pau Serra',
        Date.parse('2026-06-06T03:28:16.392Z'),
        "He parlat amb l'ajuntament: ens deixen la teulada vint anys.",
      ],
      [
        project('Teulada').id,
        'Project',
        'Núria Vila',
        'Núria Vila',
        Date.parse('2026-06-07T09:00:00.000Z'),
        "Perfecte! 🌞\nHo portem a l'assemblea.",
      ],
      [
        project('Hort').id,
        'Project',
        'Marxa Gent',
        'Marxa Gent',
        Date.parse('2026-07-01T10:00:00.000Z'),
        "Me'n vaig del grup, sort!",
      ],
    ])
  })

  test('[IM10] web addresses become links, any other address is text', () => {
    expect(
      things(project('Teulada')['links'])
        .map(({ title, url }) => [title, url])
        .sort(),
    ).toEqual([
      ['Normativa', 'https://example.org/normativa'],
      ['Pressupost de la instal·lació', 'https://example.org/pressupost.pdf'],
    ])
  })

  test('[IM10] [IM11] custom fields, place, votes and unsafe links are kept as labelled text', () => {
    const extras = things(project('Teulada')['extra']).map(({ label, text }) => [label, text])
    expect(extras.sort()).toEqual([
      ['Amb permís', 'sí'],
      ['Enllaç', 'Full antic\njavascript:alert(1)'],
      ['Estat legal', "Cessió d'ús"],
      ['Lloc', "Nau de Can Ricart\nCarrer de l'Aigua 12\n41.4, 2.19"],
      ['Notes', 'Parlar amb el veïnat'],
      ['Pressupost', '18500.50'],
      ['Signat el dia', '2026-06-01T10:00:00.000Z'],
      ['Vots', '2\nrutmas'],
    ])
  })

  test('[IM12] a long title is cut and stands whole in the summary', () => {
    const long = project('Un títol')
    expect([String(long['title']).length, String(long['title']).at(-1)]).toEqual([300, '…'])
    expect(textOf(long['summary']).startsWith(`Un títol molt llarg ${"que no s'acaba mai ".repeat(20).trim()}`)).toBe(
      true,
    )
  })

  test('[IM12] long texts are parted, none is cut short', () => {
    const comment = '🌞'.repeat(30_000)
    const note = 'n'.repeat(50_000)
    const file = edited(
      (board: {
        actions: { type: string; data: { text: string } }[]
        cards: { customFieldItems: { value: object }[] }[]
      }) => {
        board.actions[0]!.data.text = comment
        board.cards[0]!.customFieldItems[4]!.value = { text: note }
      },
    )
    const long = planJson(bringIn(file).doc)
    const parts = things(long['comments']).map(({ text }) => text as string)
    expect(parts.filter((text) => text.startsWith('🌞')).map(({ length }) => length)).toEqual([20_000, 20_000, 20_000])
    const texts = things(long['projects'])
      .flatMap(({ extra }) => things(extra))
      .filter(({ label }) => label === 'Notes')
    expect(texts.map(({ text }) => (text as string).length).sort()).toEqual([10_000, 20_000, 20_000])
  })

  test('[IM13] things know where they came from, and the plan holds a record of the import', () => {
    const [record] = things(json['imports'])
    expect(record).toMatchObject({ tool: 'trello', name: 'Xarxa de la Conca 2026', at: NOW })
    expect(record?.['summary']).toBe(reportSentences(plan.report).join('\n'))
    expect(project('Teulada')['source']).toMatch(/^trello:[0-9a-f]{24}$/)
    expect(stages.slice(5, 10).every(({ source }) => /^trello:[0-9a-f]{24}$/.test(String(source)))).toBe(true)
  })

  test('[IM13] a plan made for the import takes the name and description of the board', () => {
    const fresh = planJson(bringIn(conca, { isNewPlan: true }).doc)
    expect([fresh['title'], textOf(fresh['vision'])]).toEqual([
      'Xarxa de la Conca 2026',
      'Projectes comuns de la xarxa.',
    ])
    expect([json['title'], textOf(json['vision'])]).toEqual(['Plan', ''])
  })

  test('[IM14] the report says what came in, what changed and what is not here', () => {
    expect(reportSentences(plan.report)).toEqual([
      'From the board “Xarxa de la Conca 2026” came in: 6 stages, 10 projects, 3 actions, 6 milestones, 5 members, 3 tags, 3 comments, 2 links, 8 labelled texts.',
      'Changed: 3 archived lists and cards went to the bin.',
      'Changed: 1 label without a name: the colour is the tag (green).',
      'Changed: 5 custom fields kept as labelled text (Pressupost; Estat legal; Amb permís; …).',
      'Changed: 2 votes kept as labelled text (Teulada solar comuna; …).',
      "Changed: 1 place kept as labelled text (Nau de Can Ricart Carrer de l'Aigua 12 41.4, 2.19).",
      'Changed: 7 dates kept as days (the day in UTC) (Banc de llavors; Compra col·lectiva; Hort de Can Batlló; …).',
      'Changed: 1 project with a start after the due date: the years were put in order (Banc de llavors).',
      expect.stringContaining('Changed: 1 title cut; the whole stands in the text below (Un títol molt llarg'),
      'Changed: 1 attachment without a web address, kept as text (Full antic).',
      'Changed: a stage was made for cards of no list (Sense llista).',
      'Changed: 2 people had left the board and were made from its cards and comments (Persona de Trello 0ac117; Marxa Gent).',
      'Not here: 1 uploaded file stays with Trello; the plan holds the link (Pressupost de la instal·lació).',
      'Not here: 1 comment is missing from the file itself.',
      "Not here: 1 comment on cards that are not in the file (Comentari d'una targeta esborrada).",
      "Not here: 3 entries of the board's history.",
      'Not here: 1 record of power-ups.',
    ])
  })

  test('[IM14] a file with 1,000 activities is said to be cut off', () => {
    const file = edited((board: { actions: unknown[] }) => {
      while (board.actions.length < 1_000) board.actions.push({ type: 'updateCard' })
    })
    expect(bringIn(file).plan.report.leftOut.map(({ code }) => code)).toContain('historyCutOff')
  })
})

test('[IM15] a board of 2,000 cards comes in whole, in batches that each stand alone', () => {
  const lists = Array.from({ length: 20 }, (_, i) => ({ id: `l${i}`, name: `Llista ${i}`, pos: i }))
  const cards = Array.from({ length: 2_000 }, (_, i) => ({
    id: `c${i}`,
    name: `Targeta ${i}`,
    idList: `l${i % 20}`,
    pos: 2_000 - i,
  }))
  const file = JSON.stringify({ id: 'b', name: 'Gran', lists, cards, actions: [] })
  const planned = planTrelloImport(file, contextFor(empty))
  const batches = planned.ok ? planned.value.batches : []
  expect(batches.every((batch) => batch.length <= 400)).toBe(true)
  expect(batches.length).toBe(6)
  const doc = writeImport(newPlan(), { batches } as never)
  const projects = things(planJson(doc)['projects'])
  expect(projects).toHaveLength(2_000)
  const stage = things(planJson(doc)['stages']).find(({ title }) => title === 'Llista 3')?.id
  const inStage = projects.filter(({ place }) => (place as { stage: string }).stage === stage).sort(byRank)
  expect(inStage.map(({ title }) => title)).toEqual(Array.from({ length: 100 }, (_, i) => `Targeta ${1_983 - 20 * i}`))
})

test('[IM16] the same file, context and randomness give the same operations', () => {
  const [a, b] = [1, 2].map(() => planTrelloImport(conca, contextFor(empty)))
  expect(a).toEqual(b)
})

test('[IM7] instants are read as any calendar reads them', () => {
  for (const text of [
    '1970-01-01T00:00:00.000Z',
    '2000-02-29T23:59:59.999Z',
    '1899-12-31T12:00:00.000Z',
    '2026-11-23T13:00:00.5+02:00',
    '2100-03-01',
  ]) {
    expect([instantOf(text), dayOf(text)]).toEqual([Date.parse(text), new Date(text).toISOString().slice(0, 10)])
  }
  for (const text of ['', 'tomorrow', '2026-02-30T00:00:00Z', '2026-13-01', '-000001-01-01', '2026-1-1'])
    expect(instantOf(text)).toBeNull()
})

const folder = process.env['APLEC_DATA']
const boards = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'))

describe.skipIf(boards.length === 0)(
  'boards of other people (APLEC_DATA names a folder of Trello exports; skipped without)',
  () => {
    test.each(boards.length === 0 ? ['no board given'] : boards)('[IM4] %s comes in whole', (name) => {
      const text = readFileSync(`${folder}/${name}`, 'utf8')
      const board = JSON.parse(text) as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
      const { plan, doc } = bringIn(readFileSync(`${folder}/${name}`), { isNewPlan: true })
      const json = planJson(doc)
      const projects = things(json['projects'])
      const items = (board['checklists'] ?? []).flatMap(({ checkItems }) => checkItems as readonly unknown[])
      const comments = (board['actions'] ?? []).filter(({ type }) => type === 'commentCard')
      const cards = board['cards'] ?? []
      expect(things(json['stages'])).toHaveLength((board['lists']?.length ?? 0) + 5)
      expect(projects.map(({ title }) => title).sort()).toEqual(
        cards.map(({ name }) => String(name).replace(/\s+/g, ' ').trim()).sort(),
      )
      expect(projects.flatMap(({ actions }) => things(actions))).toHaveLength(items.length)
      expect(things(json['comments'])).toHaveLength(comments.length)
      const held = projects.flatMap(({ links, extra }) => [
        ...things(links),
        ...things(extra).filter(({ label }) => label === 'Enllaç'),
      ])
      expect(held).toHaveLength(cards.flatMap(({ attachments }) => (attachments as readonly unknown[]) ?? []).length)
      expect(plan.report.leftOut.filter(({ code }) => ['unreadable', 'badDate'].includes(code))).toEqual([])
    })
  },
)
