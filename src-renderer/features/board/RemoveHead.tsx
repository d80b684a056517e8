import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { useBoardActions } from './boardContext.ts'
import type { HeadType } from './useHeadCommands.ts'

type RemoveHeadProps = {
  readonly type: HeadType
  readonly id: string
  readonly title: string
  readonly onClose: () => void
}

/** Says what becomes of the cards before a stage or an objective goes to the bin. */
export function RemoveHead({ type, id, title, onClose }: RemoveHeadProps) {
  const { t } = useWords()
  const { heads } = useBoardActions()
  return (
    <Sheet title={t('board.remove', { title })} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <p>
        {t(type === 'Stage' ? 'board.remove.stage' : 'board.remove.objective', { count: heads.cardsUnder(type, id) })}
      </p>
      <footer className="sheet-foot">
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button
          look="main"
          autoFocus
          onPress={() => {
            onClose()
            heads.remove(type, id)
          }}
        >
          {t('card.bin')}
        </Button>
      </footer>
    </Sheet>
  )
}
