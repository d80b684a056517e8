import type { ChangeAuthor } from './executor.ts'
import type { Op, Place } from './places.ts'

/** Roots a guest may write in. */
const GUEST_ROOTS = new Set(['comments', 'positions'])

/**
 * Whether the author's role may make this operation, judged by the root collection its object stands in. Guest: comments
 * and own positions. Writer: everything but agreements (a signature of one's own excepted) and print records of others.
 */
export function mayWrite(author: ChangeAuthor, op: Op, place: Place): boolean {
  const path = op.key === undefined ? place.path : [...place.path, op.key]
  const root = path[0] ?? ''
  switch (author.role) {
    case 'reader':
      return false
    case 'guest':
      return GUEST_ROOTS.has(root) && place.path.length > 0 && (root !== 'positions' || isOwnPosition(author, path))
    case 'writer':
      if (root === 'agreements') return isOwnSignature(author, path)
      return root !== 'prints' || op.key !== 'by' || op.value === author.member
    case 'steward':
      return true
  }
}

/** `positions/bucket/(version/member/stream)`: the key of a position names whose it is. */
function isOwnPosition(author: ChangeAuthor, path: readonly string[]): boolean {
  return path[2]?.split('/')[1] === author.member
}

/** `agreements/id/signatures/member/…` */
function isOwnSignature(author: ChangeAuthor, path: readonly string[]): boolean {
  return path[2] === 'signatures' && path[3] === author.member
}
