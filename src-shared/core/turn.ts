/** Runs tasks one after the other, in the order of the calls; a task that throws fails alone. */
export interface Turn {
  run<T>(task: () => Promise<T>): Promise<T>
  /** Resolves when everything asked for so far has run. */
  idle(): Promise<void>
}

export function makeTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve()
  const run = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
  return { run, idle: () => run(async () => undefined) }
}
