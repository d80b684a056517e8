import * as A from '@automerge/automerge/slim'
import fc from 'fast-check'
import { setBlockType } from 'prosemirror-commands'
import { type Command, TextSelection } from 'prosemirror-state'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { newId } from '#shared/base/id.ts'
import type { PresentMember } from '#shared/core/contract.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import { joinRich, PLAIN, type RichSpan, type RichText } from '#shared/plan/rich/richText.ts'
import { planRich, richPath } from '#shared/plan/rich/planRich.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { Place } from '#shared/presence/noteBody.ts'
import { loadAutomerge } from '#renderer/automergeWasm.ts'
import type { WordsOnTop } from '#renderer/data/liveWords.ts'
import { createCell } from '#renderer/data/source.ts'
import { textName } from '#renderer/parts/Here.tsx'
import * as commands from '#renderer/parts/richText/commands.ts'
import { richFromDoc } from '#renderer/parts/richText/convert.ts'
import { createEditor, type Editor, type EditorPorts } from '#renderer/parts/richText/createEditor.ts'
import { actorOf, type Doc, handTo, newPlan, seededRandom, write } from '../unit/plan/builders.ts'
import { type Desk, deskOf, meet, rewrite, show } from './richDesk.tsx'

await loadAutomerge()

const random = seededRandom(8)
const project: ThingRef = { type: 'Project', id: newId(random) }
const garden: ThingRef = { type: 'Project', id: newId(random) }
let plan: Doc = newPlan()
plan = write(plan, planAdd(plan, project, { title: 'Forn de pa' }, random))
plan = write(plan, planAdd(plan, garden, { title: 'Hort comú' }, random))

const desk = (name: string, digit: string, start: Doc = plan): Desk =>
  deskOf(name, handTo(start, actorOf(digit)), project, 'summary')
const planWith = (rich: RichText): Doc =>
  write(handTo(plan, actorOf('0')), planRich(plan, project, 'summary', [], rich))
const text = (value: string, marks: Partial<typeof PLAIN> = {}): RichSpan => ({
  type: 'text',
  text: value,
  marks: { ...PLAIN, ...marks },
})
const box = (name: string) => page.getByRole('textbox', { name, exact: true })
const keys = (typed: string): Promise<void> => userEvent.keyboard(typed)
const saying = (rich: RichText): string =>
  rich.map((span) => (span.type === 'text' ? span.text : `|${span.block.type}${span.block.level ?? ''}:`)).join('')

afterEach(() => show([], project, 'summary'))

test('[UI71] [UI70] two people write in one paragraph: both see both, and no caret moves', async () => {
  const [nuria, pau] = [
    desk('Núria', '1', planWith([text('Un forn de pa')])),
    desk('Pau', '2', planWith([text('Un forn de pa')])),
  ]
  show([nuria, pau], project, 'summary')
  await box('Núria').click()
  await keys('{Control>}{End}{/Control} per a tothom{ArrowLeft}{ArrowLeft}')
  // Pau writes while Núria stands between two letters near the end.
  rewrite(pau, project, 'summary', (now) => joinRich([text('Avui: '), ...now]))
  meet(nuria, pau)
  await keys('X')
  await expect.element(box('Núria')).toHaveTextContent('Avui: Un forn de pa per a tothXom')
  await vi.waitFor(() => expect(saying(nuria.rich())).toBe('Avui: Un forn de pa per a tothXom'))
  meet(nuria, pau)
  await expect.element(box('Pau')).toHaveTextContent('Avui: Un forn de pa per a tothXom')
})

