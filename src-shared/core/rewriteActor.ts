import * as A from '@automerge/automerge/slim'
import type { Hex } from '../base/bytes.ts'

/**
 * Writes changes again under another actor: the same operations with the same numbers, in the same places.
 *
 * Needed when a folder was copied or restored and both copies went on writing under one actor: peers that hold the other
 * copy's change number 7 refuse ours for ever (`duplicate seq`). Under a new actor ours are ordinary changes, and what
 * was written in them is kept (CR11).
 *
 * Shapes: `changes` are all changes of `from` beginning with the first that must move, in order; operations of `from`
 * before that one keep their actor. `lastSeq` is the number `to` has reached. Changes of others that build on moved ones
 * cannot exist: nobody could apply them.
 */
export function rewriteActor(changes: readonly Uint8Array[], from: Hex, to: Hex, lastSeq: number): Uint8Array[] {
  const decoded = changes.map((bytes) => A.decodeChange(bytes))
  const firstOp = Math.min(...decoded.map((change) => change.startOp))
  const moved = new Map<Hex, Hex>()
  const rename = (id: string): string => {
    const at = id.indexOf('@')
    return at > 0 && id.slice(at + 1) === from && Number(id.slice(0, at)) >= firstOp ? `${id.slice(0, at)}@${to}` : id
  }
  return decoded.map(({ hash, ...change }, index) => {
    const bytes = A.encodeChange({
      ...change,
      actor: to,
      seq: lastSeq + index + 1,
      deps: change.deps.map((dep) => moved.get(dep) ?? dep),
      ops: change.ops.map((op) => renameOp(op, rename)),
    } as Parameters<typeof A.encodeChange>[0])
    if (hash !== null) moved.set(hash, A.decodeChange(bytes).hash!)
    return bytes
  })
}

/** `elemId` is there for operations in lists and texts; the library's type leaves it out. */
type Op = ReturnType<typeof A.decodeChange>['ops'][number] & { readonly elemId?: string }

function renameOp(op: Op, rename: (id: string) => string): Op {
  return {
    ...op,
    obj: rename(op.obj),
    ...(op.elemId === undefined ? {} : { elemId: rename(op.elemId) }),
    pred: op.pred.map(rename),
  } as Op
}
