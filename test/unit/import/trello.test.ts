/** What becomes what. */
import { describe, expect, test } from 'vitest'
import { reportSentences } from '#shared/import/reportSentences.ts'
import { seededRandom } from '../plan/builders.ts'
import { type Thing, NOW, byRank, bringIn, planJson, textOf, things } from './applyImport.ts'
import { edited, conca } from './conca.ts'

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
