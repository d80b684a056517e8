import { useMemo } from 'react'
import { newId } from '#shared/base/id.ts'
import type { FieldInputs } from '#shared/plan/fieldEdits.ts'
import type { TypeName } from '#shared/plan/fields.ts'
import { planAdd, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { getThing, type ThingRef } from '#shared/plan/things.ts'
import { usePlan } from '../app/planContext.ts'
import { useEdit, useTryEdit } from './useEdit.ts'

export type ThingCommands = {
  readonly set: (ref: ThingRef, fields: FieldInputs) => boolean
  /** Like `set`; `null` when it was written, else why not, for the field to say. */
  readonly trySet: (ref: ThingRef, fields: FieldInputs) => string | null
  /**
   * Adds a thing, inside another when `parent` is given (and in which of its fields, where that is not clear); its id, or
   * null when it was refused.
   */
  readonly add: (type: TypeName, fields: FieldInputs, parent?: ThingRef, field?: string) => string | null
  /** Puts it in the bin. */
  readonly remove: (ref: ThingRef) => void
  /** Takes it out again; false when it is not there. */
  readonly restore: (ref: ThingRef) => boolean
}

/** Edits of any thing of the plan, each one step of undo. */
export function useThing(): ThingCommands {
  const plan = usePlan()
  const edit = useEdit()
  const tryEdit = useTryEdit()
  return useMemo(
    () => ({
      set: (ref, fields) => edit((doc) => planSet(doc, ref, fields)),
      trySet: (ref, fields) => tryEdit((doc) => planSet(doc, ref, fields)),
      add: (type, fields, parent, field) => {
        const id = newId(plan.random)
        const ref: ThingRef =
          parent === undefined ? { type, id } : { type, id, in: parent, ...(field === undefined ? {} : { field }) }
        return edit((doc) => planAdd(doc, ref, fields, plan.random)) ? id : null
      },
      remove: (ref) => {
        if (getThing(plan.document.doc.now(), ref) === undefined) return
        edit((doc) => planRemove(doc, ref, plan.selfId(), plan.now()))
      },
      restore: (ref) => edit((doc) => planRestore(doc, ref)),
    }),
    [plan, edit, tryEdit],
  )
}
