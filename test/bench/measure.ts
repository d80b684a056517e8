/** One line of the table: a figure, the peer measured in the same run, and the target of docs/performance.md. */
export type Row = {
  readonly what: string
  readonly ours: string
  readonly peer?: string
  /** Ours divided by the peer's. */
  readonly ratio?: number
  readonly target: string
  readonly met: boolean
}

export type Spread = { readonly p50: number; readonly p99: number; readonly total: number }

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), total: sorted.reduce((sum, one) => sum + one, 0) }
}

/** Milliseconds of one run. */
export function timed<T>(work: () => T): { readonly value: T; readonly ms: number } {
  const start = performance.now()
  const value = work()
  return { value, ms: performance.now() - start }
}

export async function timedAsync<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now()
  const value = await work()
  return { value, ms: performance.now() - start }
}

/** Milliseconds by the clock, and of processor time in all threads of this process. */
export function worked<T>(work: () => T): { readonly value: T; readonly ms: number; readonly busyMs: number } {
  const before = process.cpuUsage()
  const { value, ms } = timed(work)
  const { user, system } = process.cpuUsage(before)
  return { value, ms, busyMs: (user + system) / 1_000 }
}

/**
 * Milliseconds of this thread's processor time for each of `times` runs, after `warm` that do not count. Not by the clock:
 * on a machine with other work every hundredth run would show how long that took.
 */
export function sampled(times: number, work: (index: number) => void, warm = Math.min(20, times)): Spread {
  for (let i = 0; i < warm; i++) work(-1 - i)
  return spreadOf(Array.from({ length: times }, (_, i) => busyMs(() => work(i))))
}

/**
 * Some systems count processor time in ticks of 4 ms only. A run below two of them is taken by the clock, which is never less
 * than what it worked.
 */
export function busyMs(work: () => void): number {
  const before = process.threadCpuUsage()
  const { ms } = timed(work)
  const { user, system } = process.threadCpuUsage(before)
  return ms < 2 * TICK_IN_MS ? ms : (user + system) / 1_000
}

const TICK_IN_MS = 4

export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`

export const spread = ({ p50, p99 }: Spread): string => `p50 ${ms(p50)}, p99 ${ms(p99)}`

export const HEAD: readonly string[] = ['what', 'Aplec', 'peer in this run', 'ratio', 'target', '']

export const cellsOf = ({ what, ours, peer, ratio, target, met }: Row): readonly string[] => [
  what,
  ours,
  peer ?? '–',
  ratio === undefined ? '–' : `${ratio.toFixed(2)}x`,
  target,
  target === '–' ? '' : met ? 'met' : 'MISSED',
]

export function printRows(title: string, rows: readonly Row[]): void {
  const cells = rows.map(cellsOf)
  const widths = HEAD.map((word, i) => Math.max(word.length, ...cells.map((row) => row[i]!.length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd()
  console.log(`\n${title}\n${line(HEAD)}\n${widths.map((width) => '─'.repeat(width)).join('  ')}`)
  for (const row of cells) console.log(line(row))
}
