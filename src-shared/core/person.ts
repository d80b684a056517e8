/** The person of the plan that a roster member is: claimed or created once, renamed by its own member (CR14). */
import { newId } from '../base/id.ts'
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { selectMembers, selectPersonOf } from '../plan/lists.ts'
import { planAdd, planSet } from '../plan/operations.ts'
import { editAsCore } from './coreEdit.ts'
import { proposedName } from './people.ts'
import { type PlanCore, diskNotice } from './planCore.ts'
import { canWrite, selfOf } from './self.ts'

const MOST_NAME_CHARACTERS = 100

export const isName = (name: string): boolean =>
  name.trim() !== '' && [...name].length <= MOST_NAME_CHARACTERS && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)

/**
 * Makes this member a person of the plan, when there is a plan to write in and it has not been done. A person of the same
 * name without an identity is the one meant, if there is exactly one.
 */
export async function ensurePerson(core: PlanCore): Promise<Result<void, Notice>> {
  const { state, local, deps } = core
  const self = selfOf(core)
  if (local.state().personMade || self === undefined || !canWrite(core) || state.heads.length === 0) {
    return ok(undefined)
  }
  const name = local.state().name || (proposedName(core, self) ?? '')
  const edited = await editAsCore(core, (doc) => {
    if (selectPersonOf(doc, self.id) !== null || name === '') return ok([])
    const same = selectMembers(doc).filter((one) => !one.isRemoved && one.identity === null && one.name === name)
    const ref = { type: 'Member', id: same[0]?.id ?? newId(deps.random) } as const
    return same.length === 1
      ? planSet(doc, ref, { identity: self.id })
      : planAdd(doc, { ...ref, id: newId(deps.random) }, { name, identity: self.id }, deps.random)
  })
  if (!edited.ok) return edited
  const written = await local.update((before) => ({ ...before, personMade: true }))
  return written.ok ? ok(undefined) : err(diskNotice(written.error))
}

export async function renameSelf(core: PlanCore, name: string): Promise<Result<void, Notice>> {
  if (!isName(name)) return err(notice('E_NAME'))
  const self = selfOf(core)
  if (self === undefined) return err(notice('E_NOT_MEMBER'))
  const edited = await editAsCore(core, (doc) => {
    const person = selectPersonOf(doc, self.id)
    return person === null
      ? planAdd(doc, { type: 'Member', id: newId(core.deps.random) }, { name, identity: self.id }, core.deps.random)
      : planSet(doc, { type: 'Member', id: person.id }, { name })
  })
  if (!edited.ok) return edited
  const written = await core.local.update((before) => ({ ...before, name, personMade: true }))
  return written.ok ? ok(undefined) : err(diskNotice(written.error))
}
