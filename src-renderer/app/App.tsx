import { I18nProvider as WordsProvider } from '@lingui/react'
import { useEffect, useMemo } from 'react'
import { I18nProvider as AriaLocale } from 'react-aria-components'
import { useSelection } from '../data/source.ts'
import { CoreBanner } from './frame/CoreBanner.tsx'
import { PlanPage } from './frame/PlanPage.tsx'
import { SearchHost } from './frame/SearchHost.tsx'
import { DropAnywhere } from '../features/plans/DropAnywhere.tsx'
import { PlansPage } from '../features/plans/PlansPage.tsx'
import { SettingsPage } from '../features/settings/SettingsPage.tsx'
import { CodesHost } from '../parts/codes/CodesHost.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { localeOf } from '../words/languages.ts'
import { createWords, useWords } from '../words/words.ts'
import { ServicesProvider, type WindowServices } from './context.ts'
import { ErrorFence } from './ErrorFence.tsx'
import { lastPlace } from './lastPlace.ts'
import { planOf, type Route } from './route.ts'
import { useAppCommands } from './useAppCommands.ts'
import { useClosingReminder } from './useClosingReminder.ts'
import { useLook } from './useLook.ts'
import { useMenu } from './useMenu.ts'
import { usePasteLimit } from './usePasteLimit.ts'
import { usePlaces } from './usePlaces.ts'
import { useRoute } from './useRoute.ts'

export function App({ services }: { readonly services: WindowServices }) {
  const settings = useSelection(services.settings, same)
  const { language } = settings
  const words = useMemo(() => createWords(language), [language])
  useLook(settings)
  return (
    <ServicesProvider value={services}>
      <WordsProvider i18n={words}>
        <AriaLocale locale={localeOf(language)}>
          <ErrorFence>
            <Places services={services} />
          </ErrorFence>
          <Foot />
        </AriaLocale>
      </WordsProvider>
    </ServicesProvider>
  )
}

function Places({ services }: { readonly services: WindowServices }) {
  const route = useRoute()
  usePlaces(services.core)
  useMenu()
  usePasteLimit()
  useAppCommands(route)
  useClosingReminder(services.core)
  const planId = planOf(route)
  useEffect(() => void (route.at !== 'settings' && lastPlace.set(route)), [route])
  useEffect(() => void services.keeper.show(planId), [services, planId])
  return (
    <>
      <CoreBanner />
      <SearchHost openPlan={planId} />
      <DropAnywhere isAtHome={route.at === 'plans' || route.at === 'join'} />
      <Place route={route} />
      <CodesHost />
    </>
  )
}

function Place({ route }: { readonly route: Route }) {
  if (route.at === 'plan') return <PlanPage route={route} />
  if (route.at === 'settings') return <SettingsPage route={route} />
  return <PlansPage link={route.at === 'join' ? route.link : null} />
}

function Foot() {
  const { t } = useWords()
  return <Toasts closeLabel={t('app.close')} />
}

const same = <T,>(value: T): T => value
