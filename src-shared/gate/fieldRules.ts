import { isSealedType, type PlanNode, stepInto } from '#shared/plan/fieldPaths.ts'
import { typeSpec } from '#shared/plan/fields.ts'
import type { Op, Place } from './places.ts'

/**
 * Whether an operation keeps the kind of the field it touches. Where it does not, somebody's work would vanish without a
 * conflict (hazard F13): a string over a text being typed in, an edit inside a place being replaced, a container remade.
 *
 * `born`: the object was made by the same change. `founding`: this is the plan's first change, which alone makes the
 * root's containers.
 */
export function keepsKinds(op: Op, place: Place, born: boolean, founding: boolean): boolean {
  const { node } = place
  if (node.at === 'block' || node.at === 'unknown') return true
  if (node.at === 'text') return isTextEdit(op, node.spec.rich)
  if (op.key === undefined) return false // only texts have elements
  const fresh = born || (founding && place.path.length === 0)
  const child = stepInto(node, op.key)
  switch (node.at) {
    case 'thing':
      if (isSealedType(node.type) && !fresh && !isOpenLater(node, op.key, child)) return false
      return keepsField(op, child, fresh, place.path.length === 0)
    case 'collection':
      return keepsThing(op, place, child)
    case 'buckets':
      return child.at === 'collection' && op.action === 'makeMap' && fresh && op.pred.length === 0
    case 'onePiece':
      return fresh && (child.at === 'unknown' || op.action === 'set')
    case 'set':
      return op.action === 'del' || (op.action === 'set' && op.value === true)
    default:
      return false // values and members of sets are no objects
  }
}

function isTextEdit(op: Op, rich: boolean): boolean {
  switch (op.action) {
    case 'set':
      return typeof op.value === 'string'
    case 'makeMap':
      return rich && op.insert === true
    case 'del':
    case 'markBegin':
    case 'markEnd':
      return true
    default:
      return false
  }
}

/** A record that is written once has fields that may change later, and collections that may grow. */
function isOpenLater(node: PlanNode & { at: 'thing' }, key: string, child: PlanNode): boolean {
  return child.at === 'unknown' || typeSpec(node.type).mutable.includes(key)
}

function keepsField(op: Op, child: PlanNode, fresh: boolean, isRoot: boolean): boolean {
  const isBirth = fresh && op.pred.length === 0
  switch (child.at) {
    case 'text':
      return op.action === 'makeText' && isBirth
    case 'set':
    case 'collection':
    case 'buckets':
      return op.action === 'makeMap' && isBirth
    case 'onePiece':
      return op.action === 'makeMap' || op.action === 'del' || (op.action === 'set' && op.value === null)
    case 'value':
      return op.action === 'set' || op.action === 'del'
    default:
      // A field of a newer version. At the root its containers come by migration only.
      return !isRoot || fresh || !op.action.startsWith('make')
  }
}

/** Things are made, never deleted or made scalar; only those written as one piece are made again over themselves. */
function keepsThing(op: Op, place: Place, child: PlanNode): boolean {
  if (child.at !== 'thing' || op.action !== 'makeMap') return false
  if (op.pred.length > 0 && typeSpec(child.type).written !== 'whole') return false
  return isRightBucket(place, op.key!)
}

/** In a bucket (two keys deep, the second two hex digits long) stands what begins with its name. */
function isRightBucket({ path }: Place, key: string): boolean {
  const [, bucket] = path
  return path.length !== 2 || bucket === undefined || bucket.length !== 2 || key.startsWith(bucket)
}
