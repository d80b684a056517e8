/** The window of the app over a large plan of a real member, in Electron: how long it takes to open, and what acts cost. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as A from '@automerge/automerge/slim'
import type { Page } from '@playwright/test'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planSet } from '#shared/plan/operations.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { type RelayProcess, startRelayProcess } from '#test/helpers/relayProcess.ts'
import { type Aplec, launchAplec } from '#test/e2e/harness/launchAplec.ts'
import { addCards, mustBe } from './cards.ts'
import { spreadOf } from './measure.ts'
import { type ActFigures, meterOf, shows } from './scripting.ts'
import type { Stage } from './stage.ts'

export type WindowFigures = {
  /** ms by the clock from choosing the plan: cards are drawn; one may write. */
  readonly seen: number
  readonly interactive: number
  /** ms of the window's thread until then. */
  readonly busy: number
  readonly type: ActFigures
  readonly move: ActFigures
  readonly open: ActFigures
  readonly incoming: ActFigures
}

export const OPENINGS = 4
/** In which a panel is there with all its sections, on a busy machine too. */
export const WHOLE_MS = 600

type Laid = {
  readonly planId: string
  readonly ids: readonly string[]
  /** Another member, connected, changes a card's title. */
  readonly changeElsewhere: (id: string, title: string) => Promise<void>
  readonly close: () => Promise<void>
}

