import * as A from '@automerge/automerge/slim'
import { basicSchemaAdapter, pmDocFromSpans } from '@automerge/prosemirror'
import { describe, expect, test } from 'vitest'
import { PLAIN, type RichSpan, type RichText, readRichText, richLength } from '#shared/plan/rich/richText.ts'
import { planRich } from '#shared/plan/rich/planRich.ts'
import type { PlainSpan } from '#shared/plan/spans.ts'
import { getThing } from '#shared/plan/things.ts'
import { actorOf, type Doc, handTo, take, write } from './builders.ts'
import {
  project,
  PATH,
  base,
  rich,
  set,
  edit,
  lastHash,
  undo,
  text,
  block,
  heading,
  item,
  marked,
  put,
  without,
  together,
} from './richPlans.ts'

describe('what is written', () => {
  test('[PL34] headings, lists in lists, quotes, bold, italic, links and mentions are read as they were written', () => {
    const wanted: RichText = [
      text('Intro '),
      text('bold', { strong: true }),
      text(' and both', { strong: true, em: true }),
      heading(1),
      text('Title'),
      item(),
      text('one'),
      item('unordered-list-item'),
      text('inside'),
      block({ type: 'ordered-list-item' }),
      text('first'),
      block({ parents: ['ordered-list-item'] }),
      text('more of the first'),
      block({ type: 'blockquote' }),
      text('said', { link: 'https://x.example/a' }),
      block(),
      text('Hort', { link: `aplec:project/${project.id}` }),
    ]
    const written = set(handTo(base, actorOf('a')), wanted)
    expect(rich(written)).toEqual(wanted)
    expect(rich(handTo(written, actorOf('b')))).toEqual(wanted)

    // Editors made with the library read the same.
    const read = pmDocFromSpans(basicSchemaAdapter, A.spans(written, PATH)).toString()
    expect(read).toContain('strong("bold"), em(strong(" and both")))')
    expect(read).toContain('list_item(paragraph("one"), bullet_list(list_item(paragraph("inside"))))')
    expect(read).toContain('ordered_list(list_item(paragraph("first"), paragraph("more of the first")))')
    expect(read).toContain('blockquote(paragraph(link("said")))')
  })

  test('[PL35] each edit writes what it changes and nothing else', () => {
    const ops = (doc: Doc): readonly string[] =>
      (A.decodeChange(A.getLastLocalChange(doc)!).ops as readonly { action: string }[]).map(({ action }) => action)
    const doc = handTo(base, actorOf('a'))
    const bold = edit(doc, (now) => marked(now, 4, 10, { strong: true }))
    expect(ops(bold)).toEqual(['markBegin', 'markEnd'])
    const typed = edit(bold, (now) => put(now, 8, text('x', { strong: true })))
    expect(ops(typed)).toEqual(['set'])
    const titled = edit(typed, (now) => now.map((span) => (span.type === 'block' ? heading(2) : span)))
    expect(ops(titled)).toEqual(['set', 'set'])
    expect(edit(titled, (now) => now)).toBe(titled)
    const listed = edit(titled, (now) => [item(), ...now])
    expect(ops(listed).filter((action) => action === 'del')).toEqual([])
    expect(rich(listed).length).toBe(rich(titled).length + 1)
  })

  test('[PL35] a paste of half a million characters is written in changes of at most 50,000', () => {
    const long = '🌱 paraula '.repeat(45_000)
    const pasted = edit(handTo(base, actorOf('a')), (now) => put(now, 5, text(long), item(), text('end', { em: true })))
    expect(A.getChangesSince(pasted, A.getHeads(base)).length).toBeGreaterThan(9)
    expect(getThing(pasted, project)!['summary']).toBe(`The g${long}\ufffcendarden feeds us\ufffcall year round`)
    const [refused] = [planRich(base, project, 'summary', rich(base), [text('x'.repeat(500_001))])]
    expect(refused).toMatchObject({ ok: false, error: { kind: 'TooLong' } })
  })
})

