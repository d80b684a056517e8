import { useWords } from '../../words/words.ts'
import { useAbout } from './useAbout.ts'

/** What this is, and how well this computer keeps its key. */
export function AboutSection() {
  const { t } = useWords()
  const { about } = useAbout()
  if (about === null) return null
  const { version, electron, system, keyStorage, keyIsProtected } = about
  return (
    <>
      <p>{t('app.tagline')}</p>
      <dl className="facts">
        <Fact name={t('about.version')} text={version} />
        <Fact name={t('about.licence')} text="GPL-3.0-or-later" />
        <Fact name={t('about.system')} text={`${system} · Electron ${electron}`} />
        {keyIsProtected && <Fact name={t('about.keyStorage')} text={keyStorage} />}
      </dl>
      <p>{t('about.licence.text')}</p>
      <p className={keyIsProtected ? 'said said-note' : 'said'}>
        {t(keyIsProtected ? 'about.keyProtected' : 'about.keyOpen')}
      </p>
    </>
  )
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  )
}
