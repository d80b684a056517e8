import { Check } from 'lucide-react'
import { Checkbox } from 'react-aria-components'
import { useCanWrite } from '../app/planContext.ts'

type TickProps = { readonly label: string; readonly isDone: boolean; readonly onChange: (isDone: boolean) => void }

/** Done or not, at the start of a line. */
export function Tick({ label, isDone, onChange }: TickProps) {
  const canWrite = useCanWrite()
  return (
    <Checkbox className="tick" aria-label={label} isSelected={isDone} isReadOnly={!canWrite} onChange={onChange}>
      <span className="tick-box" aria-hidden>
        <Check size={14} strokeWidth={2.5} />
      </span>
    </Checkbox>
  )
}
