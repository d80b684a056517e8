import './styles/index.css'
import { automergeReady } from './automergeWasm.ts'
import sodium from 'libsodium-wrappers'
import { createRoot } from 'react-dom/client'
import { assert } from '#shared/base/assert.ts'
import type { Random } from '#shared/base/ports.ts'
import type { AplecBridge } from '#shared/ipc/shellChannels.ts'
import { App } from './app/App.tsx'
import { DexieChunks } from './data/dexieChunks.ts'
import { connectWindowCore } from './data/ipcCore.ts'
import { createPlanKeeper } from './data/planKeeper.ts'
import { openSettings } from './data/settings.ts'
import { noticeToast } from './parts/noticeToast.ts'
import { createWords, wordsOf } from './words/words.ts'

declare global {
  interface Window {
    readonly aplec: AplecBridge
  }
}

const random: Random = { bytes: (length) => window.crypto.getRandomValues(new Uint8Array(length)) }

function later(ms: number, run: () => void): () => void {
  const timer = window.setTimeout(run, ms)
  return () => window.clearTimeout(timer)
}

async function start(): Promise<void> {
  const root = document.getElementById('root')
  assert(root !== null, 'index.html has an element with the id root.')
  const settings = openSettings(window.localStorage, navigator.languages)
  await Promise.all([automergeReady, sodium.ready])
  const core = connectWindowCore(window.aplec, window)
  const keeper = createPlanKeeper({
    core,
    chunks: new DexieChunks('aplec-window-cache'),
    random,
    now: () => Date.now(),
    later,
    onNotice: (notice) => {
      const { language } = settings.now()
      noticeToast(notice, wordsOf(createWords(language), language))
    },
  })
  createRoot(root).render(<App services={{ core, keeper, settings }} />)
}

void start()