test('[UI73] signs typed as in a message, keys, and the bar make headings, lists, quotes, bold, italic and links', async () => {
  const nuria = desk('Núria', '1')
  show([nuria], project, 'summary')
  await box('Núria').click()
  await keys('# Why{Enter}Bread **for all** and *now*{Enter}- wood{Enter}- flour{Enter}{Tab}spelt{Enter}{Enter}{Enter}')
  await keys('> Whose dough{Enter}{Enter}1. try{Enter}{Control>}b{/Control}open{Control>}b{/Control} it')
  await vi.waitFor(() =>
    expect(saying(nuria.rich())).toBe(
      '|heading1:Why|paragraph:Bread for all and now|unordered-list-item:wood|unordered-list-item:flour|unordered-list-item:spelt|blockquote:Whose dough|ordered-list-item:try|ordered-list-item:open it',
    ),
  )
  expect(nuria.rich().filter(({ type }) => type === 'text')).toContainEqual(text('for all', { strong: true }))
  expect(nuria.rich()).toContainEqual(text('now', { em: true }))
  expect(nuria.rich()).toContainEqual(text('open', { strong: true }))

  // The bar, by keys alone.
  await keys('{Control>}{Home}{/Control}{Shift>}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}')
  // The browser tells the editor of a selection in a task of its own, which no hand is faster than.
  await new Promise(requestAnimationFrame)
  await keys('{Alt>}{F10}{/Alt}')
  await expect.element(page.getByRole('button', { name: 'Heading', exact: true })).toHaveFocus()
  await keys('{ArrowRight}{ArrowRight}{ArrowRight}{Enter}')
  await expect.element(box('Núria')).toHaveFocus()
  await vi.waitFor(() => expect(nuria.rich()).toContainEqual(text('Why', { em: true })))
  await keys('{Alt>}{F10}{/Alt}')
  await vi.waitFor(() => expect(document.activeElement?.closest('.format-bar')).not.toBeNull())
  await keys('{Escape}')
  await expect.element(box('Núria')).toHaveFocus()

  // Only addresses that may be followed.
  await keys('{Control>}{Shift>}k{/Shift}{/Control}')
  await keys('javascript:alert(1){Enter}')
  await expect.element(page.getByText('This is not an address that can be opened.', { exact: false })).toBeVisible()
  await keys('{Control>}a{/Control}forn.coop{Enter}')
  await vi.waitFor(() => expect(nuria.rich()).toContainEqual(text('Why', { em: true, link: 'https://forn.coop' })))
})

test('[UI75] after an @ names are offered; the one chosen is a mention that shows the name of today', async () => {
  const nuria = desk('Núria', '1')
  show([nuria], project, 'summary')
  await box('Núria').click()
  await keys('Flour of @hort')
  await expect.element(page.getByRole('option', { name: 'Hort comú' })).toHaveAttribute('aria-selected', 'true')
  await keys('{Enter}too')
  const link = `aplec:project/${garden.id}`
  await vi.waitFor(() => expect(nuria.rich()).toEqual([text('Flour of '), text('Hort comú', { link }), text(' too')]))
  nuria.edit((doc) => planSet(doc, garden, { title: 'Hort de tothom' }))
  await vi.waitFor(() =>
    expect(document.querySelector('.mention-renamed')?.getAttribute('data-name')).toBe('Hort de tothom'),
  )
  expect(nuria.rich()).toContainEqual(text('Hort comú', { link }))
  await userEvent.click(document.querySelector('.mention')!)
  expect(window.location.hash).toContain(garden.id)
  // Escape sends the list away and nothing else.
  await box('Núria').click()
  await keys('{Control>}{End}{/Control} @for{Escape}')
  await expect.element(page.getByRole('listbox')).not.toBeInTheDocument()
  await keys(
    '{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}',
  )
  // A mention goes as one.
  await vi.waitFor(() => expect(saying(nuria.rich())).toBe('Flour of '))
})

test('[UI76] Ctrl+Z takes back own typing and formatting, step by step, and nothing of others', async () => {
  const [nuria, pau] = [desk('Núria', '1', planWith([text('Un forn')])), desk('Pau', '2', planWith([text('Un forn')]))]
  show([nuria], project, 'summary')
  await box('Núria').click()
  await keys('{Control>}{End}{/Control} de pa')
  await vi.waitFor(() => expect(saying(nuria.rich())).toBe('Un forn de pa'))
  await keys('{Control>}a{/Control}{Control>}b{/Control}')
  await vi.waitFor(() => expect(nuria.rich()).toEqual([text('Un forn de pa', { strong: true })]))
  meet(nuria, pau)
  rewrite(pau, project, 'summary', (now) => joinRich([...now, text(' del Pau', { em: true })]))
  meet(nuria, pau)
  await keys('{Control>}z{/Control}')
  await vi.waitFor(() => expect(nuria.rich()).toContainEqual(text('Un forn de pa')))
  await keys('{Control>}z{/Control}')
  await vi.waitFor(() => expect(nuria.rich()).toEqual([text('Un forn'), text(' del Pau', { em: true })]))
  await expect.element(box('Núria')).toHaveTextContent('Un forn del Pau')
  await keys('{Control>}{Shift>}z{/Shift}{/Control}')
  await vi.waitFor(() => expect(saying(nuria.rich())).toContain('de pa'))
})

