/** Bounds on anything foreign. Raising one is safe for old plans; lowering one splits peers, so add, never lower. */
export const gateLimits = {
  /** Ciphertext of an entry. */
  entryBytes: 1024 * 1024,
  /** A change or a bundle, inflated. */
  inflatedBytes: 8 * 1024 * 1024,
  /** All changes of a bundle, each written alone. */
  unfoldedBytes: 64 * 1024 * 1024,
  /** Inflated : deflated, for what inflates to more than `ratioFloorBytes`. */
  inflateRatio: 200,
  ratioFloorBytes: 1024 * 1024,
  opsPerChange: 200_000,
  /** Operations of one author who is still writing: what is shown in passing is judged again at each key. */
  opsInPassing: 10_000,
  /** Operations of one bundle, all its changes together: what one turn of the worker can hold. */
  opsPerBundle: 400_000,
  changesPerBundle: 5_000,
  /** Operations we pack into one bundle ourselves, unless one change has more: far from what a slow machine can open. */
  packedOps: 50_000,
  /** A bundle as it is sealed: leaves room for the rest of the body in an entry. */
  bundleBytes: 900 * 1024,
  depsPerChange: 1_000,
  actorsPerChange: 1_000,
  messageBytes: 1_024,
  /** How far a change may jump ahead of what it builds on. */
  opIdSlack: 65_536,
  /** Largest operation number anywhere: the library allocates by it, 64 bytes and more each, when it loads. */
  maxOpId: 4_194_304,
  /** Operations in a document: beyond it nothing foreign is taken. */
  opsPerDocument: 2_000_000,
  parkedEntries: 1_000,
  parkedBytes: 64 * 1024 * 1024,
  keyBytes: 1_024,
  /** Keys from the root to an object: the table needs 7, and everything that walks a document goes this deep. */
  depth: 32,
  /** Rounds of `actor(n)` on one stream. */
  actorsPerStream: 256,
} as const

export type GateLimits = { readonly [K in keyof typeof gateLimits]: number }
