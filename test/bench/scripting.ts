/** What the main thread of a window does, as Chromium counts it in processor time. */
import type { CDPSession, Page } from '@playwright/test'
import { type Spread, spreadOf } from './measure.ts'
import { longestTasks, type TraceEvent } from './tasks.ts'

/** Milliseconds of scripting of an act with all that follows from it: in all, and in the longest of its tasks. */
export type ActFigures = { readonly all: Spread; readonly longest: Spread }

export interface Meter {
  readonly acts: (act: (index: number) => Promise<void>, between?: Between) => Promise<ActFigures>
  /** Milliseconds of scripting, and of the whole thread, so far. */
  readonly soFar: () => Promise<{ readonly script: number; readonly thread: number }>
}

type Between = {
  /** What has to be done before and after each act and is not counted. */
  readonly before?: (index: number) => Promise<void>
  readonly after?: (index: number) => Promise<void>
  /** Milliseconds until the window is at rest again. */
  readonly rest?: number
}

const WARM = 5
const TIMES = 60
/** Once more, with tracing, which makes everything a little longer. */
const TRACED = 40
/** Text is written within 120 ms of a key, and the core's answer and status follow. */
const REST_MS = 250
const LOOK_MS = 100
const PATIENCE_MS = 60_000
const CATEGORIES = ['toplevel', 'devtools.timeline', 'blink.user_timing']

export async function meterOf(page: Page): Promise<Meter> {
  const devtools = await page.context().newCDPSession(page)
  // Thread ticks: other processes that want the same cores do not count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const soFar = async () => {
    const read = await metricsOf(devtools)
    return { script: read('ScriptDuration') * 1_000, thread: read('TaskDuration') * 1_000 }
  }
  return {
    soFar,
    acts: async (act, { before, after, rest = REST_MS } = {}) => {
      const samples: number[] = []
      for (let i = 0; i < WARM + TIMES; i++) {
        await before?.(i)
        const { script: from } = await soFar()
        await act(i)
        await page.waitForTimeout(rest)
        const { script: to } = await soFar()
        if (i >= WARM) samples.push(to - from)
        await after?.(i)
      }
      const trace = await traceOf(devtools, async () => {
        for (let i = WARM + TIMES; i < WARM + TIMES + TRACED; i++) {
          await before?.(i)
          await page.evaluate(() => void performance.mark('act.begin'))
          await act(i)
          await page.waitForTimeout(rest)
          await page.evaluate(() => void performance.mark('act.end'))
          await after?.(i)
        }
      })
      return { all: spreadOf(samples), longest: spreadOf(longestTasks(trace)) }
    },
  }
}

/** Waits for a text as rarely as it can: what looks each frame is scripting too. */
export async function shows(page: Page, selector: string, text: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  const look = () =>
    page.evaluate(([at, words]) => document.querySelector(at!)?.textContent.includes(words!) === true, [selector, text])
  while (!(await look())) {
    if (performance.now() > until) throw new Error(`${selector} never said: ${text}`)
    await page.waitForTimeout(LOOK_MS)
  }
}

async function traceOf(devtools: CDPSession, run: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = []
  const take = ({ value }: { readonly value: readonly object[] }): void => {
    for (const event of value) events.push(event as TraceEvent)
  }
  devtools.on('Tracing.dataCollected', take)
  const traceConfig = { includedCategories: CATEGORIES, recordMode: 'recordAsMuchAsPossible' } as const
  await devtools.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
  await run()
  const complete = new Promise((done) => devtools.once('Tracing.tracingComplete', done))
  await devtools.send('Tracing.end')
  await complete
  devtools.off('Tracing.dataCollected', take)
  return events
}

async function metricsOf(devtools: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
}
