import * as A from '@automerge/automerge/slim'
import { newId } from '#shared/base/id.ts'
import { selectProject } from '#shared/plan/cards.ts'
import { planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { createPlanReader } from '#shared/plan/reader.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { systemRandom as random } from '#node/system/ports.ts'
import { largePlan, written } from './largePlan.ts'
import { ms, type Row, sampled, spread, type Spread, timed } from './measure.ts'

const FRAME_MS = 16
const SLOW_MS = 50

/**
 * What a window does for one edit, one move, one incoming change and one opened card: change the document and read the
 * board again through the same selectors. The peer keeps all cards in one flat map and reads nothing.
 */
export function dataRows(cards: number): readonly Row[] {
  const plan = largePlan(cards)
  const load = timed(() => A.load<PlanDoc>(plan.bytes, { actor: newId(random) }))
  const again = timed(() => A.load<PlanDoc>(plan.bytes, { actor: newId(random) }))
  let doc = load.value
  const reader = createPlanReader()
  const board = timed(() => reader.board(doc))
  const times = 300
  const pick = (i: number): string => plan.ids[(Math.abs(i) * 7919) % plan.ids.length]!

  const edit = sampled(times, (i) => {
    doc = written(doc, planSet(doc, { type: 'Project', id: pick(i) }, { title: `Títol nou ${i}` }))
    reader.board(doc)
  })
  const move = sampled(times, (i) => {
    const planned = planMove(doc, pick(i), { stage: plan.stages[Math.abs(i) % plan.stages.length]! }, random)
    doc = written(doc, planned)
    reader.board(doc)
  })
  const incoming = foreignChanges(doc, pick, times + 20)
  const receive = sampled(times, (i) => {
    ;[doc] = A.applyChanges(doc, [incoming[i < 0 ? times - i - 1 : i]!])
    reader.board(doc)
  })
  const open = sampled(times, (i) => void selectProject(doc, pick(i)))
  const flat = flatEdits(plan.ids, times)
  const size = `${cards.toLocaleString('en')} cards`
  return [
    {
      what: `${size}: load in a fresh process (${(plan.bytes.length / 1e6).toFixed(1)} MB)`,
      ours: ms(load.ms + board.ms),
      peer: `Automerge alone ${ms(again.ms)}`,
      ratio: (again.ms + board.ms) / again.ms,
      target: '≤ 1.2x, same warmth',
      met: (again.ms + board.ms) / again.ms <= 1.2,
    },
    frameRow(`${size}: edit a title`, edit, flat),
    frameRow(`${size}: move a card`, move, flat),
    frameRow(`${size}: one incoming change`, receive),
    frameRow(`${size}: open a card`, open),
  ]
}

function frameRow(what: string, ours: Spread, flat?: Spread): Row {
  return {
    what,
    ours: spread(ours),
    ...(flat ? { peer: `flat map ${spread(flat)}`, ratio: ours.p50 / flat.p50 } : {}),
    target: `scripting ≤ ${FRAME_MS} ms, p99 ≤ ${SLOW_MS} ms`,
    met: ours.p50 <= FRAME_MS && ours.p99 <= SLOW_MS,
  }
}

/** Edits of another person, one change each. */
function foreignChanges(doc: A.Doc<PlanDoc>, pick: (i: number) => string, count: number): readonly Uint8Array[] {
  let theirs = A.load<PlanDoc>(A.save(doc), { actor: newId(random) })
  return Array.from({ length: count }, (_, i) => {
    theirs = written(theirs, planSet(theirs, { type: 'Project', id: pick(i + 13) }, { title: `D’algú altre ${i}` }))
    return A.getLastLocalChange(theirs)!
  })
}

function flatEdits(ids: readonly string[], times: number): Spread {
  type Flat = { cards: Record<string, { title: string }> }
  let doc = A.from<Flat>({ cards: Object.fromEntries(ids.map((id) => [id, { title: 'Projecte' }])) })
  return sampled(times, (i) => {
    doc = A.change(doc, (draft) =>
      A.updateText(draft, ['cards', ids[Math.abs(i) % ids.length]!, 'title'], `Títol ${i}`),
    )
  })
}
