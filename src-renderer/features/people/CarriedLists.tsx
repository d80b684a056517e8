import { shownTitle } from '#shared/base/shownText.ts'
import type { Carried, Gift, OpenAction, ProjectName } from '#shared/plan/carried.ts'
import { selectUnits } from '#shared/plan/lists.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { amountText } from '../../parts/amounts.ts'
import { dayAt } from '../../parts/today.ts'
import { type Words, useWords } from '../../words/words.ts'

type CarriedListsProps = { readonly carried: Carried; readonly projectsLabel: string }

/** Projects, open actions and what is given, each a way to the project's panel. */
export function CarriedLists({ carried, projectsLabel }: CarriedListsProps) {
  const { t } = useWords()
  const { projects, actions, gifts } = carried
  return (
    <>
      {projects.length > 0 && (
        <Part name={projectsLabel}>
          {projects.map((project) => (
            <li key={project.id}>
              <ProjectLink project={project} />
            </li>
          ))}
        </Part>
      )}
      {actions.length > 0 && (
        <Part name={t('people.openActions')}>
          {actions.map((one) => (
            <ActionRow key={`${one.project.id}/${one.action.id}`} {...one} />
          ))}
        </Part>
      )}
      {gifts.length > 0 && (
        <Part name={t('people.gives')}>
          {gifts.map((gift) => (
            <GiftRow key={`${gift.project.id}/${gift.contribution.id}`} {...gift} />
          ))}
        </Part>
      )}
    </>
  )
}

export function Part({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <section className="fold-part" aria-label={name}>
      <h4 className="label">{name}</h4>
      <ul>{children}</ul>
    </section>
  )
}

function ProjectLink({ project }: { readonly project: ProjectName }) {
  const { planId } = usePlan()
  const { t } = useWords()
  return (
    <a href={routeToHash({ at: 'plan', planId, view: 'people', projectId: project.id })}>
      {shownTitle(project.title) || t('plan.untitled')}
    </a>
  )
}

function ActionRow({ project, action }: OpenAction) {
  const plan = usePlan()
  const { t, day } = useWords()
  const isLate = action.due !== null && action.due < dayAt(plan.now())
  return (
    <li className="carried-row">
      <span className="carried-what">{shownTitle(action.title) || t('plan.untitled')}</span>
      <span className="carried-where">
        <ProjectLink project={project} />
      </span>
      {action.due !== null && (
        <span className={isLate ? 'carried-when carried-late' : 'carried-when'}>
          {t(isLate ? 'people.wasDue' : 'project.dueBy', { day: day(action.due) })}
        </span>
      )}
    </li>
  )
}

function GiftRow({ project, contribution }: Gift) {
  const words = useWords()
  const units = useDoc(selectUnits)
  const { amount, title, status, year } = contribution
  const unit = units.find(({ id }) => id === amount?.unit)
  const minor = typeof amount?.minor === 'number' ? amount.minor : null
  const what = [
    minor === null ? '' : amountText(minor, unit, words.language),
    shownTitle(title),
    year === null ? '' : String(year),
    statusWord(status, words),
  ]
  return (
    <li className="carried-row">
      <span className="carried-what">{what.filter(Boolean).join(' · ')}</span>
      <span className="carried-where">
        <ProjectLink project={project} />
      </span>
    </li>
  )
}

function statusWord(status: string | null, { t }: Words): string {
  switch (status) {
    case 'sought':
    case 'applied':
    case 'promised':
    case 'received':
    case 'refused':
      return t(`status.${status}`)
    default:
      return ''
  }
}
