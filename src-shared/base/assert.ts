/** Throws when an invariant of our own code is broken. `message` is a full sentence. Bad input is a `Result`, never this. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Closes an exhaustive `switch`. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
