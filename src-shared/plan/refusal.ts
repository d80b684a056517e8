import type { TypeName } from './fields.ts'

/** Why an edit of the plan was refused. Plain data; nothing was written (PL21). */
export type PlanRefusal =
  /** No thing with this id (a peer may have it, but not this document). */
  | { readonly kind: 'Missing'; readonly id: string }
  | { readonly kind: 'NoSuchType'; readonly type: string }
  | { readonly kind: 'NoSuchField'; readonly type: TypeName; readonly field: string }
  /** A thing of this type lives inside another, or in another. */
  | { readonly kind: 'WrongParent'; readonly type: TypeName }
  | { readonly kind: 'NotText'; readonly field: string }
  | { readonly kind: 'TooLong'; readonly field: string; readonly max: number; readonly length: number }
  | { readonly kind: 'NotInteger'; readonly field: string }
  | { readonly kind: 'NotBoolean'; readonly field: string }
  /** A calendar year from 1 to 9999. */
  | { readonly kind: 'NotYear'; readonly field: string }
  | { readonly kind: 'YearsReversed'; readonly from: number; readonly to: number }
  | { readonly kind: 'NotDay'; readonly field: string }
  | { readonly kind: 'NotId'; readonly field: string }
  /** A reference to something that is not in the plan. */
  | { readonly kind: 'NoSuchThing'; readonly field: string; readonly to: string; readonly id: string }
  | { readonly kind: 'NotChoice'; readonly field: string; readonly choices: readonly string[] }
  /** A word of a set: empty, too long, or not a word a map may have as its key. */
  | { readonly kind: 'NotLabel'; readonly field: string }
  | { readonly kind: 'NotSet'; readonly field: string }
  | { readonly kind: 'NotPiece'; readonly field: string }
  | { readonly kind: 'NotValue'; readonly field: string }
  /** A record that is written once and stands. */
  | { readonly kind: 'Sealed'; readonly type: TypeName }
  /** The key of a new thing is taken or is no key of this type. */
  | { readonly kind: 'BadKey'; readonly type: TypeName; readonly key: string }
  /** The stage a card should go to, or the last one, is in the bin. */
  | { readonly kind: 'Removed'; readonly id: string }
  | { readonly kind: 'NotRemoved'; readonly id: string }
  | { readonly kind: 'PlanFull'; readonly cards: number }
