/** What the main thread of a window does, as Chromium counts it in processor time. */
import type { CDPSession, Page } from '@playwright/test'
import { type Spread, spreadOf } from './measure.ts'

export interface Meter {
  /** Milliseconds of scripting for each act, with all that follows from it until the window is at rest. */
  readonly acts: (times: number, act: (index: number) => Promise<void>, between?: Between) => Promise<Spread>
  /** Milliseconds of scripting, and of the whole thread, so far. */
  readonly soFar: () => Promise<{ readonly script: number; readonly thread: number }>
}

/** What has to be done before and after each act and is not counted. */
type Between = {
  readonly before?: (index: number) => Promise<void>
  readonly after?: (index: number) => Promise<void>
}

const WARM = 5
/** Text is written within 120 ms of a key, and the core's answer and status follow. */
const REST_MS = 250

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
    acts: async (times, act, { before, after } = {}) => {
      const samples: number[] = []
      for (let i = 0; i < WARM + times; i++) {
        await before?.(i)
        const { script: from } = await soFar()
        await act(i)
        await page.waitForTimeout(REST_MS)
        const { script: to } = await soFar()
        if (i >= WARM) samples.push(to - from)
        await after?.(i)
      }
      return spreadOf(samples)
    },
  }
}

async function metricsOf(devtools: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
}
