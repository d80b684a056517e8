import { shownTitle } from '#shared/base/shownText.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { MOST_PASTED } from './pastedTitles.ts'

type PasteSheetProps = {
  readonly titles: readonly string[]
  readonly stage: string
  readonly onEach: (titles: readonly string[]) => void
  readonly onOne: () => void
  readonly onClose: () => void
}

const MOST_LISTED = 8

/** Several lines were pasted: a project for each, or all of it in one name. */
export function PasteSheet({ titles, stage, onEach, onOne, onClose }: PasteSheetProps) {
  const { t } = useWords()
  const each = titles.slice(0, MOST_PASTED)
  const more = each.length - MOST_LISTED
  return (
    <Sheet title={t('paste.title', { count: each.length })} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <ul className="paste-list">
        {each.slice(0, MOST_LISTED).map((title, index) => (
          <li key={index}>{shownTitle(title)}</li>
        ))}
        {more > 0 && <li className="hint">{t('paste.more', { count: more })}</li>}
      </ul>
      {titles.length > MOST_PASTED && <p className="hint">{t('paste.tooMany', { count: MOST_PASTED })}</p>}
      <footer className="sheet-foot">
        <Button onPress={onOne}>{t('paste.one')}</Button>
        <Button look="main" autoFocus onPress={() => onEach(each)}>
          {t('paste.each', { count: each.length, stage })}
        </Button>
      </footer>
    </Sheet>
  )
}
