/** Files of a project: what the plan says of them. The files themselves are kept elsewhere (docs/specs/attachments.md). */
import type * as A from '@automerge/automerge/slim'
import type { Random } from '../base/ports.ts'
import { ok } from '../base/result.ts'
import { type Planned, planAdd, planRemove, planRestore, planSet } from './operations.ts'
import { type AnyThing, type ThingRef, getThing, isRemoved, rootThings } from './things.ts'
import type { PlanDoc } from './types.ts'

type Doc = A.Doc<PlanDoc>

export interface AttachmentInput {
  /** SHA-256 of the clear bytes. */
  readonly hash: string
  /** Address of its sealed list. */
  readonly sealed: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  /** A person of the plan. */
  readonly by: string | null
  /** UTC ms. */
  readonly at: number
}

const MAX_NAME = 500
const MAX_MEDIA_TYPE = 100

const fileRef = (hash: string): ThingRef => ({ type: 'Attachment', id: hash })
const projectRef = (id: string): ThingRef => ({ type: 'Project', id })

/**
 * Plans a file of a project. One that the plan knows already is not named anew: it gets this project beside those it has, and
 * comes out of the bin.
 */
export function planAttach(doc: Doc, project: string, input: AttachmentInput, random: Random): Planned {
  const { hash, name, mediaType, by, ...fields } = input
  const known = getThing(doc, fileRef(hash))
  const file =
    known === undefined
      ? planAdd(
          doc,
          fileRef(hash),
          {
            ...fields,
            name: name.slice(0, MAX_NAME),
            mediaType: mediaType.slice(0, MAX_MEDIA_TYPE),
            ...(by === null ? {} : { by }),
          },
          random,
        )
      : planSet(doc, fileRef(hash), { sealed: input.sealed, ...(isRemoved(known) ? { removed: null } : {}) })
  if (!file.ok) return file
  const joined = planSet(doc, projectRef(project), { attachments: { add: [hash] } }, new Set([hash]))
  return joined.ok ? ok([...file.value, ...joined.value]) : joined
}

/**
 * Plans that a project no longer has a file. Where no other project has it, the file goes to the bin and stays with this one,
 * so that it comes back to where it was; otherwise it only leaves this project.
 */
export function planDetach(doc: Doc, project: string, hash: string, by: string | null, at: number): Planned {
  const isElsewhere = [...rootThings(doc, 'projects')].some(
    ([id, thing]) => id !== project && !isRemoved(thing) && hasFile(thing, hash),
  )
  if (!isElsewhere) return planRemove(doc, fileRef(hash), by, at)
  return planSet(doc, projectRef(project), { attachments: { drop: [hash] } })
}

/** Plans that the project has the file again, after `planDetach`. */
export function planReattach(doc: Doc, project: string, hash: string): Planned {
  const file = getThing(doc, fileRef(hash))
  const restored = file !== undefined && isRemoved(file) ? planRestore(doc, fileRef(hash)) : ok([])
  const joined = planSet(doc, projectRef(project), { attachments: { add: [hash] } })
  if (!restored.ok || !joined.ok) return restored.ok ? joined : restored
  return ok([...restored.value, ...joined.value])
}

function hasFile(project: AnyThing, hash: string): boolean {
  const set = project['attachments']
  return typeof set === 'object' && set !== null && Object.hasOwn(set, hash)
}
