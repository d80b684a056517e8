import { MonitorX } from 'lucide-react'
import { useServices } from '../context.ts'
import { useSelection } from '../../data/source.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'

/** The way out of projector mode, where everybody sees it. */
export function ProjectorEnd() {
  const { settings } = useServices()
  const { projector } = useSelection(settings, same)
  const { t } = useWords()
  if (!projector) return null
  return (
    <Button
      size="s"
      look="quiet"
      icon={<MonitorX size={16} strokeWidth={1.5} aria-hidden />}
      aria-label={t('projector.end')}
      onPress={() => settings.change({ projector: false })}
    >
      {t('projector.leave')}
    </Button>
  )
}

const same = <T,>(value: T): T => value
