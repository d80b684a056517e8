import { X } from 'lucide-react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { useCanWrite } from '../app/planContext.ts'
import { useBin } from './useBin.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { useWords } from '../words/words.ts'

/** Puts one line of the panel in the bin; undo brings it back. */
export function RemoveButton({ thing, name }: { readonly thing: ThingRef; readonly name: string }) {
  const { t } = useWords()
  const bin = useBin()
  const canWrite = useCanWrite()
  if (!canWrite) return null
  return (
    <span className="line-remove">
      <IconButton
        icon={<X size={16} strokeWidth={1.5} />}
        label={`${t('app.remove')}: ${shownTitle(name)}`}
        hasTooltip={false}
        onPress={() => bin(thing, name)}
      />
    </span>
  )
}
