import { FileUp, KanbanSquare, Link2 } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

type WaysInProps = { readonly onJoin: () => void; readonly onOpenFile: () => void; readonly onImport: () => void }

/** Plans that are somewhere else already. */
export function WaysIn({ onJoin, onOpenFile, onImport }: WaysInProps) {
  const { t } = useWords()
  return (
    <section className="ways" aria-labelledby="ways-title">
      <h2 className="plans-part" id="ways-title">
        {t('home.waysIn')}
      </h2>
      <div className="ways-buttons">
        <Button icon={<Link2 {...ICON} />} onPress={onJoin}>
          {t('plans.join')}
        </Button>
        <Button icon={<FileUp {...ICON} />} onPress={onOpenFile}>
          {t('plans.openFile')}
        </Button>
        <Button icon={<KanbanSquare {...ICON} />} onPress={onImport}>
          {t('plans.import')}
        </Button>
      </div>
      <p className="plans-hint plans-drop-hint">{t('plans.drop')}</p>
    </section>
  )
}
