import * as v from 'valibot'
import { type Result, err, ok } from '../base/result.ts'
import { type CborValue, decodeCbor, encodeCbor } from '../base/cbor.ts'
import { FRAMES, type Frame, type FrameInput, type FrameName } from './frames.ts'
import { readPlainEntries } from './plainEntries.ts'

/** Why bytes are not a frame. `Skip` is the one that does not close the connection. */
export type FrameError =
  | { readonly kind: 'BadFrame'; readonly reason: string }
  | { readonly kind: 'UnknownFrame'; readonly type: number }
  | { readonly kind: 'Skip'; readonly type: number }

interface WireField {
  readonly name: string
  readonly key: number
  readonly schema: v.GenericSchema
}
interface WireFrame {
  readonly name: FrameName
  readonly type: number
  readonly fields: readonly WireField[]
}

const wireFrames: readonly WireFrame[] = Object.entries(FRAMES).map(([name, { type, fields }]) => ({
  name: name as FrameName,
  type,
  fields: Object.entries(fields)
    .map(([field, { key, schema }]) => ({ name: field, key, schema }))
    .sort((a, b) => a.key - b.key),
}))
const byName = new Map(wireFrames.map((frame) => [frame.name, frame]))
const byType = new Map(wireFrames.map((frame) => [frame.type, frame]))

/** Type byte and map, keys ascending: equal input gives equal bytes. The caller answers for the values (FR1). */
export function encodeFrame<N extends FrameName>(name: N, body: FrameInput<N>): Uint8Array {
  const frame = byName.get(name) as WireFrame
  const values = body as Readonly<Record<string, CborValue | undefined>>
  const map = new Map<number, CborValue>()
  for (const field of frame.fields) {
    const value = values[field.name]
    if (value !== undefined) map.set(field.key, value)
  }
  const encoded = encodeCbor(map)
  const bytes = new Uint8Array(encoded.length + 1)
  bytes[0] = frame.type
  bytes.set(encoded, 1)
  return bytes
}

/** Reads one message. */
export function decodeFrame(bytes: Uint8Array): Result<Frame, FrameError> {
  const type = bytes[0]
  if (type === undefined) return err({ kind: 'BadFrame', reason: 'empty' })
  const frame = byType.get(type)
  if (frame === undefined) return err(type >= 0x80 ? { kind: 'Skip', type } : { kind: 'UnknownFrame', type })
  const entries = type === FRAMES.PUT.type || type === FRAMES.DELIVER.type ? readPlainEntries(bytes) : undefined
  if (entries !== undefined) return ok({ name: frame.name, body: { entries }, bytes } as unknown as Frame)
  const map = decodeCbor(bytes.subarray(1))
  if (!map.ok) return err({ kind: 'BadFrame', reason: map.error.reason })
  const body: Record<string, unknown> = {}
  for (const field of frame.fields) {
    const parsed = v.safeParse(field.schema, map.value.get(field.key), { abortEarly: true })
    if (!parsed.success) return err({ kind: 'BadFrame', reason: `${frame.name}.${field.name}` })
    body[field.name] = parsed.output
  }
  return ok({ name: frame.name, body, bytes } as unknown as Frame)
}

/** The wire contract as text: types, keys, names and bounds of every field. A test pins its hash (FR8). */
export function describeFrames(): string {
  return wireFrames
    .map(({ name, type, fields }) =>
      [`${name} ${type}`, ...fields.map((field) => `  ${field.key} ${field.name} ${describe(field.schema)}`)].join(
        '\n',
      ),
    )
    .join('\n')
}

/** What a schema says of itself. A `check` is a closure whose source is no contract: the spec tells what it asks. */
function describe(schema: unknown): string {
  if (typeof schema === 'function') return schema.name
  if (schema instanceof RegExp) return String(schema)
  if (Array.isArray(schema)) return `[${schema.map(describe).join(' ')}]`
  if (typeof schema !== 'object' || schema === null) return String(schema)
  const parts = schema as Readonly<Record<string, unknown>>
  if (Array.isArray(parts['pipe'])) return `(${parts['pipe'].map(describe).join(' | ')})`
  return ['type', 'class', 'requirement', 'options', 'item', 'wrapped']
    .filter((name) => parts[name] !== undefined && !(name === 'requirement' && parts['type'] === 'check'))
    .map((name) => describe(parts[name]))
    .join(' ')
}
