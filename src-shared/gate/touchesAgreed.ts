import { AGREED_ROOTS } from '#shared/plan/fields.ts'
import type { Op, Places } from './places.ts'

const agreed: ReadonlySet<string> = new Set(AGREED_ROOTS)

/** Whether any of a change's operations stands in what a plan's agreement is about. */
export const touchesAgreed = (ops: readonly Op[], places: Places): boolean =>
  ops.some((op) => {
    const [root] = places.of(op.obj)?.path ?? []
    return agreed.has(root ?? op.key ?? '')
  })
