/** One parser as the fuzz sees it: samples to spoil, and what must hold for any answer. */
import { isDeepStrictEqual } from 'node:util'
import type { Chance } from './mutate.ts'

export interface FuzzParser {
  readonly name: string
  /** How many of each hundred cases are its own: by what it costs and by who can reach it. */
  readonly share: number
  /** Honest messages, small. */
  readonly samples: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>
  /** Where the CBOR in a sample begins, for what is CBOR. */
  readonly cborAt?: number
  /** Makes checksums and seals right again, so that spoilt bytes come past them. */
  readonly mend?: (bytes: Uint8Array, chance: Chance) => Uint8Array
  /**
   * Reads it and says in a few words what the answer was. Throws when the parser does, when an answer is none of those it
   * may give, or when what it took does not come back as it was.
   */
  readonly read: (bytes: Uint8Array) => string | Promise<string>
}

/** The parser kept its word, or the case is a finding. */
export function hold(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what)
}

export function holdSame(actual: unknown, expected: unknown, what: string): void {
  hold(isDeepStrictEqual(actual, expected), what)
}

/** `E_BUNDLE: no manifest`: the code, one of `codes`, and the reason when there is one. */
export function refusalOf(
  error: { readonly code: string; readonly reason?: unknown; readonly problem?: unknown },
  codes: readonly string[],
): string {
  hold(codes.includes(error.code), `${error.code} is none of its codes`)
  const reason = error.reason ?? error.problem
  return reason === undefined ? error.code : `${error.code}: ${shortened(String(reason))}`
}

/** Reasons without what changes from case to case. */
export const shortened = (reason: string): string => (reason.split('\n')[0] ?? '').replace(/\d+/g, '#').slice(0, 40)

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
