import type { ThingRef } from '#shared/plan/things.ts'
import { RichText } from '../../parts/richText/RichText.tsx'
import { useRich } from '../../parts/richText/useRich.ts'

/** Rich text of the plan as one reads it. */
export function Prose({
  thing,
  field,
  under,
}: {
  readonly thing: ThingRef
  readonly field: string
  readonly under: 2 | 3
}) {
  return <RichText rich={useRich(thing, field)} under={under} />
}