test('[UI72] what is typed while the plan cannot be written is there afterwards, beside what came in meanwhile', async () => {
  const start = planWith([text('Un forn')])
  const [nuria, pau] = [desk('Núria', '1', start), desk('Pau', '2', start)]
  show([nuria], project, 'summary')
  await box('Núria').click()
  nuria.pause()
  await keys('{Control>}{End}{/Control} de llenya{Enter}- nou')
  rewrite(pau, project, 'summary', (now) => joinRich([text('Avui: '), ...now]))
  nuria.resume(handTo(pau.doc(), actorOf('3')))
  await vi.waitFor(() => expect(saying(nuria.rich())).toBe('Avui: Un forn de llenya|unordered-list-item:nou'))
  await keys('!')
  await vi.waitFor(() => expect(saying(nuria.rich())).toBe('Avui: Un forn de llenya|unordered-list-item:nou!'))
})

test('[UI186] where others are in the text is a caret with their name, which stays with its letters; one’s own is told', async () => {
  const nuria = desk('Núria', '1', planWith([text('Un forn de pa')]))
  const people = createCell<readonly PresentMember[]>([])
  const told: Partial<Place>[] = []
  const editor = editorOf(nuria, { presence: { people, at: (part) => void told.push(part) } })
  const path = richPath(nuria.doc(), project, 'summary')!
  const cursor = (place: number): string => A.getCursor(nuria.doc(), [...path], place)
  const pauAt = (anchor: string, head: string): void =>
    people.set([
      {
        memberId: 'ab'.repeat(32),
        personId: null,
        name: 'Pau',
        place: { screen: 'board', project: project.id, field: textName(project, 'summary'), cursor: { anchor, head } },
      },
    ])
  const shown = (): string => editor.view.dom.innerText
  const before = (): string | null | undefined =>
    editor.view.dom.querySelector('.rich-caret')?.previousSibling?.textContent
  pauAt(cursor(3), cursor(3))
  expect(editor.view.dom.querySelector('.rich-caret')).toMatchObject({ dataset: { name: 'Pau' } })
  expect(before()).toBe('Un ')
  rewrite(nuria, project, 'summary', (now) => joinRich([text('Avui: '), ...now]))
  expect(before()).toBe('Avui: Un ')
  pauAt(cursor(6), cursor(8))
  expect(editor.view.dom.querySelector('.rich-chosen')?.textContent).toBe('Un')
  // A letter that is not here yet, and no cursor at all, are no place.
  pauAt('7@' + 'cd'.repeat(16), 'what')
  expect(editor.view.dom.querySelector('.rich-caret, .rich-chosen')).toBeNull()
  expect(shown()).toContain('Avui: Un forn de pa')
  editor.view.focus()
  editor.view.dispatch(editor.view.state.tr.setSelection(TextSelection.create(editor.view.state.doc, 4)))
  await vi.waitFor(() =>
    expect(told.at(-1)).toEqual({
      field: textName(project, 'summary'),
      cursor: { anchor: cursor(3), head: cursor(3) },
    }),
  )
  people.set([])
  editor.close()
})

