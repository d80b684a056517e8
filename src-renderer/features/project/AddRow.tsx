import { Plus } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useCanWrite } from '../../app/planContext.ts'
import { useWords } from '../../words/words.ts'
import type { PanelPart } from './panelParts.tsx'

type AddRowProps = { readonly parts: readonly PanelPart[]; readonly onOpen: (key: string) => void }

/** What a project could have and has not yet: one quiet row of words in place of empty boxes. */
export function AddRow({ parts, onOpen }: AddRowProps) {
  const { t } = useWords()
  const canWrite = useCanWrite()
  if (!canWrite || parts.length === 0) return null
  return (
    <div className="add-row" role="group" aria-label={t('project.addMore')}>
      {parts.map(({ key, title }) => (
        <Button key={key} className="chip chip-add" onPress={() => onOpen(key)}>
          <Plus size={14} strokeWidth={1.75} aria-hidden />
          {t(title)}
        </Button>
      ))}
    </div>
  )
}
