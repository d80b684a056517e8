import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PRINT_LANGUAGES } from '#shared/print/labels/labels.ts'
import type { PrintInput } from '#shared/print/printModel.ts'
import { printable } from '#node/pdf/printable.ts'
import { checkAccessible, typesetPlan } from '#node/pdf/typesetPlan.ts'
import { readClaim } from '#node/pdf/verifyPdf.ts'
import { printInput, printedPlan } from '#test/helpers/printedPlan.ts'

const root = join(import.meta.dirname, '../../..')
const resources = join(root, 'resources')

function typeset(input: PrintInput): Uint8Array {
  const made = typesetPlan(input, resources)
  if (!made.ok) throw new Error(made.error.detail)
  return made.value.bytes
}

function textOf(pdf: Uint8Array): readonly string[] {
  const file = join(mkdtempSync(join(tmpdir(), 'aplec-pdf-')), 'plan.pdf')
  writeFileSync(file, pdf)
  const text = execFileSync('pdftotext', ['-layout', file, '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return text.split('\f').slice(0, -1)
}

/** The width of each page, and how far to the right anything on it is written. */
function pagesOf(pdf: Uint8Array): readonly { readonly width: number; readonly right: number }[] {
  const file = join(mkdtempSync(join(tmpdir(), 'aplec-pdf-')), 'plan.pdf')
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' })
    .split('<page ')
    .slice(1)
    .map((page) => ({
      width: Number(/width="([\d.]+)"/.exec(page)![1]),
      right: Math.max(0, ...[...page.matchAll(/xMax="([\d.]+)"/g)].map(([, right]) => Number(right))),
    }))
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('[PD1] the same input gives the same bytes, here and in another process', () => {
  const here = typeset(printInput)
  const script = `
    import { checkAccessible, typesetPlan } from '#node/pdf/typesetPlan.ts'
    import { printInput } from '#test/helpers/printedPlan.ts'
    import { createHash } from 'node:crypto'
    const made = typesetPlan(printInput, process.argv[1])
    console.log(createHash('sha256').update(made.value.bytes).digest('hex'))`
  const there = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script, resources], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'Pacific/Auckland', LANG: 'fr_FR.UTF-8', NODE_OPTIONS: '' },
  })
  expect(there.trim()).toBe(sha256(here))
  expect(sha256(typeset({ ...printInput, language: 'en' }))).not.toBe(sha256(here))
})

test('[PD2] plan data is printed, never evaluated', () => {
  expect(textOf(typeset(printInput)).join('\n')).toContain('Rebost #panic("x")')
})

test('[PL39] rich text is set as such: headings, lists within lists, quotes and marks; the file stays accessible', () => {
  const block = (type: string, parents: readonly string[] = [], level = 1) => ({
    type: 'block',
    value: { type, parents, attrs: type === 'heading' ? { level } : {} },
  })
  const words = (value: string, marks: object = {}) => ({ type: 'text', value, marks })
  const vision = [
    words('Un pla '),
    words('per a tothom', { strong: true }),
    words(' i '),
    words('de tothom', { em: true }),
    words('.'),
    block('heading', [], 3),
    words('Com ho farem'),
    block('unordered-list-item'),
    words('Amb '),
    words('una adreça', { link: '{"href":"https://example.org/a"}' }),
    block('ordered-list-item', ['unordered-list-item']),
    words('primer #panic("y")'),
    block('ordered-list-item', ['unordered-list-item']),
    words('segon'),
    block('unordered-list-item'),
    words('I amb les mans', { link: '{"href":"javascript:alert(1)"}' }),
    block('blockquote'),
    words('El pa és de qui el pasta.'),
    block('paragraph', ['blockquote']),
    words('Dita de la vall'),
    block('heading', [], 1),
    words('I després'),
    block('unknown-kind'),
    words('Ja es veurà.'),
  ]
  const made = typeset({ ...printInput, plan: { ...printedPlan, vision } })
  const [page] = textOf(made).filter((text) => text.includes('Com ho farem') && text.includes('pasta'))
  for (const line of [
    'per a tothom',
    '• Amb una adreça',
    '1. primer #panic("y")',
    '2. segon',
    '• I amb les mans',
    'Ja es veurà.',
  ])
    expect(page).toContain(line)
  expect(typeset({ ...printInput, plan: { ...printedPlan, vision } })).toEqual(made)
})

test('[PD4] a draft says so on every page, an agreement on none', () => {
  const draft = textOf(typeset({ ...printInput, agreement: null }))
  const agreed = textOf(typeset(printInput))
  const marked = (pages: readonly string[]) => pages.filter((page) => /esborrany/i.test(page.replace(/\s/g, ''))).length
  expect([marked(draft), marked(agreed)]).toEqual([draft.length, 0])
})

test('[PD6] Typst finds nothing missing for PDF/UA-1, in an agreement, a draft and an empty plan', () => {
  for (const input of [printInput, { ...printInput, agreement: null }, { ...printInput, plan: {}, agreement: null }])
    expect(checkAccessible(input, resources)).toEqual({ ok: true, value: null })
})

