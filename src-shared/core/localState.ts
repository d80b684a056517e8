/**
 * What a device keeps of a plan beside entries and document: small, written twice, and able to be lost (most of it is
 * found again from the control entries and the journal; relays and what was not yet looked at are not).
 */
import * as v from 'valibot'
import { type Hex, textOf, toHex, utf8 } from '../base/bytes.ts'
import { hash } from '../base/crypto.ts'
import { jsonOf } from '../base/json.ts'

const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)))
const anyHex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/))
const whole = v.pipe(v.number(), v.integer(), v.minValue(0))

const relaySchema = v.object({
  url: v.string(),
  key: v.optional(hex(64)),
  /** What this relay last signed; see `LastRoot` of the sync room. */
  lastRoot: v.optional(v.object({ logId: hex(32), pos: whole, root: hex(64) })),
  /** Own streams and how many of their entries this relay has acknowledged, from the first on. */
  acked: v.optional(v.record(hex(32), whole)),
  /** Attached files held here that this relay was seen to have: addresses of their lists. */
  files: v.optional(v.array(hex(64))),
  /** In the list of the plan's relays (not only met once). */
  listed: v.boolean(),
})

const localSchema = v.object({
  version: v.literal(1),
  /** Written by a newer state: the higher one of two readable copies counts. */
  generation: whole,
  /** False while the plan is being founded or joined: what is left of a try that a crash ended is not a plan. */
  ready: v.boolean(),
  /** Name given at founding or joining: proposed once for a person of the plan. */
  name: v.string(),
  relays: v.array(relaySchema),
  /** Epoch secrets, sealed under the storage key. */
  epochs: v.array(v.object({ epochId: hex(64), sealed: anyHex })),
  /** Streams of this installation: what a lease writes in, what the core itself writes in, and those given up. */
  streams: v.object({
    desk: v.nullable(hex(32)),
    service: v.nullable(hex(32)),
    retired: v.array(hex(32)),
    /** After a fork: what was written in `from` is written again in `to`, from its first change on. */
    moved: v.optional(v.array(v.object({ from: hex(32), to: hex(32) }))),
    /** First entries of own sides of a fork that stay as they are, since the other side holds the same changes. */
    standing: v.optional(v.array(hex(64))),
  }),
  /** The invite joined by, its seed sealed under the storage key: proves the right to hand in the JOIN at a relay. */
  invite: v.optional(v.object({ grant: hex(64), sealed: anyHex })),
  /** Heads before the first changes of others that the person has not looked at. */
  unlooked: v.nullable(v.array(hex(64))),
  /** Damage of journal files that has been dealt with; the bytes stay where they are, and are found at each opening. */
  mended: v.array(v.string()),
  /** The person of the plan has been created or claimed. */
  personMade: v.boolean(),
  /** UTC ms when the person put the plan out of the way on this device. */
  putAway: v.optional(v.number()),
  /** Every attached file is fetched, whatever its size. */
  keepsFiles: v.optional(v.boolean()),
  /** Shared on the local network whenever it is open. */
  sharesAlways: v.optional(v.boolean()),
})

export type LocalState = v.InferOutput<typeof localSchema>
export type LocalRelay = v.InferOutput<typeof relaySchema>

export const emptyLocalState = (name: string): LocalState => ({
  version: 1,
  generation: 0,
  ready: false,
  name,
  relays: [],
  epochs: [],
  streams: { desk: null, service: null, retired: [] },
  unlooked: null,
  mended: [],
  personMade: false,
})

/** One line of JSON, then the checksum of that line: an editor or a cut shows. */
export function encodeLocalState(state: LocalState): Uint8Array {
  const line = JSON.stringify(state)
  return utf8(`${line}\n${sumOf(line)}\n`)
}

/** `null` when a byte is wrong. Unknown fields of a newer version are not kept: the state is rebuilt or local. */
export function decodeLocalState(bytes: Uint8Array): LocalState | null {
  const [line, sum, rest] = (textOf(bytes) ?? '').split('\n')
  if (line === undefined || sum === undefined || rest !== '' || sum !== sumOf(line)) return null
  const parsed = v.safeParse(localSchema, jsonOf(line))
  return parsed.success ? parsed.output : null
}

const sumOf = (line: string): Hex => toHex(hash('local', utf8(line)))
