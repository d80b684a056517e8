import { lazy, Suspense, useDeferredValue } from 'react'
import type { ThingRef } from '#shared/plan/things.ts'
import { useCanWrite } from '../../app/planContext.ts'
import { RichText } from './RichText.tsx'
import { useRich } from './useRich.ts'

export type RichTextEditProps = {
  readonly thing: ThingRef
  readonly field: string
  /** Said by a screen reader. */
  readonly label: string
  readonly placeholder: string
}

/** Most of what it takes to edit is loaded when a text to edit is shown. */
const RichEditor = lazy(async () => ({ default: (await import('./RichEditor.tsx')).RichEditor }))

/** A rich text of the plan, edited where it is read. It can be read in the first frame; the editor takes its place right after. */
export function RichTextEdit(props: RichTextEditProps) {
  const canWrite = useCanWrite()
  const rich = useRich(props.thing, props.field)
  const read = (
    <div className="rich-edit" role="group" aria-label={props.label}>
      <RichText rich={rich} />
    </div>
  )
  const hasEditor = useDeferredValue(true, false)
  if (!canWrite || !hasEditor) return read
  // Another text is another editor; so is another language.
  const key = [props.thing.type, props.thing.id, props.field, props.label].join('/')
  return (
    <Suspense fallback={read}>
      <RichEditor key={key} {...props} />
    </Suspense>
  )
}
