import type { Carried } from '#shared/plan/carried.ts'
import type { Words } from '../../words/words.ts'

/** `leads 2 projects · 3 open actions`; nothing when there is nothing. */
export function carriedNote({ projects, actions }: Carried, { t }: Pick<Words, 't'>): string {
  return [
    projects.length > 0 ? t('people.leadsCount', { count: projects.length }) : '',
    actions.length > 0 ? t('people.actionsCount', { count: actions.length }) : '',
  ]
    .filter(Boolean)
    .join(' · ')
}
