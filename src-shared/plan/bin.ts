/** The bin: whatever was removed, wherever it lived; nothing leaves it by itself (PL8). */
import type * as A from '@automerge/automerge/slim'
import { typeSpec } from './fields.ts'
import { type AnyThing, collectionsOf, isRemoved, rootThings, type ThingRef } from './things.ts'
import type { PlanDoc } from './types.ts'
import { plainField } from './views.ts'

export interface Binned {
  readonly ref: ThingRef
  /** Title, name, label or text; `''` when it has none. */
  readonly title: string
  /** Title of what it lived in; `null` for things of the plan itself. */
  readonly inTitle: string | null
  /** A person of the plan; `null` when unknown. */
  readonly by: string | null
  /** UTC ms as claimed; `null` when unknown. */
  readonly at: number | null
}

/** Everything in the bin, newest first. What lies in something that is in the bin comes back with it and is not listed. */
export function selectBin(doc: A.Doc<PlanDoc>): readonly Binned[] {
  const binned = collectionsOf('Plan').flatMap(([field, type]) =>
    [...rootThings(doc, field)].flatMap(([id, thing]) => binnedWithin(thing, { type, id }, null)),
  )
  return binned.sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || (a.ref.id < b.ref.id ? -1 : 1))
}

function binnedWithin(thing: AnyThing, ref: ThingRef, inTitle: string | null): readonly Binned[] {
  if (isRemoved(thing)) return [binnedOf(thing, ref, inTitle)]
  return collectionsOf(ref.type).flatMap(([field, type]) =>
    Object.entries((thing[field] ?? {}) as Readonly<Record<string, AnyThing>>).flatMap(([id, inside]) =>
      binnedWithin(inside, { type, id, in: ref, field }, titleOf(thing, ref)),
    ),
  )
}

function binnedOf(thing: AnyThing, ref: ThingRef, inTitle: string | null): Binned {
  const spec = typeSpec(ref.type).fields['removed']
  const removed = (spec === undefined ? null : plainField(spec, thing['removed'])) as Partial<Binned> | null
  const { by, at } = removed ?? {}
  return { ref, title: titleOf(thing, ref), inTitle, by: by ?? null, at: at ?? null }
}

function titleOf(thing: AnyThing, { type }: ThingRef): string {
  const { fields } = typeSpec(type)
  for (const field of ['title', 'name', 'label', 'text']) {
    const spec = fields[field]
    const shown = spec === undefined ? null : plainField(spec, thing[field])
    if (typeof shown === 'string' && shown !== '') return shown
  }
  return ''
}
