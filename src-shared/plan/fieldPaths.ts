import { BUCKETED_ROOTS, fieldSpec, isTypeName, type TypeName, typeSpec } from './fields.ts'
import type { CollectionSpec, OnePieceSpec, SetSpec, TextSpec, ValueSpec } from './kinds.ts'

/** What stands at a place of the document, as the table says. `unknown`: written by a newer version; keep it, touch nothing. */
export type PlanNode =
  | { readonly at: 'thing'; readonly type: TypeName }
  | { readonly at: 'buckets'; readonly of: TypeName }
  | { readonly at: 'collection'; readonly of: TypeName }
  | { readonly at: 'text'; readonly spec: TextSpec }
  | { readonly at: 'value'; readonly spec: ValueSpec }
  | { readonly at: 'onePiece'; readonly spec: OnePieceSpec }
  | { readonly at: 'set'; readonly spec: SetSpec }
  | { readonly at: 'setMember' }
  | { readonly at: 'unknown' }

export const ROOT: PlanNode = { at: 'thing', type: 'Plan' }
const UNKNOWN: PlanNode = { at: 'unknown' }

/**
 * One step down the table: the node under `key`. Start from `ROOT`; the steps are the map keys of the document, buckets
 * included, so the gate can follow the object of every operation without reading the document.
 */
export function stepInto(node: PlanNode, key: string): PlanNode {
  switch (node.at) {
    case 'thing':
      return fieldNode(node.type, key)
    case 'buckets':
      return isBucket(key) ? { at: 'collection', of: node.of } : UNKNOWN
    case 'collection':
      return { at: 'thing', type: node.of }
    case 'onePiece': {
      const spec = Object.hasOwn(node.spec.members, key) ? node.spec.members[key] : undefined
      return spec ? { at: 'value', spec } : UNKNOWN
    }
    case 'set':
      return { at: 'setMember' }
    default:
      return UNKNOWN
  }
}

export const nodeAt = (path: readonly (string | number)[]): PlanNode =>
  path.reduce<PlanNode>((node, key) => stepInto(node, String(key)), ROOT)

function fieldNode(type: TypeName, key: string): PlanNode {
  const spec = fieldSpec(type, key)
  switch (spec?.kind) {
    case 'text':
      return { at: 'text', spec }
    case 'value':
      return { at: 'value', spec }
    case 'onePiece':
      return { at: 'onePiece', spec }
    case 'set':
      return { at: 'set', spec }
    case 'collection':
      return collectionNode(spec)
    default:
      return UNKNOWN
  }
}

function collectionNode(spec: CollectionSpec): PlanNode {
  if (!isTypeName(spec.of)) return UNKNOWN
  return spec.buckets ? { at: 'buckets', of: spec.of } : { at: 'collection', of: spec.of }
}

const isBucket = (key: string): boolean => /^[0-9a-f]{2}$/.test(key)

export const isBucketedRoot = (key: string): boolean => (BUCKETED_ROOTS as readonly string[]).includes(key)

/** True for a type whose records are never edited inside once they stand (`whole`, `once`). */
export const isSealedType = (type: TypeName): boolean => typeSpec(type).written !== 'parts'
