/**
 * The five kinds of field. A field has one kind for ever: how it is stored in Automerge, and so how it merges, follows
 * from it (docs/specs/plan.md, PL2).
 */

/** What a value holds. All but `integer`, `year`, `instant` and `boolean` are stored as Automerge scalar strings. */
export type Scalar =
  | 'string'
  | 'integer'
  | 'boolean'
  /** A calendar year, 1 to 9999. */
  | 'year'
  /** ISO 8601 day, `2027-05-01`. */
  | 'day'
  /** UTC milliseconds. */
  | 'instant'
  /** 32 lower-case hex digits: a thing of this plan. */
  | 'id'
  /** 64 lower-case hex digits: a member of the roster (not a person of the plan), an entry, a content hash. */
  | 'hash'
  /** Automerge heads: hashes, sorted, joined by one space. */
  | 'heads'
  /** Lower-case hex of a signature. */
  | 'signature'
  /** Base-62 fractional index, compared by code unit. */
  | 'rank'
  /** BCP 47, for example `ca`. */
  | 'language'
  /** Number of one of eight hues, `0` to `7`. */
  | 'colour'
  /** Canonical JSON of any stored value. */
  | 'json'
  /** Code of a unit, for example `EUR`. */
  | 'unit'

export interface TextSpec<Rich extends boolean = boolean> {
  readonly kind: 'text'
  /** With marks and blocks; read by `spans`. */
  readonly rich: Rich
  /** Most UTF-16 units we let a person write. What arrives from others is never cut. */
  readonly max: number
}

export interface ValueSpec<S extends Scalar = Scalar> {
  readonly kind: 'value'
  readonly scalar: S
  readonly max: number
  /** What an id, or a roster id, refers to. */
  readonly to: string | null
  /** What this version writes. Others may be found and are kept. */
  readonly choices: readonly string[] | null
}

export interface OnePieceSpec<M extends PieceMembers = PieceMembers> {
  readonly kind: 'onePiece'
  readonly members: M
}
export type PieceMembers = Readonly<Record<string, ValueSpec>>

export interface SetSpec {
  readonly kind: 'set'
  /** What its keys are: ids of things of that type, or words of people (`label`), or hashes. */
  readonly of: string
  readonly max: number
}

export interface CollectionSpec<T extends string = string> {
  readonly kind: 'collection'
  readonly of: T
  /** Stored as 256 buckets by the first two hex digits of the id. Root only. */
  readonly buckets: boolean
}

export type FieldSpec = TextSpec | ValueSpec | OnePieceSpec | SetSpec | CollectionSpec

export interface TypeSpec {
  readonly fields: Readonly<Record<string, FieldSpec>>
  /**
   * `parts`: born once, its fields edited one by one. `whole`: written as one piece, replaced whole, never edited
   * inside. `once`: written in the change that makes it and never changed, except the fields named in `mutable`.
   */
  readonly written: 'parts' | 'whole' | 'once'
  readonly mutable: readonly string[]
  /** What the keys of its collection are. */
  readonly key: 'id' | 'hash' | 'code' | 'person' | 'rosterMember' | 'position' | 'operation' | 'root'
}

export const MAX_TITLE = 300
export const MAX_LABEL = 100
export const MAX_LINE = 500
export const MAX_NOTE = 20_000
export const MAX_PROSE = 500_000

export const text = (max: number = MAX_TITLE): TextSpec<false> => ({ kind: 'text', rich: false, max })
export const richText = (): TextSpec<true> => ({ kind: 'text', rich: true, max: MAX_PROSE })
export const value = <S extends Scalar>(scalar: S, max: number = MAX_LINE): ValueSpec<S> => ({
  kind: 'value',
  scalar,
  max,
  to: null,
  choices: null,
})
export const idOf = (to: string): ValueSpec<'id'> => ({ kind: 'value', scalar: 'id', max: 32, to, choices: null })
/** A member of the roster, by roster id. */
export const rosterId = (): ValueSpec<'hash'> => ({
  kind: 'value',
  scalar: 'hash',
  max: 64,
  to: 'roster',
  choices: null,
})
export const oneOf = (...choices: readonly string[]): ValueSpec<'string'> => ({
  kind: 'value',
  scalar: 'string',
  max: MAX_LABEL,
  to: null,
  choices,
})
export const onePiece = <M extends PieceMembers>(members: M): OnePieceSpec<M> => ({ kind: 'onePiece', members })
export const setOf = (of: string, max: number = MAX_LABEL): SetSpec => ({ kind: 'set', of, max })
export const collectionOf = <T extends string>(of: T): CollectionSpec<T> => ({ kind: 'collection', of, buckets: false })
export const bucketsOf = <T extends string>(of: T): CollectionSpec<T> => ({ kind: 'collection', of, buckets: true })

type Key = TypeSpec['key']
type Fields = TypeSpec['fields']
export const parts = <F extends Fields>(fields: F, key: Key = 'id') =>
  ({ fields, written: 'parts', mutable: [], key }) as const
export const whole = <F extends Fields>(fields: F, key: Key = 'id') =>
  ({ fields, written: 'whole', mutable: [], key }) as const
export const once = <F extends Fields>(fields: F, key: Key = 'id', mutable: readonly (keyof F & string)[] = []) =>
  ({ fields, written: 'once', mutable, key }) as const