export async function measureApp(stage: Stage, cards: number): Promise<WindowFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  try {
    const laid = await layPlan(folder, cards)
    // The first opening makes the copy that the next ones find.
    await openingOf(stage, folder, laid.planId)
    const openings: Opening[] = []
    for (let i = 1; i < OPENINGS; i++) openings.push(await openingOf(stage, folder, laid.planId))
    const app = await launch(stage, folder)
    const page = app.window
    openings.push(await openPlan(page, laid.planId))
    const acts = await measureActs(page, laid)
    await app.close()
    await laid.close()
    const middle = (of: keyof Opening): number => spreadOf(openings.map((one) => one[of])).p50
    return { seen: middle('seen'), interactive: middle('interactive'), busy: middle('busy'), ...acts }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** A plan that two people share over a relay; the first is the one whose window is measured. */
async function layPlan(folder: string, cards: number): Promise<Laid> {
  const relay: RelayProcess = await startRelayProcess(join(folder, 'relay'))
  const at = { url: relay.url, key: relay.publicKey }
  await mkdir(join(folder, 'member'))
  // As of somebody who has deleted the sample.
  await writeFile(join(folder, 'member/welcomed'), '')
  const own = mustBe(await openMemberFolder(join(folder, 'member')))
  const { planId } = mustBe(await own.create({ title: 'Pla gran', template: 'blank', name: 'Núria' }))
  const session = mustBe(await own.open(planId))
  const ids = await addCards(session, cards)
  const { link } = mustBe(await session.invite({}))
  const other = mustBe(await openMemberFolder(join(folder, 'other')))
  mustBe(await other.join({ link, name: 'Pau', bundle: mustBe(await session.bundle()) }))
  const theirs = mustBe(await other.open(planId))
  mustBe(await session.takeBundle(mustBe(await theirs.bundle())))
  for (const member of [session, theirs]) mustBe(await member.addRelay(at))
  await own.close()
  theirs.connect()
  const lease = mustBe(await theirs.lease())
  let doc = mustBe(openForEditing(lease, mustBe(await theirs.documentBytes())))
  return {
    planId,
    ids,
    async changeElsewhere(id, title) {
      const before = A.getHeads(doc)
      doc = changePlan(doc, mustBe(planSet(doc, { type: 'Project', id }, { title })), 0)
      mustBe(await theirs.submitChanges(lease.leaseId, A.getChangesSince(doc, before), { now: true }))
      mustBe(await theirs.flush())
    },
    async close() {
      await other.close()
      await relay.end('SIGTERM')
    },
  }
}

/** As the end-to-end tests start it, in the display of the stage. */
function launch(stage: Stage, folder: string): Promise<Aplec> {
  process.env['APLEC_ELECTRON'] = stage.electron
  return launchAplec({ folder, env: { DISPLAY: stage.display } })
}

type Opening = Pick<WindowFigures, 'seen' | 'interactive' | 'busy'>

async function openingOf(stage: Stage, folder: string, planId: string): Promise<Opening> {
  const app = await launch(stage, folder)
  const page = app.window
  const opening = await openPlan(page, planId)
  // The window's copy is written half a second after the last change.
  await page.waitForTimeout(1_500)
  await app.close()
  return opening
}

/** From the list of plans to a board that can be written in. */
async function openPlan(page: Page, planId: string): Promise<Opening> {
  await page
    .getByRole('link', { name: /Pla gran/ })
    .first()
    .waitFor()
  // What follows the first paint, such as compiling Automerge, is part of the start.
  await page.waitForTimeout(1_000)
  const meter = await meterOf(page)
  const { thread: from } = await meter.soFar()
  const times = await page.evaluate(
    (hash) =>
      new Promise<{ seen: number; interactive: number }>((done) => {
        const start = performance.now()
        let seen = 0
        const look = (): void => {
          const now = performance.now() - start
          if (seen === 0 && document.querySelector('[data-card-link]') !== null) seen = now
          if (performance.getEntriesByName('plan.writable').length > 0) done({ seen, interactive: now })
          else requestAnimationFrame(look)
        }
        location.hash = hash
        look()
      }),
    `#/plan/${planId}/board`,
  )
  const { thread: to } = await meter.soFar()
  return { ...times, busy: to - from }
}

async function measureActs(page: Page, laid: Laid): Promise<Omit<WindowFigures, keyof Opening>> {
  const meter = await meterOf(page)
  /** Where the column of the focused card stands: the same for all cards of it. */
  const columnOfFocus = (): Promise<number> =>
    page.evaluate(() => Math.round(document.activeElement?.closest('[data-card]')?.getBoundingClientRect().left ?? -1))
  const focusCard = async (index: number): Promise<number> => {
    await page.evaluate((at) => {
      const links = [...document.querySelectorAll<HTMLElement>('[data-card-link]')]
      links[at % Math.min(links.length, 12)]!.focus()
    }, index)
    return columnOfFocus()
  }

  let column = -1
  const move = await meter.acts(() => page.keyboard.press('Alt+ArrowRight'), {
    before: async () => void (column = await focusCard(0)),
    after: async () => {
      if ((await columnOfFocus()) === column) throw new Error('the card did not move')
    },
  })
  const open = await meter.acts(() => page.keyboard.press('Enter'), {
    rest: WHOLE_MS,
    before: async (i) => void (await focusCard(i)),
    after: async () => {
      // All of it: the sections come after the first frame.
      await page.locator('aside.panel[aria-busy=false]').waitFor()
      await page.keyboard.press('Escape')
      await page.locator('aside.panel').waitFor({ state: 'detached' })
    },
  })
  await focusCard(3)
  await page.keyboard.press('Enter')
  const title = page.locator('aside.panel textarea, aside.panel input').first()
  await title.click()
  await page.keyboard.press('End')
  const type = await meter.acts((i) => page.keyboard.press('abcdefghij'[i % 10]!))
  const typed = await title.inputValue()
  if (!typed.includes('abcdefghij')) throw new Error(`what was typed is not there: ${typed}`)
  await page.keyboard.press('Escape')
  const shown = await page.evaluate(() => document.querySelector<HTMLElement>('[data-card]')!.dataset['card']!)
  const incoming = await meter.acts(async (i) => {
    await laid.changeElsewhere(shown, `D’algú altre ${i}`)
    await shows(page, `[data-card="${shown}"]`, `D’algú altre ${i}`)
  })
  return { move, open, type, incoming }
}
