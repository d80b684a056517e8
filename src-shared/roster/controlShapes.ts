/** How single values of control bodies are written and read; both ways in one place, so that they cannot drift apart. */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import type { CborMap, CborValue } from '../base/cbor.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { CutOff, LockedSecret, Policy, RecoveryKeys, SealedSecret } from './controlBodies.ts'

export interface Shape<T> {
  /** `undefined`: the key is left out. */
  write(value: T): CborValue | undefined
  read(value: CborValue | undefined): Result<T, string>
}

const wrong = err('missing or of the wrong kind')

export function bytes(length: number): Shape<Uint8Array> {
  return {
    write: (value) => value,
    read: (value) => (value instanceof Uint8Array && value.length === length ? ok(value) : wrong),
  }
}

export function bytesUpTo(limit: number): Shape<Uint8Array> {
  return {
    write: (value) => value,
    read: (value) => (value instanceof Uint8Array && value.length <= limit ? ok(value) : wrong),
  }
}

/** `length` bytes in the body, hex in memory. */
export function hex(length: number): Shape<Hex> {
  return {
    write: fromHex,
    read: (value) => (value instanceof Uint8Array && value.length === length ? ok(toHex(value)) : wrong),
  }
}

export function integer(least: number, most: number): Shape<number> {
  return {
    write: (value) => value,
    read: (value) => (typeof value === 'number' && value >= least && value <= most ? ok(value) : wrong),
  }
}

/** Left out means false. */
export const bool: Shape<boolean> = {
  write: (value) => (value ? true : undefined),
  read: (value) => (value === undefined ? ok(false) : typeof value === 'boolean' ? ok(value) : wrong),
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    write: (value) => (value === undefined ? undefined : shape.write(value)),
    read: (value) => (value === undefined ? ok(undefined) : shape.read(value)),
  }
}

/** Left out means empty; an empty list is never written. */
export function list<T>(shape: Shape<T>, most: number): Shape<readonly T[]> {
  return {
    write: (values) => (values.length === 0 ? undefined : values.map((value) => shape.write(value) as CborValue)),
    read: (value) => {
      if (value === undefined) return ok([])
      if (!Array.isArray(value)) return wrong
      if (value.length > most) return err(`longer than ${most}`)
      const out: T[] = []
      for (const item of value as readonly CborValue[]) {
        const read = shape.read(item)
        if (!read.ok) return read
        out.push(read.value)
      }
      return ok(out)
    },
  }
}

/** A list that is written even when it is empty. */
export function present<T>(shape: Shape<T>, most: number): Shape<readonly T[]> {
  const inner = list(shape, most)
  return {
    write: (values) => inner.write(values) ?? [],
    read: (value) => (value === undefined ? wrong : inner.read(value)),
  }
}

/** A list of fixed places; later places may be added by a newer version and are ignored. */
function places<T extends object>(shapes: { readonly [K in keyof T]: Shape<T[K]> }): Shape<T> {
  const entries = Object.entries(shapes) as [keyof T & string, Shape<unknown>][]
  return {
    write: (value) => entries.map(([name, shape]) => shape.write(value[name]) as CborValue),
    read: (value) => {
      if (!Array.isArray(value)) return wrong
      const out: Record<string, unknown> = {}
      for (const [i, [name, shape]] of entries.entries()) {
        const read = shape.read((value as readonly CborValue[])[i])
        if (!read.ok) return read
        out[name] = read.value
      }
      return ok(out as T)
    },
  }
}

export const cutOff = places<CutOff>({
  stream: hex(16),
  seq: integer(0, Number.MAX_SAFE_INTEGER - 1),
  hash: hex(32),
})
export const recovery = places<RecoveryKeys>({ sign: hex(32), box: hex(32), proof: bytes(64) })
export const sealedSecret = places<SealedSecret>({ box: hex(32), sealed: bytes(80) })
/** Nonce 24, secret 32, tag 16. */
export const lockedSecret = places<LockedSecret>({ epoch: hex(32), locked: bytes(72) })

const POLICY_KEYS = ['roles', 'members', 'devicesPerMember', 'liveInvites', 'streamsPerDevice'] as const
const roles = list(integer(1, 255), 32)
const limit = integer(1, 0xffff_ffff)

/** A map with keys 1 to 5 in the order of `POLICY_KEYS`; other keys are for later. */
export const policy: Shape<Policy> = {
  write: (value) =>
    new Map(POLICY_KEYS.map((name, i) => [i + 1, name === 'roles' ? [...value.roles] : value[name]] as const)),
  read: (value) => {
    if (!(value instanceof Map)) return wrong
    const map = value as CborMap
    const read = POLICY_KEYS.map((name, i) => (name === 'roles' ? roles : limit).read(map.get(i + 1)))
    const bad = read.find((result) => !result.ok)
    if (bad !== undefined && !bad.ok) return bad
    const values = read.map((result) => (result as { readonly value: unknown }).value)
    return ok(Object.fromEntries(POLICY_KEYS.map((name, i) => [name, values[i]])) as unknown as Policy)
  },
}
