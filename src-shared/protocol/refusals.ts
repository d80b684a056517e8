/**
 * Every reason for which a relay refuses, with whether the same thing may be tried again later. The code is the
 * contract; where `base/codes.ts` has a sentence of the same code, it is shown to people.
 */
export interface RefusalRule {
  readonly retryable: boolean
  /** Earliest next try; 0 for final refusals. */
  readonly retryAfterMs: number
}

const final: RefusalRule = { retryable: false, retryAfterMs: 0 }
const after = (retryAfterMs: number): RefusalRule => ({ retryable: true, retryAfterMs })

export const REFUSALS = {
  /** No common protocol number. */
  E_PROTOCOL: final,
  /** HELLO said `sealed: 0` where nothing else protects the line. */
  E_UNSEALED: final,
  E_RELAY_NO_ROOM: final,
  E_WORK: final,
  E_ROOMS_PER_DAY: after(3_600_000),
  /** A proof of OPEN or the signature of an entry is wrong. */
  E_SIG: final,
  E_NOT_MEMBER: final,
  E_ROLE: final,
  E_CUTOFF: final,
  /** An entry of another room, epoch or stream. */
  E_CONTEXT: final,
  /** Bytes that are not an entry. */
  E_ENTRY: final,
  /** An entry of a later version, called by the hash this version would give it. */
  E_NEWER: final,
  /** An entry that does not follow from the one before it in its stream. */
  E_CHAIN: final,
  /** Another entry stands at this place of this stream. */
  E_FORK: final,
  /** A control entry whose body or parents are not known here; the parents may come yet. */
  E_CONTROL: after(2_000),
  /** The EPOCH this entry names is not here; it may be handed in next. */
  E_EPOCH: after(2_000),
  /** As many members as the room may have. */
  E_TOO_MANY: final,
  E_INVITE_UNKNOWN: final,
  E_INVITE_EXPIRED: final,
  E_INVITE_VOID: final,
  E_INVITE_USED: final,
  E_TOO_LARGE: final,
  E_RATE: after(1_000),
  E_RELAY_FULL: after(600_000),
  E_RELAY_DAY: after(3_600_000),
  /** Under the 30 s within which all must come together once there is room again (I11). */
  E_RELAY_DISK: after(15_000),
  E_BUSY: after(5_000),
  E_BANNED: after(60_000),
  /** The relay is stopping; another may be up in a moment. */
  E_GOING: after(1_000),
} as const satisfies Readonly<Record<string, RefusalRule>>

export type RefusalCode = keyof typeof REFUSALS

export const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code)

/** What a NACK says. `used` and `limit` are the numbers behind a quota. */
export interface Refusal {
  /** A code of REFUSALS, or one of a newer relay: then only `retryable` counts. */
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterMs: number
  readonly used?: number
  readonly limit?: number
}

export const refusal = (
  code: RefusalCode,
  numbers: { readonly used?: number; readonly limit?: number } = {},
): Refusal => ({
  code,
  ...REFUSALS[code],
  ...numbers,
})
