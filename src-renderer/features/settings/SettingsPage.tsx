import './settings.css'
import { ArrowLeft, Eye, HardDriveDownload, Info, Keyboard, KanbanSquare, Stethoscope, UserRound } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { lastPlace } from '../../app/lastPlace.ts'
import { type Route, routeToHash, SETTINGS_SECTIONS, type SettingsSection } from '../../app/route.ts'
import { go } from '../../app/useRoute.ts'
import { useWords } from '../../words/words.ts'
import { AboutSection } from './AboutSection.tsx'
import { CopiesSection } from './CopiesSection.tsx'
import { DiagnosticsSection } from './DiagnosticsSection.tsx'
import { KeysSection } from './KeysSection.tsx'
import { LookSection } from './LookSection.tsx'
import { PlansSection } from './PlansSection.tsx'
import { YouSection } from './YouSection.tsx'

type SettingsRoute = Extract<Route, { readonly at: 'settings' }>

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const
const ICONS: Readonly<Record<SettingsSection, ReactNode>> = {
  look: <Eye {...ICON} />,
  you: <UserRound {...ICON} />,
  plans: <KanbanSquare {...ICON} />,
  copies: <HardDriveDownload {...ICON} />,
  keys: <Keyboard {...ICON} />,
  diagnostics: <Stethoscope {...ICON} />,
  about: <Info {...ICON} />,
}

/** What holds for this laptop, and where one goes when something is wrong. Each part has its own address. */
export function SettingsPage({ route }: { readonly route: SettingsRoute }) {
  const { section } = route
  const planId = route.planId ?? null
  const { t } = useWords()
  const back = lastPlace.now() ?? homeOf(planId)
  useBack(back)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.closest('.page')?.scrollTo(0, 0), [section])
  return (
    <div className="settings">
      <header className="settings-head">
        <a className="head-back" href={routeToHash(back)}>
          <ArrowLeft size={18} strokeWidth={1.5} aria-hidden />
          {t(back.at === 'plan' ? 'settings.back' : 'nav.plans')}
        </a>
        <h1 className="settings-name">{t('command.settings')}</h1>
      </header>
      <nav className="settings-nav" aria-label={t('command.settings')}>
        {SETTINGS_SECTIONS.map((one) => (
          <a
            key={one}
            className="settings-link"
            href={routeToHash({ at: 'settings', section: one, ...(planId === null ? {} : { planId }) })}
            {...(one === section ? { 'aria-current': 'page' as const } : {})}
          >
            {ICONS[one]}
            {t(`settings.${one}`)}
          </a>
        ))}
      </nav>
      <main className="page settings-page">
        <div className="settings-body">
          <h2 className="page-title" ref={title}>
            {t(`settings.${section}`)}
          </h2>
          <Section section={section} planId={planId} />
        </div>
      </main>
    </div>
  )
}

const homeOf = (planId: string | null): Route =>
  planId === null ? { at: 'plans' } : { at: 'plan', planId, view: 'board' }

type SectionProps = { readonly section: SettingsSection; readonly planId: string | null }

function Section({ section, planId }: SectionProps) {
  switch (section) {
    case 'look':
      return <LookSection />
    case 'you':
      return <YouSection />
    case 'plans':
      return <PlansSection planId={planId} />
    case 'copies':
      return <CopiesSection />
    case 'keys':
      return <KeysSection />
    case 'diagnostics':
      return <DiagnosticsSection />
    case 'about':
      return <AboutSection />
  }
}

/** Escape leads back to where one came from. */
function useBack(back: Route): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) go(back)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [back])
}
