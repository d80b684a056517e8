import { shownTitle } from '#shared/base/shownText.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import type { Write } from '../../words/words.ts'
import { type FilterPart, NO_OBJECTIVE } from './filter.ts'

/** What a chip of the filter says. */
export function partName({ field, key }: FilterPart, names: PlanNames, t: Write): string {
  switch (field) {
    case 'objectives':
      return key === NO_OBJECTIVE ? t('board.noObjective') : named(names.objectives.get(key)?.title, t)
    case 'people':
      return named(names.people.get(key)?.name, t)
    case 'groups':
      return named(names.groups.get(key)?.name, t)
    case 'outputs':
      return t(key === 'tangible' ? 'output.tangible' : 'output.intangible')
    case 'from':
      return t('filter.fromYear', { year: key })
    case 'to':
      return t('filter.toYear', { year: key })
    case 'isChanged':
      return t('filter.changed')
    case 'isContested':
      return t('filter.contested')
    default:
      return shownTitle(key)
  }
}

/** What the bin holds has lost its name here. */
const named = (name: string | undefined, t: Write): string =>
  name === undefined ? t('project.inBin') : name || t('plan.untitled')
