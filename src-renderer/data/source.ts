import { useMemo, useSyncExternalStore } from 'react'

/** Something that has a value now and says when it changes. */
export type Source<T> = {
  readonly now: () => T
  readonly subscribe: (listener: () => void) => () => void
}

type Equal<S> = (a: S, b: S) => boolean

/**
 * Reads one selected value; the view renders again only when `isEqual` tells two values apart. `select` keeps its identity
 * between renders (a module function, or `useCallback`), else every render selects anew.
 */
export function useSelection<T, S>(source: Source<T>, select: (value: T) => S, isEqual: Equal<S> = Object.is): S {
  const read = useMemo(() => rememberEqual(() => select(source.now()), isEqual), [source, select, isEqual])
  return useSyncExternalStore(source.subscribe, read)
}

/** Keeps the identity of the last value while new ones are equal, as React asks of a snapshot. */
export function rememberEqual<S>(read: () => S, isEqual: Equal<S>): () => S {
  let last = read()
  return () => {
    const next = read()
    if (!isEqual(last, next)) last = next
    return last
  }
}

/** A source one can write to. */
export type Cell<T> = Source<T> & { readonly set: (value: T) => void }

export function createCell<T>(initial: T): Cell<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    now: () => value,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (next) => {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
  }
}
