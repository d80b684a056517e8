import { Redo2, Undo2 } from 'lucide-react'
import { usePlan } from '../planContext.ts'
import { useSelection } from '../../data/source.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useWords } from '../../words/words.ts'
import { useUndo } from './useUndo.ts'

/** Undo and redo of what was written in this window. */
export function UndoButtons() {
  const { history } = usePlan()
  const { canUndo, canRedo } = useSelection(history.state, same)
  const { t } = useWords()
  const { undo, redo } = useUndo()
  return (
    <div className="undo only-editing">
      <IconButton
        icon={<Undo2 size={18} strokeWidth={1.5} />}
        label={t('app.undo')}
        isDisabled={!canUndo}
        onPress={undo}
      />
      <IconButton
        icon={<Redo2 size={18} strokeWidth={1.5} />}
        label={t('app.redo')}
        isDisabled={!canRedo}
        onPress={redo}
      />
    </div>
  )
}

const same = <T,>(value: T): T => value
