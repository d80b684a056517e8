/** The window on a large plan in real Electron, beside a plain automerge-repo and `useDocument` board of the same data. */
import { ms, type Row, spread } from './measure.ts'
import type { ActFigures } from './scripting.ts'
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
    ...actRows('typing: a key, and the write it leads to', ours.type, peer.type),
    ...actRows('moving a card', ours.move, peer.move),
    ...actRows('opening a project, with all its sections', ours.open, peer.open),
    ...actRows('a change of somebody else', ours.incoming, peer.incoming),
    time('opened again: the board is there', 'seen', SEEN_MS),
    time('opened again: it can be written in', 'interactive', INTERACTIVE_MS),
    time('opened again: the window’s thread until then', 'busy', null),
  ]
}

/** What may keep the window from its next frame is one task; how much there is in all stands below it. */
const actRows = (what: string, ours: ActFigures, peer: ActFigures): readonly Row[] => [
  {
    what: `${what}: the longest task`,
    ours: spread(ours.longest),
    peer: spread(peer.longest),
    ratio: ours.longest.p50 / peer.longest.p50,
    target: `≤ ${FRAME_MS} ms, p99 ≤ ${SLOW_MS} ms`,
    met: ours.longest.p50 <= FRAME_MS && ours.longest.p99 <= SLOW_MS,
  },
  {
    what: `${what}: in all`,
    ours: spread(ours.all),
    peer: spread(peer.all),
    ratio: ours.all.p50 / peer.all.p50,
    target: '–',
    met: true,
  },
]
