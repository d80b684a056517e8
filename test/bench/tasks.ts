/** The tasks of a window's main thread, out of a trace. */

/** `ts`, `dur` in microseconds by the clock, `tdur` in microseconds of the thread. */
export type TraceEvent = {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
}

const TASK = 'ThreadControllerImpl::RunTask'
const SCRIPT: ReadonlySet<string> = new Set([
  'FunctionCall',
  'EvaluateScript',
  'RunMicrotasks',
  'TimerFire',
  'FireAnimationFrame',
])
/** What the engine does for a frame after scripts; a layout that a script asks for is the script's. */
const DRAWING: ReadonlySet<string> = new Set(['UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit'])

/** For each act of the trace, between its two marks, the milliseconds of the thread in its longest task with scripts. */
export function longestTasks(trace: readonly TraceEvent[]): readonly number[] {
  const mark = trace.find(({ name }) => name === 'act.begin')
  if (mark === undefined) throw new Error('the trace has no acts')
  const own = trace.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid).toSorted((a, b) => a.ts - b.ts)
  const longest: number[] = []
  let begun = false
  for (const [index, event] of own.entries()) {
    if (event.name === 'act.begin') {
      longest.push(0)
      begun = true
    }
    if (event.name === 'act.end') begun = false
    if (begun && event.name === TASK) longest.push(Math.max(longest.pop()!, scriptOf(own, index)))
  }
  return longest
}

/** Milliseconds of a task without the drawing that stands beside its scripts; 0 when it has none. */
function scriptOf(events: readonly TraceEvent[], index: number): number {
  const task = events[index]!
  const end = task.ts + (task.dur ?? 0)
  let hasScript = false
  let outer = task.ts
  let drawing = 0
  for (let i = index + 1; i < events.length && events[i]!.ts < end; i++) {
    const { name, ts, dur = 0, tdur = 0 } = events[i]!
    if (ts < outer || (!SCRIPT.has(name) && !DRAWING.has(name))) continue
    outer = ts + dur
    if (SCRIPT.has(name)) hasScript = true
    else drawing += tdur
  }
  return hasScript ? ((task.tdur ?? 0) - drawing) / 1_000 : 0
}
