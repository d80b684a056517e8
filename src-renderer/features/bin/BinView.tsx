import './bin.css'
import { Undo2 } from 'lucide-react'
import { useCallback } from 'react'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { useCardCommands } from '../../parts/useCardCommands.ts'
import { Button } from '../../ui/Button.tsx'
import { FoldedCorner } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'

/** What was put aside; nothing leaves it by itself. */
export function BinView() {
  const { t } = useWords()
  const plan = usePlan()
  const commands = useCardCommands()
  const canWrite = useCanWrite()
  const cards = useDoc(useCallback((doc) => plan.reader.bin(doc), [plan]))
  return (
    <main className="page">
      <div className="page-body">
        <header className="page-head">
          <h2 className="page-title">{t('nav.bin')}</h2>
        </header>
        <p className="page-soft">{t(cards.length === 0 ? 'bin.empty' : 'bin.hint')}</p>
        <ul className="binned">
          {cards.map(({ id, title }) => (
            <li key={id} className="binned-row">
              <FoldedCorner />
              <span className="binned-title">{title || t('plan.untitled')}</span>
              {canWrite && (
                <Button
                  size="s"
                  icon={<Undo2 size={16} strokeWidth={1.5} aria-hidden />}
                  onPress={() => commands.restore(id)}
                >
                  {t('bin.restore')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </main>
  )
}
