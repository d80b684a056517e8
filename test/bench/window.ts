/** The window on a large plan in real Electron, beside a plain automerge-repo and `useDocument` board of the same data. */
import { ms, type Row, spread, type Spread } from './measure.ts'
import { openStage } from './stage.ts'
import { measureApp, type WindowFigures } from './windowApp.ts'
import { measurePeer } from './windowPeer.ts'

const CARDS = 10_000
const FRAME_MS = 16
const SLOW_MS = 50
const SEEN_MS = 500
const INTERACTIVE_MS = 1_000

export async function windowRows(): Promise<readonly Row[]> {
  const stage = await openStage('The window')
  if (stage === null) return []
  try {
    const peer = await measurePeer(stage, CARDS)
    const ours = await measureApp(stage, CARDS)
    return rowsOf(ours, peer)
  } finally {
    stage.close()
  }
}

function rowsOf(ours: WindowFigures, peer: WindowFigures): readonly Row[] {
  const time = (what: string, of: 'seen' | 'interactive' | 'busy', target: number | null): Row => ({
    what,
    ours: ms(ours[of]),
    peer: ms(peer[of]),
    ratio: ours[of] / peer[of],
    target: target === null ? '–' : `≤ ${target} ms`,
    met: target === null || ours[of] <= target,
  })
  return [
    actRow('typing: a key, and the write it leads to', ours.type, peer.type),
    actRow('moving a card', ours.move, peer.move),
    actRow('opening a project', ours.open, peer.open),
    actRow('a change of somebody else', ours.incoming, peer.incoming),
    time('opened again: the board is there', 'seen', SEEN_MS),
    time('opened again: it can be written in', 'interactive', INTERACTIVE_MS),
    time('opened again: the window’s thread until then', 'busy', null),
  ]
}

const actRow = (what: string, ours: Spread, peer: Spread): Row => ({
  what,
  ours: spread(ours),
  peer: spread(peer),
  ratio: ours.p50 / peer.p50,
  target: `≤ ${FRAME_MS} ms, p99 ≤ ${SLOW_MS} ms`,
  met: ours.p50 <= FRAME_MS && ours.p99 <= SLOW_MS,
})
