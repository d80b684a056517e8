import { expect, test } from 'vitest'
import { printLabels } from '#shared/print/labels/labels.ts'
import { formatAmount, formatDay, formatYears } from '#shared/print/numbers.ts'
import { printModel } from '#shared/print/printModel.ts'
import { planMarkdown } from '#shared/print/markdown.ts'
import { richTextBlocks } from '#shared/print/richText.ts'
import { printInput, printedPlan } from '#test/helpers/printedPlan.ts'

const model = printModel(printInput)

test('[PD3] each unit has its own table by project and year, without refused contributions', () => {
  expect(model.funding).toEqual([
    {
      unit: 'ecos (ECO)',
      years: ['2027'],
      rows: [{ project: 'Rebost #panic("x")', cells: ['50'], total: '50' }],
      totals: ['50'],
      total: '50',
    },
    {
      unit: 'euros (EUR)',
      years: ['2027', '2028'],
      rows: [{ project: 'Rebost #panic("x")', cells: ['12.345,67', '1'], total: '12.346,67' }],
      totals: ['12.345,67', '1'],
      total: '12.346,67',
    },
  ])
})

test('[PD9] what is in the bin is printed nowhere', () => {
  expect(JSON.stringify(model)).not.toContain('Llençat')
  expect(model.board.columns.map((column) => column.cards.map((card) => card.title))).toEqual([
    ['Rebost #panic("x")'],
    ['Forn'],
  ])
})

test('[PD8] only http, https and mailto become links', () => {
  expect(model.projects[0]!.links).toEqual([
    { title: 'Mapa', url: 'https://example.org/mapa' },
    { title: 'Dolent', url: '' },
  ])
})

test('[PD10] dates and numbers are written by our own tables in four languages', () => {
  const days = (['ca', 'es', 'fr', 'en'] as const).map((language) => formatDay('2026-08-01', printLabels(language)))
  expect(days).toEqual(['1 d’agost de 2026', '1 de agosto de 2026', '1 août 2026', '1 August 2026'])
  const amounts = (['ca', 'fr', 'en'] as const).map((language) => formatAmount(-123456789, 2, printLabels(language)))
  expect(amounts).toEqual(['−1.234.567,89', '−1\u202f234\u202f567,89', '−1,234,567.89'])
  expect(formatAmount(9007199254740990, 2, printLabels('en'))).toBe('90,071,992,547,409.90')
  expect([formatYears({ from: 2027, to: 2027 }), formatYears({ from: 2027, to: 2030 }), formatYears({})]).toEqual([
    '2027',
    '2027–2030',
    '',
  ])
  expect(formatDay('someday', printLabels('en'))).toBe('someday')
})

const block = (type: string, parents: readonly string[] = [], level?: number) => ({
  type: 'block',
  value: { type, parents, attrs: level === undefined ? {} : { level }, isEmbed: false },
})
const project = 'ab'.repeat(16)
const richSpans = [
  { type: 'text', value: 'u\ndos ' },
  { type: 'text', value: 'més ', marks: { strong: true } },
  { type: 'text', value: 'fort', marks: { strong: true, em: true } },
  block('heading', [], 1),
  { type: 'text', value: 'Com *ho* fem' },
  block('unordered-list-item'),
  { type: 'text', value: 'vi', marks: { link: '{"href":"https://example.org"}' } },
  block('ordered-list-item', ['unordered-list-item']),
  { type: 'text', value: 'dins', marks: { link: 'javascript:alert(1)' } },
  block('paragraph', ['unordered-list-item']),
  { type: 'text', value: 'encara' },
  block('blockquote'),
  { type: 'text', value: 'ho diu ' },
  { type: 'text', value: 'Forn vell', marks: { link: `{"href":"aplec:project/${project}"}` } },
  block('chart'),
  { type: 'text', value: '- de demà' },
]

test('[PL39] rich text on paper keeps headings, nested lists, quotes, marks and line breaks, and mentions the name of today', () => {
  const run = (text: string, marks: object = {}) => ({ text, strong: false, em: false, link: '', ...marks })
  const paragraph = (...runs: readonly object[]) => ({ kind: 'paragraph', runs })
  expect(richTextBlocks(richSpans, { projects: { [project]: { title: 'Forn nou' } } })).toEqual([
    paragraph(run('u')),
    paragraph(run('dos '), run('més ', { strong: true }), run('fort', { strong: true, em: true })),
    { kind: 'heading', level: 1, runs: [run('Com *ho* fem')] },
    {
      kind: 'bullets',
      children: [
        {
          kind: 'item',
          children: [
            paragraph(run('vi', { link: 'https://example.org' })),
            { kind: 'numbers', children: [{ kind: 'item', children: [paragraph(run('dins'))] }] },
            paragraph(run('encara')),
          ],
        },
      ],
    },
    { kind: 'quote', children: [paragraph(run('ho diu '), run('Forn nou'))] },
    paragraph(run('- de demà')),
  ])
})

test('[PL39] Markdown says the same', () => {
  const text = planMarkdown('p', { title: 'Pla', vision: richSpans }, 'ca')
  expect(text).toContain(
    [
      'u',
      '',
      'dos **més** ***fort***',
      '',
      '**Com \\*ho\\* fem**',
      '',
      '- [vi](<https://example.org>)',
      '  1. dins',
      '',
      '  encara',
      '',
      '> ho diu Forn vell',
      '',
      '\\- de demà',
    ].join('\n'),
  )
})

test('a plan of any other shape still prints what it can', () => {
  for (const plan of [null, 3, 'x', [], {}, { projects: { a: null, b: { place: 4, outputs: [] } }, units: 7 }]) {
    expect(printModel({ ...printInput, plan, agreement: null }).title).toBe('Sense títol')
  }
  const newer = { ...printedPlan, risks: { r: { title: 'x' } } }
  expect(printModel({ ...printInput, plan: newer })).toEqual(model)
})
