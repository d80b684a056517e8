/** What a JSON text says, or `undefined` when it is none: JSON itself has no such value. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
