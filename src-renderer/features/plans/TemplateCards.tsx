import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { useWords } from '../../words/words.ts'
import { BlankDrawing, FrameDrawing, SampleDrawing } from './templateDrawings.tsx'

/** A plan that is begun here, or the sample, which is there at once. */
export type NewPlanKind = 'blank' | 'commons-frame' | 'sample'

const KINDS: readonly { readonly kind: NewPlanKind; readonly drawing: ReactNode }[] = [
  { kind: 'blank', drawing: <BlankDrawing /> },
  { kind: 'commons-frame', drawing: <FrameDrawing /> },
  { kind: 'sample', drawing: <SampleDrawing /> },
]

/** The ways to begin: each with what is in it, drawn and in a sentence. */
export function TemplateCards({ onChoose }: { readonly onChoose: (kind: NewPlanKind) => void }) {
  return (
    <ul className="templates">
      {KINDS.map(({ kind, drawing }) => (
        <li key={kind}>
          <Template kind={kind} drawing={drawing} onChoose={() => onChoose(kind)} />
        </li>
      ))}
    </ul>
  )
}

type TemplateProps = { readonly kind: NewPlanKind; readonly drawing: ReactNode; readonly onChoose: () => void }

function Template({ kind, drawing, onChoose }: TemplateProps) {
  const { t } = useWords()
  return (
    <Button className="template" onPress={onChoose}>
      <span className="template-drawing">{drawing}</span>
      <span className="template-words">
        <span className="template-name">{t(`template.${kind}`)}</span>{' '}
        <span className="template-hint">{t(`template.${kind}.hint`)}</span>
      </span>
    </Button>
  )
}
