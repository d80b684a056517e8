import { useSelection } from '../data/source.ts'
import { TEXT_SIZES, type TextSize } from '../data/settings.ts'
import { runThere, useCommand } from './commands.ts'
import { useServices } from './context.ts'
import { planOf, type Route, type SettingsSection } from './route.ts'
import { go } from './useRoute.ts'

/** What can be asked for everywhere. */
export function useAppCommands(route: Route): void {
  const { core, settings } = useServices()
  const { textSize, projector } = useSelection(settings, same)
  const planId = planOf(route)
  const toSettings = (section: SettingsSection) => () =>
    go({ at: 'settings', section, ...(planId === null ? {} : { planId }) })

  useCommand('settings', toSettings('look'))
  useCommand('backup', toSettings('copies'))
  useCommand('shortcuts', toSettings('keys'))
  useCommand('diagnostics', toSettings('diagnostics'))
  useCommand('about', toSettings('about'))
  useCommand('goPlans', () => go({ at: 'plans' }), route.at !== 'plans')
  useCommand('openFile', () => void core.shell.chooseFile())
  useCommand('newPlan', () => {
    runThere('newPlan')
    go({ at: 'plans' })
  })
  useCommand('projector', () => settings.change({ projector: !projector }))
  useCommand('textNormal', () => settings.change({ textSize: 100 }), textSize !== 100)
  useCommand('textLarger', () => settings.change({ textSize: next(textSize, 1) }), next(textSize, 1) !== textSize)
  useCommand('textSmaller', () => settings.change({ textSize: next(textSize, -1) }), next(textSize, -1) !== textSize)
}

const next = (size: TextSize, step: 1 | -1): TextSize => TEXT_SIZES[TEXT_SIZES.indexOf(size) + step] ?? size

const same = <T>(value: T): T => value