test('[UI187] what others are writing stands in the text before it is in the plan, apart from it, and what is typed here goes beside it', async () => {
  const start = planWith([text('Un forn de pa')])
  const nuria = desk('Núria', '1', start)
  const pau = desk('Pau', '2', start)
  const words = createCell<WordsOnTop | null>(null)
  const people = createCell<readonly PresentMember[]>([])
  const editor = editorOf(nuria, { words, presence: { people, at: () => undefined } })
  const dom = editor.view.dom
  const members = [{ memberId: 'ab'.repeat(32), name: 'Pau' }]
  const onTop = (): void =>
    words.set({ doc: A.merge(A.clone(nuria.doc(), { actor: actorOf('9') }), pau.doc()), members })
  rewrite(pau, project, 'summary', () => [text('Un gran forn')])
  onTop()
  expect(dom.querySelector('.rich-coming')?.textContent).toBe('gran ')
  expect(dom.querySelector('.rich-going')?.textContent).toBe(' de pa')
  expect(saying(richFromDoc(editor.view.state.doc))).toBe('Un forn de pa')
  // Pau stands behind the last letter he wrote, which the plan here does not know.
  const letter = A.getCursor(pau.doc(), [...richPath(pau.doc(), project, 'summary')!], 7)
  const place = { screen: 'board', project: project.id, field: textName(project, 'summary') }
  people.set([
    {
      memberId: 'ab'.repeat(32),
      personId: null,
      name: 'Pau Vila',
      place: { ...place, cursor: { anchor: letter, head: letter } },
    },
  ])
  const caret = dom.querySelector<HTMLElement>('.rich-caret')
  expect(caret?.previousSibling?.textContent).toBe('gran ')
  expect(caret?.dataset['name']).toBe('Pau')
  people.set([])
  editor.view.dispatch(editor.view.state.tr.insertText('Avui: ', 1))
  expect(dom.textContent).toBe('Avui: Un gran forn de pa')
  editor.binding.flush()
  onTop()
  expect(saying(nuria.rich())).toBe('Avui: Un forn de pa')
  expect(dom.querySelector('.rich-coming')?.textContent).toBe('gran ')
  // The entry comes: the words are in the plan, and stand once.
  meet(nuria, pau)
  words.set(null)
  expect(dom.querySelector('.rich-coming, .rich-going')).toBeNull()
  expect(dom.textContent).toBe('Avui: Un gran forn')
  editor.close()
})

function ports(of: Desk, over: Partial<EditorPorts> = {}): EditorPorts {
  const nothing = (): void => undefined
  return {
    document: of.plan.document,
    presence: of.plan.presence,
    words: of.plan.words,
    thing: project,
    field: 'summary',
    edit: (operation) => of.edit(operation).ok,
    label: of.name,
    placeholder: '',
    onState: nothing,
    onCut: nothing,
    onListKey: () => false,
    onToolbar: nothing,
    onLink: nothing,
    undo: nothing,
    redo: nothing,
    openMention: nothing,
    openLink: nothing,
    ...over,
  }
}

function editorOf(of: Desk, over: Partial<EditorPorts> = {}): Editor {
  const place = document.createElement('div')
  document.body.append(place)
  return createEditor(place, ports(of, over))
}

function paste({ view }: Editor, data: Readonly<Record<string, string>>): void {
  const transfer = new DataTransfer()
  for (const [type, value] of Object.entries(data)) transfer.setData(type, value)
  view.dom.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }))
}

test('[UI74] a page is pasted as text of the set: nothing in it runs, and addresses that may not be followed are words', () => {
  const nuria = desk('Núria', '1')
  const editor = editorOf(nuria)
  paste(editor, {
    'text/html':
      '<h1>Títol</h1><script>window.ran = 1</script><img src=x onerror="window.ran = 1"><p style="color:red">Un <b>forn</b> <a href="javascript:window.ran=1">aquí</a> i <a href="https://x.example/">allà</a></p><table><tr><td>a</td><td>b</td></tr></table><ul><li>un<ol><li>dos</li></ol></li></ul>',
  })
  editor.binding.flush()
  expect(saying(nuria.rich())).toBe(
    '|heading1:Títol|paragraph:Un forn aquí i allà|paragraph:a|paragraph:b|unordered-list-item:un|ordered-list-item:dos',
  )
  expect(nuria.rich()).toContainEqual(text('forn', { strong: true }))
  expect(nuria.rich()).toContainEqual(text('allà', { link: 'https://x.example/' }))
  expect((window as { readonly ran?: number }).ran).toBeUndefined()
  editor.close()
})

