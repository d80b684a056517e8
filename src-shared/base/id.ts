import type { Random } from './ports.ts'
import { type Hex, toHex } from './bytes.ts'

/** An id of a thing in a plan: 16 random bytes as 32 lower-case hex digits. */
export type Id = Hex

export const newId = (random: Random): Id => toHex(random.bytes(16))

export const isId = (value: unknown): value is Id => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)
