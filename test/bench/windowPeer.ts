/** The same acts on the peer: a board on automerge-repo and `useDocument`, in the same Electron, with its own store and server. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { type AutomergeUrl, Repo } from '@automerge/automerge-repo'
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import type { ElectronApplication, Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { WebSocketServer } from 'ws'
import { newId } from '#shared/base/id.ts'
import { ranksInOrder } from '#shared/plan/ranks.ts'
import { systemRandom as random } from '#node/system/ports.ts'
import { attach } from '#test/e2e/harness/launchAplec.ts'
import { spreadOf } from './measure.ts'
import type { PeerPlan } from './peerBoard/plan.ts'
import { meterOf, shows } from './scripting.ts'
import { electronEnvironment, SANDBOX, type Stage } from './stage.ts'
import { OPENINGS, WHOLE_MS, type WindowFigures } from './windowApp.ts'

/** An app that shows one page. */
const APP = `
import { app, BrowserWindow } from 'electron'
app.setPath('userData', process.env.APLEC_DATA_DIR)
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 840 }).loadURL(process.env.BENCH_PAGE))
`
const STAGES = ['Idea', 'Proposada', 'Acordada', 'En marxa', 'Feta']

type Opening = Pick<WindowFigures, 'seen' | 'interactive' | 'busy'>

export async function measurePeer(stage: Stage, cards: number): Promise<WindowFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  try {
    const pages = await servePages(await buildBoard(folder))
    const peer = await serveDocument(cards)
    await writeFile(join(folder, 'main.mjs'), APP)
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'peer', version: '0.0.0', main: 'main.mjs' }))
    const launch = (server: string | null): Promise<ElectronApplication> => {
      const place = new URLSearchParams({ document: peer.url, ...(server === null ? {} : { server }) })
      return attach(folder, {
        executablePath: stage.electron,
        args: [...SANDBOX, folder],
        env: {
          ...electronEnvironment(stage.display, join(folder, 'data')),
          BENCH_PAGE: `${pages.url}/index.html#${place.toString()}`,
        },
        cwd: folder,
      })
    }
    // The first opening fetches the document and stores it.
    const first = await launch(peer.server)
    await openBoard(await first.firstWindow())
    await (await first.firstWindow()).waitForTimeout(3_000)
    await first.close()
    const openings: Opening[] = []
    for (let i = 1; i < OPENINGS; i++) {
      const app = await launch(null)
      openings.push(await openBoard(await app.firstWindow()))
      await app.close()
    }
    const app = await launch(peer.server)
    const page = await app.firstWindow()
    openings.push(await openBoard(page))
    const acts = await measureActs(page, peer.change)
    await app.close()
    peer.close()
    pages.server.close()
    const middle = (of: keyof Opening): number => spreadOf(openings.map((one) => one[of])).p50
    return { seen: middle('seen'), interactive: middle('interactive'), busy: middle('busy'), ...acts }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function buildBoard(folder: string): Promise<string> {
  const outDir = join(folder, 'page')
  await build({
    root: join(import.meta.dirname, 'peerBoard'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, target: 'chrome130', minify: true, emptyOutDir: true },
  })
  return outDir
}

async function servePages(folder: string): Promise<{ readonly url: string; readonly server: Server }> {
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url ?? '/', 'http://x').pathname)
    readFile(path).then(
      (bytes) => response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** The document, and somebody else who changes it. */
async function serveDocument(cards: number): Promise<{
  readonly url: AutomergeUrl
  readonly server: string
  readonly change: (id: string, title: string) => void
  readonly close: () => void
}> {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise<void>((listening) => sockets.once('listening', listening))
  // Its types are those of another copy of the same library.
  const repo = new Repo({
    network: [new WebSocketServerAdapter(sockets as never) as never],
    sharePolicy: () => Promise.resolve(true),
  })
  const ranks = ranksInOrder(cards, random)
  const handle = repo.create<PeerPlan>({
    stages: [...STAGES],
    cards: Object.fromEntries(
      Array.from({ length: cards }, (_, i) => [
        newId(random),
        {
          title: `Projecte número ${i}`,
          summary: 'Un resum de tres línies que diu què es vol fer, amb qui i per a què serveix al barri.',
          from: 2027,
          to: 2027 + (i % 9),
          stage: STAGES[i % STAGES.length]!,
          rank: ranks[i]!,
          tags: ['barri'],
        },
      ]),
    ),
  })
  return {
    url: handle.url,
    server: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    change: (id, title) => handle.change((draft) => void (draft.cards[id]!.title = title)),
    close: () => sockets.close(),
  }
}

async function openBoard(page: Page): Promise<Opening> {
  await page.locator('body[data-ready]').waitFor()
  await page.waitForTimeout(1_000)
  const meter = await meterOf(page)
  const { thread: from } = await meter.soFar()
  const seen = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        const start = performance.now()
        const look = (): void => {
          if (document.querySelector('[data-card-link]') !== null) done(performance.now() - start)
          else requestAnimationFrame(look)
        }
        document.getElementById('open')!.click()
        look()
      }),
  )
  const { thread: to } = await meter.soFar()
  return { seen, interactive: seen, busy: to - from }
}

async function measureActs(
  page: Page,
  change: (id: string, title: string) => void,
): Promise<Omit<WindowFigures, keyof Opening>> {
  const meter = await meterOf(page)
  const focusCard = (index: number): Promise<void> =>
    page.evaluate((at) => {
      const links = [...document.querySelectorAll<HTMLElement>('[data-stage] [data-card-link]')]
      links[at % Math.min(links.length, 12)]!.focus()
    }, index)
  const move = await meter.acts(() => page.keyboard.press('Alt+ArrowRight'), { before: () => focusCard(0) })
  const input = page.locator('aside.panel input')
  const open = await meter.acts(() => page.keyboard.press('Enter'), {
    rest: WHOLE_MS,
    before: (i) => focusCard(i),
    after: async () => {
      await input.press('Escape')
      await input.waitFor({ state: 'detached' })
    },
  })
  await focusCard(3)
  await page.keyboard.press('Enter')
  await input.click()
  await page.keyboard.press('End')
  const type = await meter.acts((i) => page.keyboard.press('abcdefghij'[i % 10]!))
  await input.press('Escape')
  const shown = await page.evaluate(() => document.querySelector<HTMLElement>('[data-card]')!.dataset['card']!)
  const incoming = await meter.acts(async (i) => {
    change(shown, `D’algú altre ${i}`)
    await shows(page, `[data-card="${shown}"]`, `D’algú altre ${i}`)
  })
  return { move, open, type, incoming }
}
