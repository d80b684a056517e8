import type { Unsubscribe } from './contract.ts'

/** A list of listeners. One that throws does not keep the others from hearing. */
export interface Listeners<T> {
  add(listener: (value: T) => void): Unsubscribe
  emit(value: T): void
  readonly size: number
}

export function makeListeners<T>(onError: (cause: unknown) => void): Listeners<T> {
  const all = new Set<(value: T) => void>()
  return {
    add(listener) {
      const own = (value: T) => listener(value) // the same function twice is two subscriptions
      all.add(own)
      return () => void all.delete(own)
    },
    emit(value) {
      for (const listener of all) {
        try {
          listener(value)
        } catch (cause) {
          onError(cause)
        }
      }
    },
    get size() {
      return all.size
    },
  }
}