test('[PD6] the file calls itself PDF/UA-1 and PDF/A-2a, is tagged, and its cross-reference table points at objects', () => {
  for (const language of PRINT_LANGUAGES) {
    const text = Buffer.from(typeset({ ...printInput, language })).toString('latin1')
    for (const mark of [
      '<pdfuaid:part>1<',
      '<pdfaid:part>2<',
      '<pdfaid:conformance>A<',
      '/DisplayDocTitle true',
      `/Lang (${language})`,
    ])
      expect(text).toContain(mark)
    const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)![1])
    expect(text.slice(start, start + 5)).toBe('xref\n')
    const rows = [...text.slice(start).matchAll(/^(\d{10}) 00000 n/gm)]
    expect(rows.length).toBeGreaterThan(20)
    rows.forEach((row, i) => expect(text.slice(Number(row[1])).startsWith(`${i + 1} 0 obj`)).toBe(true))
    const metadata = text.slice(text.lastIndexOf('/Type /Metadata') - 120)
    const [, length] = /\/Length (\d+)/.exec(metadata)!
    const [, body] = /stream\n([\s\S]*?)\nendstream/.exec(metadata)!
    expect(body!.length).toBe(Number(length))
  }
})

test('[PD6] scripts people write in, and hostile strings, leave no missing glyph', () => {
  const words = [
    'مرحبا بالعالم',
    'ⴰⵣⵓⵍ ⴰⵎⵓⵔ',
    '合作社计划',
    'שלום',
    'Ελληνικά',
    'Привет',
    'नमस्ते',
    'Tiếng Việt',
    '🌱🎉',
    'l·l ç ñ œ',
  ]
  const hostile = [
    '\u202Egnp.exe',
    '\u0000\u0007',
    '\uD800',
    '𓀀',
    '<img src=x onerror=alert(1)>',
    '#{1/0}',
    '$x^2$',
    '*_`@~\\',
    'x'.repeat(5000),
  ]
  const projects = Object.fromEntries(
    [...words, ...hostile].map((title, i) => [
      `p${i}`,
      { title, place: { stage: 's1', objective: 'o1', rank: `a${i}` } },
    ]),
  )
  const text = textOf(typeset({ ...printInput, plan: { ...printedPlan, projects } })).join('\n')
  for (const word of ['合作社计划', 'Привет', 'Ελληνικά', '#{1/0}', '<img src=x onerror=alert(1)>'])
    expect(text).toContain(word)
})

test('[PD7] what no font has, and what could reorder text, prints as a box', () => {
  expect(printable('a\u202Eb𓀀c')).toBe('a□b□c')
  expect(printable('Núria·l’hort — 5 €')).toBe('Núria·l’hort — 5 €')
})

test('an empty plan and a very full one are typeset', () => {
  expect(textOf(typeset({ ...printInput, plan: {}, agreement: null })).length).toBeGreaterThan(2)
  const projects = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [
      `p${i}`,
      {
        title: `Projecte ${i} ${'llarg '.repeat(i % 40)}`,
        years: { from: 1990 + (i % 40), to: 2090 },
        place: { stage: `s${i % 9}`, objective: 'o1', rank: `a${i}` },
      },
    ]),
  )
  const stages = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`s${i}`, { title: `Fase ${i}`, rank: `a${i}` }]),
  )
  const pages = textOf(typeset({ ...printInput, plan: { ...printedPlan, projects, stages } }))
  expect(pages.join('\n')).toContain('Projecte 299')
})

test('the file says which agreement it is', () => {
  expect(readClaim(typeset(printInput))).toEqual({
    plan: printInput.planId,
    agreement: printInput.agreement!.id,
    language: 'ca',
    version: '9.9.9',
  })
  expect(readClaim(typeset({ ...printInput, agreement: null }))?.agreement).toBe(null)
  expect(readClaim(new TextEncoder().encode('%PDF-1.7 nothing'))).toBe(null)
})

test('[PD11] words longer than a line stay within the margins, in the contents, headings, tables and texts', () => {
  const long = `Interminable${'xyz'.repeat(60)}`
  const path = `https://example.org/${'camins/'.repeat(40)}`
  const place = { stage: 's2', objective: 'o1', rank: 'a2' }
  const outputs = { o: { title: long, sort: 'tangible', licence: path, rank: 'a1' } }
  const projects = {
    ...printedPlan.projects,
    l: { title: long, summary: `${long} ${path}`, place, years: { from: 2027, to: 2029 }, outputs },
    m: { title: path, place: { ...place, rank: 'a3' } },
  }
  const objectives = { o1: { title: long, intent: path, rank: 'a1' } }
  const pages = pagesOf(
    typeset({ ...printInput, plan: { ...printedPlan, title: `Pla ${long}`, projects, objectives } }),
  )
  expect(pages.length).toBeGreaterThan(8)
  // Half a point for what a letter reaches over its own width.
  for (const { width, right } of pages) expect(right).toBeLessThanOrEqual(width - (width > 800 ? 45 : 68) + 0.5)
})

test('[PD12] a plan of very many projects is printed too: the words for its timeline end somewhere', () => {
  const projects = Object.fromEntries(
    Array.from({ length: 900 }, (_, i) => [
      `p${i}`,
      {
        title: `Projecte de la comarca número ${i}`,
        years: { from: 2027, to: 2030 },
        place: { stage: 's1', objective: 'o1', rank: `a1${String(i).padStart(4, '0')}` },
      },
    ]),
  )
  const pages = textOf(typeset({ ...printInput, plan: { ...printedPlan, projects } }))
  expect(pages.join('\n')).toContain('Projecte de la comarca número 899')
})
