/** How long this window took to be there: page read, first paint, first content; ms since it began. */
export function windowTimes(): readonly number[] {
  const [page] = performance.getEntriesByType('navigation')
  const paints = performance.getEntriesByType('paint').map(({ startTime }) => startTime)
  return [...(page === undefined ? [] : [page.duration]), ...paints].map(Math.round)
}
