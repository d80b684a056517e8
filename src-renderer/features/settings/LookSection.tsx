import { useServices } from '../../app/context.ts'
import { CONTRASTS, TEXT_SIZES, THEMES } from '../../data/settings.ts'
import { useSelection } from '../../data/source.ts'
import { Choice } from '../../ui/Choice.tsx'
import { OneOf } from '../../ui/OneOf.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { LANGUAGES, type Language } from '../../words/languages.ts'
import { useWords } from '../../words/words.ts'

const LANGUAGE_OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((key) => ({ key, name: LANGUAGES[key] }))

/** How the window speaks and looks; every choice takes effect at once. */
export function LookSection() {
  const { settings } = useServices()
  const { t, number } = useWords()
  const { language, theme, contrast, textSize, projector } = useSelection(settings, same)
  return (
    <>
      <Choice
        label={t('app.language')}
        options={LANGUAGE_OPTIONS}
        chosen={language}
        onChoose={(chosen) => settings.change({ language: chosen })}
      />
      <p className="hint">{t('look.language.hint')}</p>
      <OneOf
        label={t('app.theme')}
        options={THEMES.map((key) => ({ key, name: t(`app.theme.${key}`) }))}
        chosen={theme}
        onChoose={(chosen) => settings.change({ theme: chosen })}
      />
      <OneOf
        label={t('look.contrast')}
        options={CONTRASTS.map((key) => ({ key, name: t(`look.contrast.${key}`) }))}
        chosen={contrast}
        onChoose={(chosen) => settings.change({ contrast: chosen })}
      />
      <OneOf
        label={t('look.textSize')}
        options={TEXT_SIZES.map((size) => ({ key: String(size), name: `${number(size)} %` }))}
        chosen={String(textSize)}
        onChoose={(chosen) =>
          settings.change({ textSize: TEXT_SIZES.find((size) => String(size) === chosen) ?? textSize })
        }
      />
      <Toggle
        label={t('command.projector')}
        hint={t('look.projector.hint')}
        isOn={projector}
        onChange={(isOn) => settings.change({ projector: isOn })}
      />
    </>
  )
}

const same = <T,>(value: T): T => value