describe('at the same time', () => {
  test('[PL36] what is typed inside a range that someone makes bold is bold', () => {
    const { merged } = together(
      base,
      (now) => marked(now, 4, 19, { strong: true }),
      (now) => put(now, 10, text(' always')),
    )
    expect(merged.slice(0, 2)).toEqual([text('The '), text('garden always feeds us', { strong: true })])
  })

  test('[PL36] bold and italic that overlap are both kept', () => {
    const { merged } = together(
      base,
      (now) => marked(now, 0, 10, { strong: true }),
      (now) => marked(now, 4, 16, { em: true }),
    )
    expect(merged.slice(0, 4)).toEqual([
      text('The ', { strong: true }),
      text('garden', { strong: true, em: true }),
      text(' feeds', { em: true }),
      text(' us'),
    ])
  })

  test('[PL36] a line that becomes a heading while someone types in it keeps both', () => {
    const { merged } = together(
      base,
      (now) => now.map((span) => (span.type === 'block' ? heading(2) : span)),
      (now) => put(now, richLength(now), text(', and more')),
    )
    expect(merged).toEqual([text('The garden feeds us'), heading(2), text('all year round, and more')])
  })

  test('[PL36] a list item that is split while someone types in it keeps both', () => {
    const listed = edit(handTo(base, actorOf('0')), (now) => [
      item(),
      ...now.map((span) => (span.type === 'block' ? item() : span)),
    ])
    const { merged } = together(
      listed,
      (now) => put(now, 11, item()),
      (now) => put(now, 20, text(' all')),
    )
    expect(merged).toEqual([item(), text('The garden'), item(), text(' feeds us all'), item(), text('all year round')])
  })

  test('[PL36] typing beside a mark that someone sets meanwhile does not take it away again', () => {
    const once = edit(handTo(base, actorOf('0')), (now) =>
      marked(marked(now, 0, 3, { strong: true }), 0, 3, { strong: false }),
    )
    const { merged } = together(
      edit(once, (now) => marked(now, 4, 10, { em: true })),
      (now) => marked(now, 0, 3, { strong: true }),
      (now) => put(now, 10, heading(1), text('New', { strong: true })),
    )
    expect(merged.slice(0, 3)).toEqual([text('The', { strong: true }), text(' '), text('garden', { em: true })])
  })
})

describe('what others have written', () => {
  const hostile: readonly PlainSpan[] = [
    { type: 'block', value: {} },
    { type: 'text', value: 'a', marks: { link: 'javascript:alert(1)', strong: 'yes', glow: true } },
    { type: 'block', value: { type: 'table', parents: Array.from({ length: 500 }, () => 'blockquote'), attrs: null } },
    { type: 'text', value: 'b', marks: { link: '{"href":{"toString":1}}' } },
    { type: 'block', value: { type: 'heading', attrs: { level: 99 }, parents: 'nothing' } },
    { type: 'text', value: 'c', marks: { link: '{"href":"data:text/html,x"}' } },
    { type: 'block', value: { type: 'heading', attrs: { level: '1' }, parents: ['ordered-list-item'], isEmbed: true } },
    { type: 'text', value: '\ufffc\u202e\n' },
    { type: 'block', value: { type: 'paragraph', parents: ['unordered-list-item', 'heading', 7, null] } },
    { type: 'text', value: 'd', marks: { link: '{"href":"aplec:project/../x"}' } },
  ]

  test('[PL34] blocks, nesting, attributes and addresses outside the set are read as text, each element for one', () => {
    const read = readRichText(hostile)
    const length = hostile.reduce((sum, span) => sum + (span.type === 'text' ? span.value.length : 1), 0)
    expect(richLength(read)).toBe(length)
    expect(read.every((span) => span.type === 'block' || span.marks === PLAIN || span.marks.link === '')).toBe(true)
    const blocks = read.flatMap((span) => (span.type === 'block' ? [span.block] : []))
    expect(blocks.every(({ parents }) => parents.length <= 6)).toBe(true)
    expect(blocks[2]).toEqual({ type: 'heading', parents: [], level: 2 })
    expect(blocks[4]).toEqual({ type: 'unordered-list-item', parents: [], level: null })
  })

  test('[PL34] they stay in the document, also when one writes beside them and when the block becomes another', () => {
    const strange = A.change(handTo(base, actorOf('a')), (draft) => {
      A.splitBlock(draft, PATH, 3, {
        type: new A.ImmutableString('table-cell'),
        parents: [new A.ImmutableString('table')],
        attrs: { span: 2 },
        colour: new A.ImmutableString('olive'),
      })
      A.mark(draft, PATH, { start: 0, end: 2, expand: 'none' }, 'glow', 7)
      A.mark(draft, PATH, { start: 5, end: 8, expand: 'none' }, 'link', 'javascript:alert(1)')
    })
    const typed = edit(strange, (now) => put(now, 5, text('new ')))
    const spans = A.spans(typed, PATH)
    expect(spans.map((span) => (span.type === 'text' ? [span.value, span.marks ?? {}] : span.value))).toMatchObject([
      ['Th', { glow: 7 }],
      ['e', {}],
      { type: { val: 'table-cell' }, parents: [{ val: 'table' }], attrs: { span: 2 }, colour: { val: 'olive' } },
      [' new ', {}],
      ['gar', { link: 'javascript:alert(1)' }],
      ['den feeds us', {}],
      { type: { val: 'paragraph' } },
      ['all year round', {}],
    ])
    let number = 0
    const titled = edit(typed, (now) =>
      now.map((span) => (span.type === 'block' && number++ === 0 ? heading(1) : span)),
    )
    expect(A.spans(titled, PATH).find(({ type }) => type === 'block')?.value).toMatchObject({
      type: { val: 'heading' },
      attrs: { span: 2, level: 1 },
      colour: { val: 'olive' },
    })
  })
})

