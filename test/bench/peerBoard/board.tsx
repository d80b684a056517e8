/** The peer of the window: the same cards in a plain automerge-repo document, read by `useDocument`. */
import { next as A } from '@automerge/automerge/slim'
import { type AutomergeUrl, initializeBase64Wasm, Repo } from '@automerge/automerge-repo/slim'
import { BrowserWebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket'
import { RepoContext, useDocument } from '@automerge/automerge-repo-react-hooks'
import { IndexedDBStorageAdapter } from '@automerge/automerge-repo-storage-indexeddb'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, Suspense, useMemo, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { PeerCard, PeerPlan } from './plan.ts'

const place = new URLSearchParams(window.location.hash.slice(1))
const url = place.get('document') as AutomergeUrl

function Board() {
  const [plan, change] = useDocument<PeerPlan>(url, { suspense: true })
  const [openCard, setOpenCard] = useState<string | null>(null)
  const columns = useMemo(() => columnsOf(plan), [plan])
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const id = (event.target as HTMLElement).dataset['cardLink']
    if (id === undefined) return
    if (event.key === 'Enter') setOpenCard(id)
    if (event.altKey && event.key === 'ArrowRight') {
      const stage = plan.stages[(plan.stages.indexOf(plan.cards[id]!.stage) + 1) % plan.stages.length]!
      change((draft) => void (draft.cards[id]!.stage = stage))
    }
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the cards inside
    <div className="board" onKeyDown={onKeyDown}>
      {columns.map(({ stage, cards }) => (
        <Column key={stage} stage={stage} cards={cards} />
      ))}
      {openCard !== null && (
        <aside className="panel">
          <input
            value={plan.cards[openCard]!.title}
            onChange={({ target }) =>
              change((draft) => A.updateText(draft, ['cards', openCard, 'title'], target.value))
            }
            onKeyDown={({ key }) => void (key === 'Escape' && setOpenCard(null))}
          />
          <p>{plan.cards[openCard]!.summary}</p>
          <button type="button" onClick={() => setOpenCard(null)}>
            Close
          </button>
        </aside>
      )}
    </div>
  )
}

type Placed = { readonly id: string; readonly card: PeerCard }

function columnsOf({
  stages,
  cards,
}: PeerPlan): readonly { readonly stage: string; readonly cards: readonly Placed[] }[] {
  const byStage = new Map<string, Placed[]>(stages.map((stage) => [stage, []]))
  for (const [id, card] of Object.entries(cards)) byStage.get(card.stage)?.push({ id, card })
  return stages.map((stage) => ({
    stage,
    cards: byStage.get(stage)!.sort((a, b) => (a.card.rank < b.card.rank ? -1 : 1)),
  }))
}

/** Long columns are drawn where they are seen, as in the window: what is compared is the data, not ten thousand elements. */
function Column({ stage, cards }: { readonly stage: string; readonly cards: readonly Placed[] }) {
  const list = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- its values stay in this component
  const rows = useVirtualizer({
    count: cards.length,
    getScrollElement: () => list.current,
    estimateSize: () => 104,
    getItemKey: (index) => cards[index]!.id,
    overscan: 6,
  })
  return (
    <section className="column" data-stage={stage} ref={list}>
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <Card key={key} id={cards[index]!.id} card={cards[index]!.card} start={start} />
        ))}
      </div>
    </section>
  )
}

const Card = memo(function Card({ id, card, start }: Placed & { readonly start: number }) {
  return (
    <div className="card" data-card={id} style={{ transform: `translateY(${start}px)` }}>
      <button type="button" data-card-link={id}>
        {card.title} {card.from}–{card.to}
      </button>
    </div>
  )
})

async function start(): Promise<void> {
  const { automergeWasmBase64 } = await import('@automerge/automerge/automerge.wasm.base64')
  await initializeBase64Wasm(automergeWasmBase64)
  const network = place.get('server')
  const repo = new Repo({
    storage: new IndexedDBStorageAdapter(),
    network: network === null ? [] : [new BrowserWebSocketClientAdapter(network) as never],
  })
  const root = createRoot(document.getElementById('root')!)
  const show = (): void =>
    root.render(
      <RepoContext.Provider value={repo}>
        <Suspense fallback={<p>Opening</p>}>
          <Board />
        </Suspense>
      </RepoContext.Provider>,
    )
  document.getElementById('open')!.addEventListener('click', show)
  document.body.dataset['ready'] = ''
}

void start()
