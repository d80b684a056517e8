/** Row 24: what people may write that is no harm as text, and would be as anything else. */
import { createElement } from 'react'
import { I18nProvider } from '@lingui/react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { shownTitle } from '#shared/base/shownText.ts'
import { planMarkdown } from '#shared/print/markdown.ts'
import { selectProject } from '#shared/plan/cards.ts'
import { selectMembers } from '#shared/plan/lists.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { printModel } from '#shared/print/printModel.ts'
import { printable } from '#node/pdf/printable.ts'
import { CardFace } from '#renderer/features/board/CardFace.tsx'
import { amountText } from '#renderer/parts/amounts.ts'
import { createWords, wordsOf } from '#renderer/words/words.ts'
import * as A from '@automerge/automerge/slim'
import {
  add,
  codeOf,
  founded,
  joined,
  member,
  memberIn,
  mustBe,
  planOf,
  relay,
  tempFolder,
} from '#test/helpers/memberFolder.ts'
import { actorAt, bundleOfLast, documentFor, freshPlace, sealEntry, write } from '#test/helpers/hostileMember.ts'
import { encodeLink, parseLink } from '#shared/roster/link.ts'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { aplec } from '../cli/aplec.ts'

const IMAGE = '<img src=x onerror="alert(1)">'
const OVERRIDE = '\u202egnp.exe'
const ESCAPE = '\u001b]0;taken\u0007\u001b[2J'

test('[BI24] a title of markup, a script link, a name that turns the line, a terminal’s escapes: text everywhere, marks where they would steer', async () => {
  const at = await relay()
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const nuria = await founded(device)
  const pau = await joined(await member(), nuria, at, { name: `Pau${OVERRIDE}` })
  const card = await add(pau, 'Project', { title: `${IMAGE}${ESCAPE}` })
  const links = {
    good: 'https://hort.example/a',
    script: 'javascript:alert(1)',
    breakout: 'https://a>)[x](javascript:alert(1)',
  }
  for (const [title, url] of Object.entries(links)) await add(pau, 'Project', { title: `${title} ${url}` })
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))

  // Stored as written, byte for byte, on every device.
  expect((await planOf(nuria))['projects']?.[card]?.['title']).toBe(`${IMAGE}${ESCAPE}`)
  expect(mustBe(await nuria.canonicalJson('draft'))).toBe(mustBe(await pau.canonicalJson('draft')))
  // Names in sentences, lists and history carry marks.
  expect(
    nuria
      .roster()
      .members.map((one) => one.name)
      .sort(),
  ).toEqual(['Núria', 'Pau□gnp.exe'])
  expect(JSON.stringify(nuria.status())).not.toContain('\u202e')

  // On the board: one text node, no element of theirs.
  const html = cardHtml(`${IMAGE}${ESCAPE}`)
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;□]0;taken□□[2J')
  expect(html).not.toMatch(/<img/)

  // In Markdown and on paper: escaped, and only addresses one may follow are links.
  const plan = { title: IMAGE, projects: { [card]: { title: IMAGE, links: linksOf(links) } } }
  const markdown = planMarkdown(nuria.planId, plan, 'en')
  expect(markdown).toContain('\\<img src=x onerror="alert(1)"\\>')
  expect(markdown).not.toMatch(/[^\\]<img/)
  expect(markdown).toContain('(<https://hort.example/a>)')
  expect(markdown).not.toMatch(/\]\([^)]*javascript:/)
  const model = printModel({ planId: nuria.planId, plan, agreement: null, day: '', language: 'en', appVersion: '' })
  expect(model.projects[0]?.links.map(({ url }) => url).toSorted()).toEqual(['', '', links.good])
  expect(printable(`Pau${OVERRIDE}`)).toBe('Pau□gnp.exe')

  // In the terminal: no escape, no override.
  await device.close()
  const said = await aplec('--data', folder, 'show', nuria.planId)
  const members = await aplec('--data', folder, 'members', nuria.planId)
  expect([said.code, members.code]).toEqual([0, 0])
  expect(said.out).toContain(`${IMAGE}□]0;taken□□[2J`)
  expect(said.out + members.out).not.toMatch(/(?!\n)\p{Cc}|\u202e/u)
  expect(members.out).toContain('Pau□gnp.exe')
}, 60_000)

test('[BI24] a title longer than anyone reads: not taken from a person, cut in lists when it comes from others, whole on demand', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const nuria = await founded(device)
  await expect(add(nuria, 'Project', { title: 'x'.repeat(5 * 1024 * 1024) })).rejects.toThrow('TooLong')
  expect(shownTitle('x'.repeat(5 * 1024 * 1024))).toHaveLength(500)

  // What a broken program of Núria's own other stream brings: within the gate's limits, and still no title.
  const long = 'llarg '.repeat(5_000)
  const card = await add(nuria, 'Project', { title: 'Hort' })
  const place = freshPlace(nuria)
  const doc = write(await documentFor(nuria, actorAt(nuria, place)), (draft) => {
    A.splice(draft as never, ['projects', card.slice(0, 2), card, 'title'], 0, 0, long)
  })
  mustBe(await nuria.flush())
  mustBe(await nuria.takeBundle(encodeBundle(nuria.planId, [sealEntry(nuria, bundleOfLast(doc), place)])))
  expect((await planOf(nuria))['projects']?.[card]?.['title']).toBe(`${long}Hort`)
  expect(cardHtml(`${long}Hort`).length).toBeLessThan(1_000)
  await device.close()
  const said = await aplec('--data', folder, 'show', nuria.planId)
  const line = said.out.split('\n').find((one) => one.includes(card)) ?? ''
  expect([line.length > 500, line.length < 600, line.includes('…')]).toEqual([true, true, true])
  const whole = await aplec('--data', folder, 'show', nuria.planId, '--json')
  expect(whole.out).toContain(`${long}Hort`)
}, 60_000)

