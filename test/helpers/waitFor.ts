/** Waits for a fact, looking every 5 ms; fails with `what` after `withinMs`, which only ends what hangs. */
export async function waitFor(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const until = Date.now() + withinMs
  while (!(await isTrue())) {
    if (Date.now() > until) throw new Error(`did not happen within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
