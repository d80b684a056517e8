/** The types of a plan, made from the table in `fields.ts`, so that neither can say what the other does not. */
import type * as A from '@automerge/automerge/slim'
import type { TYPES, TypeName } from './fields.ts'
import type { CollectionSpec, FieldSpec, OnePieceSpec, Scalar, SetSpec, TextSpec, ValueSpec } from './kinds.ts'

export type { Id } from '../base/id.ts'
export type { TypeName } from './fields.ts'

/** As Automerge holds it: scalar strings are `ImmutableString`, texts are strings. */
type StoredScalar<S extends Scalar> = S extends 'integer' | 'year' | 'instant'
  ? number
  : S extends 'boolean'
    ? boolean
    : A.ImmutableString

/** As people, JSON and the window hold it. */
type PlainScalar<S extends Scalar> = S extends 'integer' | 'year' | 'instant'
  ? number
  : S extends 'boolean'
    ? boolean
    : string

type Stored<F extends FieldSpec> = F extends TextSpec
  ? string
  : F extends ValueSpec<infer S>
    ? StoredScalar<S> | null
    : F extends OnePieceSpec<infer M>
      ? { readonly [K in keyof M]?: M[K] extends ValueSpec<infer S> ? StoredScalar<S> | null : never }
      : F extends SetSpec
        ? Readonly<Record<string, true>>
        : F extends CollectionSpec<infer T>
          ? T extends TypeName
            ? Readonly<Record<string, StoredOf<T>>>
            : never
          : never

type Plain<F extends FieldSpec> = F extends TextSpec
  ? string
  : F extends ValueSpec<infer S>
    ? PlainScalar<S> | null
    : F extends OnePieceSpec<infer M>
      ? { readonly [K in keyof M]?: M[K] extends ValueSpec<infer S> ? PlainScalar<S> | null : never } | null
      : F extends SetSpec
        ? readonly string[]
        : never

type FieldsOf<T extends TypeName> = (typeof TYPES)[T]['fields']
type Optional = ValueSpec | OnePieceSpec
type OptionalKeys<T extends TypeName> = {
  [K in keyof FieldsOf<T>]: FieldsOf<T>[K] extends Optional ? K : never
}[keyof FieldsOf<T>]
type BornKeys<T extends TypeName> = Exclude<keyof FieldsOf<T>, OptionalKeys<T>>
type Spec<T extends TypeName, K extends keyof FieldsOf<T>> = FieldsOf<T>[K] extends FieldSpec ? FieldsOf<T>[K] : never

/** A thing as it is stored. Texts, sets and collections are always there, values and pieces when they have been set. */
export type StoredOf<T extends TypeName> = { readonly [K in BornKeys<T>]: Stored<Spec<T, K>> } & {
  readonly [K in OptionalKeys<T>]?: Stored<Spec<T, K>>
}

/** Root collections in buckets: 256 maps by the first two hex digits of the id. */
export type Buckets<T extends TypeName> = Readonly<Record<string, Readonly<Record<string, StoredOf<T>>>>>

/** The document. Newer versions may have put more into it. */
export type PlanDoc = Omit<StoredOf<'Plan'>, 'projects' | 'comments' | 'positions' | 'settled'> & {
  readonly projects: Buckets<'Project'>
  readonly comments: Buckets<'Comment'>
  readonly positions: Buckets<'Position'>
  readonly settled: Buckets<'Settled'>
}

/** What a person may write into a thing: plain strings, numbers, lists; `null` clears a value. All optional. */
export type InputOf<T extends TypeName> = {
  readonly [K in keyof FieldsOf<T> as FieldsOf<T>[K] extends CollectionSpec ? never : K]?: Plain<Spec<T, K>>
}

export type Project = StoredOf<'Project'>
export type Objective = StoredOf<'Objective'>
export type Stage = StoredOf<'Stage'>
export type Action = StoredOf<'Action'>
export type Milestone = StoredOf<'Milestone'>
export type Output = StoredOf<'Output'>
export type Contribution = StoredOf<'Contribution'>
export type Group = StoredOf<'Group'>
export type Member = StoredOf<'Member'>
export type Partner = StoredOf<'Partner'>
export type Comment = StoredOf<'Comment'>
export type Agreement = StoredOf<'Agreement'>