test('[UI74] 5 MB are cut at what the field holds, and that is said; once it is full nothing more goes in', () => {
  const nuria = desk('Núria', '1', planWith([text('Un forn')]))
  const onCut = vi.fn<() => void>()
  const editor = editorOf(nuria, { onCut })
  const caretToEnd = (): void => {
    const { state } = editor.view
    editor.view.dispatch(state.tr.setSelection(TextSelection.atEnd(state.doc)))
  }
  caretToEnd()
  // Of lines no more than a person has ever written at once.
  const lines = 'línia\n'.repeat(830_000)
  paste(editor, { 'text/plain': lines, 'text/html': `<p>${lines}</p>` })
  expect(onCut).toHaveBeenCalledTimes(1)
  expect(editor.view.state.doc.childCount).toBe(2000)
  caretToEnd()
  paste(editor, { 'text/plain': 'paraula i '.repeat(500_000) })
  expect(onCut).toHaveBeenCalledTimes(2)
  editor.binding.flush()
  const length = nuria.rich().reduce((sum, span) => sum + (span.type === 'text' ? span.text.length : 1), 0)
  expect(length).toBeGreaterThan(490_000)
  expect(length).toBeLessThanOrEqual(500_000)
  expect(richFromDoc(editor.view.state.doc)).toEqual(nuria.rich())
  editor.view.dispatch(editor.view.state.tr.insertText('x'.repeat(5000)))
  expect(onCut).toHaveBeenCalledTimes(3)
  editor.close()
})

const STEPS: readonly Command[] = [
  commands.toggleStrong,
  commands.toggleEm,
  commands.toggleHeading(1),
  commands.toggleHeading(3),
  commands.toggleList('bullets'),
  commands.toggleList('numbers'),
  commands.toggleQuote,
  commands.indent,
  commands.outdent,
  commands.setLink('https://x.example', 'x'),
  setBlockType(commands.nodes.paragraph),
]

/** One thing a person may do, between two places of the text. */
const someStep = fc.record({
  who: fc.nat(1),
  from: fc.nat(60),
  to: fc.nat(60),
  what: fc.oneof(
    fc.record({ type: fc.constantFrom('nou ', 'a', '🌱', '\n') }),
    fc.record({ command: fc.nat(STEPS.length - 1) }),
    fc.constant({ remove: true }),
    fc.constant({ meet: true }),
    fc.constant({ undo: true }),
  ),
})

test('[UI70] whatever two people do in their editors, each shows its plan, and once they have met both show the same', () => {
  const start = planWith([text('The garden '), text('feeds', { strong: true }), text(' us all year round')])
  fc.assert(
    fc.property(fc.array(someStep, { maxLength: 25 }), (steps) => {
      const desks = [desk('Núria', '1', start), desk('Pau', '2', start)] as const
      const editors = desks.map((one) => editorOf(one))
      for (const { who, from, to, what } of steps) {
        const { view, binding } = editors[who]!
        const mine = desks[who]!
        const { doc } = view.state
        const at = (place: number) => doc.resolve(Math.min(place, doc.content.size))
        const selection = TextSelection.between(at(Math.min(from, to)), at(Math.max(from, to)))
        view.dispatch(view.state.tr.setSelection(selection))
        if ('type' in what && what.type === '\n') view.someProp('handleKeyDown', (take) => take(view, enter))
        else if ('type' in what) view.dispatch(view.state.tr.insertText(what.type))
        else if ('command' in what) STEPS[what.command]!(view.state, view.dispatch, view)
        else if ('remove' in what) view.dispatch(view.state.tr.deleteSelection())
        else if ('undo' in what) {
          binding.flush()
          mine.history.undo()
        } else meet(...desks)
      }
      meet(...desks)
      desks.forEach((one, index) => expect(richFromDoc(editors[index]!.view.state.doc)).toEqual(one.rich()))
      expect(desks[0].rich()).toEqual(desks[1].rich())
      expect(A.getHeads(desks[0].doc())).toEqual(A.getHeads(desks[1].doc()))
      for (const editor of editors) editor.close()
      document.body.replaceChildren()
    }),
    { numRuns: 60 },
  )
})

const enter = new KeyboardEvent('keydown', { key: 'Enter' })
