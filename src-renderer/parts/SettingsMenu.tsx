import { Settings2 } from 'lucide-react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useServices } from '../app/context.ts'
import { THEMES } from '../data/settings.ts'
import { useSelection } from '../data/source.ts'
import { Choice } from '../ui/Choice.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { LANGUAGES, type Language } from '../words/languages.ts'
import { useWords } from '../words/words.ts'

const LANGUAGE_OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((key) => ({ key, name: LANGUAGES[key] }))

/** Language and colours of this window. */
export function SettingsMenu() {
  const { settings } = useServices()
  const { t } = useWords()
  const { language, theme } = useSelection(settings, same)
  return (
    <DialogTrigger>
      <IconButton icon={<Settings2 size={20} strokeWidth={1.5} />} label={t('app.settings')} />
      <Popover className="popover" placement="bottom end" offset={4}>
        <Dialog aria-label={t('app.settings')} className="settings">
          <Choice
            label={t('app.language')}
            options={LANGUAGE_OPTIONS}
            chosen={language}
            onChoose={(chosen) => settings.change({ language: chosen })}
          />
          <Choice
            label={t('app.theme')}
            options={THEMES.map((key) => ({ key, name: t(`app.theme.${key}`) }))}
            chosen={theme}
            onChoose={(chosen) => settings.change({ theme: chosen })}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

const same = <T,>(value: T): T => value