test('[BI24] a day and a time that no calendar has: shown as they are, and nothing ends by them', async () => {
  const at = await relay()
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const nuria = await founded(device)
  const pau = await joined(await member(), nuria, at)
  const place = freshPlace(pau)
  const doc = write(
    await documentFor(pau, actorAt(pau, place)),
    (draft) => void (draft['language'] = new A.ImmutableString('oc')),
  )
  const late = sealEntry(pau, bundleOfLast(doc), place, { t: Number.MAX_SAFE_INTEGER - 1 })
  mustBe(await nuria.takeBundle(encodeBundle(nuria.planId, [late])))
  // A link that has ended, whose hint of its end is beyond all time.
  const ended = mustBe(parseLink(mustBe(await nuria.invite({ expiresInSeconds: 0 })).link))
  const hinted = mustBe(encodeLink({ ...ended, notAfter: Number.MAX_SAFE_INTEGER - 1 }))
  mustBe(await nuria.syncOnce(at))
  await new Promise((resolve) => setTimeout(resolve, 1_100)) // a link ends with its second
  expect(codeOf(await (await member()).join({ link: hinted, name: 'Eva', relay: at }))).toBe('E_INVITE_EXPIRED')
  const heard = nuria.status().people.map((one) => one.lastHeard)
  const { day, moment } = wordsOf(createWords('en'), 'en')
  expect(heard.map((ms) => moment(ms ?? 0)).join()).toContain('275760')
  expect([moment(Number.MAX_SAFE_INTEGER), day('2026-13-45'), day('soon'), day('2026-07-27')]).toEqual([
    moment(8_640_000_000_000_000),
    '2026-13-45',
    'soon',
    '27 July 2026',
  ])
  await device.close()
  const said = await aplec('--data', folder, 'history', nuria.planId)
  expect([said.code, said.err]).toEqual([0, ''])
  expect(said.out).toContain('+275760')
}, 60_000)

test('[BI24] a number where a name belongs: kept as stored, shown as not set, and whoever reads names finds strings', async () => {
  const nuria = await founded(await member())
  const person = nuria.roster().members[0]?.personId as string
  const card = await add(nuria, 'Project', { title: 'Hort', years: { from: 2027, to: 2030 } })
  const place = freshPlace(nuria)
  const doc = write(await documentFor(nuria, actorAt(nuria, place)), (draft) => {
    const { members, projects } = draft as Record<string, Record<string, Record<string, unknown>>>
    members![person]!['name'] = 7
    const project = projects![card.slice(0, 2)]![card] as Record<string, unknown>
    project['years'] = { from: new A.ImmutableString('soon'), to: 2031 }
  })
  mustBe(await nuria.flush())
  mustBe(await nuria.takeBundle(encodeBundle(nuria.planId, [sealEntry(nuria, bundleOfLast(doc), place)])))
  expect((await planOf(nuria))['members']?.[person]?.['name']).toBe(7)
  const held = A.load<PlanDoc>(mustBe(await nuria.documentBytes()), { actor: 'ab'.repeat(16) })
  expect(selectMembers(held).map((one) => one.name)).toEqual([null])
  expect(selectProject(held, card)?.project.years).toEqual({ from: null, to: 2031 })
  expect(nuria.roster().members.map((one) => one.name)).toEqual(['Núria'])
})

test('[BI24] a unit with impossible decimals, or a currency no country has: an amount all the same', () => {
  const unit = (id: string, decimals: number) =>
    ({ id, name: 'Ecos', sort: 'currency', decimals }) as Parameters<typeof amountText>[1]
  const shown = [unit('EUR', 2), unit('EUR', Number.MAX_SAFE_INTEGER), unit('EUR', -5), unit('../..', 2)].map((one) =>
    amountText(1_200_000_000, one, 'en'),
  )
  expect(shown).toEqual(['€12,000,000', '€1,200', '€1,200,000,000', '12,000,000 ecos'])
})

const linksOf = (urls: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(urls).map(([title, url], i) => [`${i}`.repeat(32), { title, url, at: 0 }]))

/** A card of the board as the window draws it. */
function cardHtml(title: string): string {
  const card = {
    id: 'a'.repeat(32), title, stage: null, objective: null, rank: 'a0', years: null, actionsDone: 0, actions: 0,
    tangible: 0, intangible: 0, leads: [], groups: [], partners: [], tags: [], isRemoved: false,
  } // prettier-ignore
  const names = { objectives: new Map(), people: new Map(), groups: new Map(), partners: new Map() }
  const face = createElement(CardFace, { card, names, objective: undefined, since: undefined, isContested: false })
  return renderToStaticMarkup(createElement(I18nProvider, { i18n: createWords('en') }, face))
}
