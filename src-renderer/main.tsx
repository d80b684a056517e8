import './styles/index.css'
import { loadAutomerge } from './automergeWasm.ts'
import sodium from 'libsodium-wrappers'
import { createRoot } from 'react-dom/client'
import { assert } from '#shared/base/assert.ts'
import type { Random } from '#shared/base/ports.ts'
import type { AplecBridge } from '#shared/ipc/shellChannels.ts'
import { App } from './app/App.tsx'
import { cacheKeyOf } from './data/cacheKey.ts'
import type { WindowCore } from './data/core.ts'
import { DexieChunks } from './data/dexieChunks.ts'
import { forgetBoard } from './data/boardMemory.ts'
import { connectWindowCore } from './data/ipcCore.ts'
import { documentIdOf } from './data/planCopy.ts'
import { createPlanKeeper } from './data/planKeeper.ts'
import { askWorker } from './data/search/askWorker.ts'
import { createPlanSearch } from './data/search/planSearch.ts'
import { openSettings } from './data/settings.ts'
import { leftOutToast } from './parts/leftOutToast.ts'
import { noticeToast } from './parts/noticeToast.ts'
import { createWords, type Words, wordsOf } from './words/words.ts'

declare global {
  interface Window {
    readonly aplec: AplecBridge
  }
}

const random: Random = { bytes: (length) => window.crypto.getRandomValues(new Uint8Array(length)) }

const PAINT_LIMIT_MS = 500

function later(ms: number, run: () => void): () => void {
  const timer = window.setTimeout(run, ms)
  return () => window.clearTimeout(timer)
}

/** After the next frame has been drawn; a window that nobody sees draws none, and is not waited for. */
const painted = (): Promise<void> =>
  new Promise((done) => {
    window.requestAnimationFrame(() => window.setTimeout(done))
    window.setTimeout(done, PAINT_LIMIT_MS)
  })

async function start(): Promise<void> {
  const root = document.getElementById('root')
  assert(root !== null, 'index.html has an element with the id root.')
  const settings = openSettings(window.localStorage, navigator.languages)
  await sodium.ready
  const connected = connectWindowCore(window.aplec, window)
  // The document of a plan is the first thing that needs Automerge: the window is painted before it is loaded.
  const automergeReady = painted().then(loadAutomerge)
  const chunks = new DexieChunks('aplec-window-cache', { key: cacheKeyOf(connected, later, random), random })
  const search = createPlanSearch({ ask: askWorker(), chunks, later, now: () => performance.now() })
  const core: WindowCore = {
    ...connected,
    forget: async (planId, evenUnsynced) => {
      const forgotten = await connected.forget(planId, evenUnsynced)
      if (forgotten.ok) {
        forgetBoard(window.localStorage, planId)
        await Promise.all([search.forget(planId), chunks.removeRange([documentIdOf(planId)])])
      }
      return forgotten
    },
  }
  const wordsNow = (): Words => wordsOf(createWords(settings.now().language), settings.now().language)
  const keeper = createPlanKeeper({
    core,
    chunks,
    random,
    now: () => Date.now(),
    later,
    readyToLoad: async () => void (await Promise.all([automergeReady, painted()])),
    onNotice: (notice) => noticeToast(notice, wordsNow()),
    onLeftOut: (left) => leftOutToast(left, wordsNow()),
  })
  keeper.shown.subscribe(() => {
    const shown = keeper.shown.now()
    if (shown.at !== 'open') return search.follow(null)
    const { planId, document } = shown.plan
    // A look lacks what is said and agreed: only what is whole is worth an index.
    void document.load().then(({ ok }) => {
      if (ok && keeper.shown.now() === shown) search.follow({ planId, doc: document.doc })
    })
  })
  createRoot(root).render(<App services={{ core, keeper, settings, search }} />)
}

void start()
