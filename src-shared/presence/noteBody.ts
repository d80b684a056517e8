/** What a note says once opened: a CBOR map with integer keys. Unknown kinds and keys are passed over. */
import * as v from 'valibot'
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { type CborValue, decodeCbor, encodeCbor } from '../base/cbor.ts'

/** Where somebody is in a plan, as precisely as they are. */
export interface Place {
  /** A view of the window, such as `board`. */
  readonly screen: string
  /** The project that is open, 32 hex digits. */
  readonly project: Hex | null
  /** The text one is in: its stored path, the parts joined by `/`. */
  readonly field: string | null
  /** A selection in it, as Automerge cursors. */
  readonly cursor: { readonly anchor: string; readonly head: string } | null
}

export type NoteBody =
  | { readonly kind: 'gone' }
  | { readonly kind: 'here'; readonly place: Place }
  /** Changes of this device that are in no entry yet, by the actor of its stream (32 hex digits). */
  | { readonly kind: 'words'; readonly stream: Hex; readonly changes: readonly Uint8Array[] }

/** What one note may say; more than this does not travel in passing. */
export const PLACE_LIMITS = { screen: 24, field: 300, cursor: 80 } as const
const MAX_CHANGES = 64

const KINDS = { gone: 0, here: 1, words: 2 } as const

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
const bytes = v.instance(Uint8Array)
const id16 = v.pipe(bytes, v.length(16))
const here = v.object({
  screen: text(PLACE_LIMITS.screen),
  project: v.optional(id16),
  field: v.optional(text(PLACE_LIMITS.field)),
  cursor: v.optional(v.tuple([text(PLACE_LIMITS.cursor), text(PLACE_LIMITS.cursor)])),
})
const words = v.object({
  stream: id16,
  changes: v.pipe(v.array(bytes as v.GenericSchema<Uint8Array>), v.minLength(1), v.maxLength(MAX_CHANGES)),
})

export function encodeNoteBody(body: NoteBody): Uint8Array {
  const map = new Map<number, CborValue>([[1, KINDS[body.kind]]])
  if (body.kind === 'here') {
    const { screen, project, field, cursor } = body.place
    map.set(2, screen)
    if (project !== null) map.set(3, fromHex(project))
    if (field !== null) map.set(4, field)
    if (cursor !== null) map.set(5, [cursor.anchor, cursor.head])
  }
  if (body.kind === 'words') {
    map.set(6, fromHex(body.stream))
    map.set(7, body.changes)
  }
  return encodeCbor(map)
}

/** `undefined`: not this format, or a kind of a later version. */
export function decodeNoteBody(clear: Uint8Array): NoteBody | undefined {
  const map = decodeCbor(clear)
  if (!map.ok) return undefined
  const at = (key: number): unknown => map.value.get(key)
  if (at(1) === KINDS.gone) return { kind: 'gone' }
  if (at(1) === KINDS.here) {
    const read = v.safeParse(here, { screen: at(2), project: at(3), field: at(4), cursor: at(5) })
    if (!read.success) return undefined
    const { screen, project, field, cursor } = read.output
    return {
      kind: 'here',
      place: {
        screen,
        project: project === undefined ? null : toHex(project),
        field: field ?? null,
        cursor: cursor === undefined ? null : { anchor: cursor[0], head: cursor[1] },
      },
    }
  }
  if (at(1) !== KINDS.words) return undefined
  const read = v.safeParse(words, { stream: at(6), changes: at(7) })
  return read.success ? { kind: 'words', stream: toHex(read.output.stream), changes: read.output.changes } : undefined
}