describe('undo', () => {
  test('[PL37] marks, blocks and what was deleted with them come back as they were', () => {
    const start = edit(handTo(base, actorOf('a')), (now) =>
      put(marked(now, 4, 10, { strong: true }), 0, heading(1), text('Top', { link: 'https://x.example' }), item()),
    )
    const edits: readonly ((now: RichText) => readonly RichSpan[])[] = [
      (now) => marked(now, 0, 12, { em: true }),
      (now) => marked(now, 0, 40, { strong: false }),
      (now) => marked(now, 1, 4, { link: '' }),
      (now) => now.map((span) => (span.type === 'block' ? item() : span)),
      (now) => without(now, 2, 14),
      (now) => without(now, 0, richLength(now)),
      (now) => put(now, 6, block({ type: 'blockquote' }), text('wise', { em: true })),
      (now) => marked(put(without(now, 3, 9), 2, text('new')), 0, 5, { em: true, strong: true }),
    ]
    for (const change of edits) {
      const changed = edit(handTo(start, actorOf('a')), change)
      expect(rich(changed)).not.toEqual(rich(start))
      const planned = undo(changed)
      expect(planned.left).toEqual([])
      const back = write(changed, planned.edits)
      expect(rich(back)).toEqual(rich(start))
      const again = write(back, undo(back).edits)
      expect(rich(again)).toEqual(rich(changed))
    }
  })

  test('[PL37] what others did meanwhile stays: their words, their marks, their headings', () => {
    const bold = edit(handTo(base, actorOf('a')), (now) => marked(now, 4, 10, { strong: true }))
    const pau = edit(handTo(bold, actorOf('b')), (now) =>
      put(marked(now, 4, 16, { em: true }), 6, text('XX', { strong: true, em: true })).map((span) =>
        span.type === 'block' ? heading(3) : span,
      ),
    )
    const met = take(bold, pau)
    const planned = undo(met, lastHash(bold))
    expect(planned.left).toEqual([])
    expect(rich(write(met, planned.edits))).toEqual([
      text('The '),
      text('gaXXrden feeds', { em: true }),
      text(' us'),
      heading(3),
      text('all year round'),
    ])
  })

  test('[PL37] a heading that someone has made another since stays, and that is said', () => {
    const titled = edit(handTo(base, actorOf('a')), (now) => now.map((s) => (s.type === 'block' ? heading(1) : s)))
    const pau = edit(handTo(titled, actorOf('b')), (now) => now.map((s) => (s.type === 'block' ? item() : s)))
    const met = take(titled, pau)
    const planned = undo(met, lastHash(titled))
    expect(planned.left).toEqual([{ path: PATH, why: 'changedSince' }])
    expect(rich(write(met, planned.edits))).toEqual(rich(met))
  })
})
