import { shownTitle } from '#shared/base/shownText.ts'
import { ChevronRight, MoreHorizontal } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { routeToHash } from '../../app/route.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import type { PlanListing } from './usePlanList.ts'

type PlanRowProps = { readonly plan: PlanListing; readonly onForget: () => void }

export function PlanRow({ plan, onForget }: PlanRowProps) {
  const { t } = useWords()
  const title = shownTitle(plan.title)
  return (
    <li className="plan-row">
      <a className="plan-link" href={routeToHash({ at: 'plan', planId: plan.planId, view: 'board' })}>
        <span className="plan-title">{title || t('plan.untitled')}</span>
        <span className="plan-role">{t(`plans.role.${plan.role ?? 'none'}`)}</span>
        <ChevronRight size={20} strokeWidth={1.5} aria-hidden />
      </a>
      <MenuTrigger>
        <IconButton icon={<MoreHorizontal size={20} strokeWidth={1.5} />} label={`${t('app.more')}: ${title}`} />
        <MenuList label={title} entries={[{ key: 'forget', name: t('plans.forget'), onChoose: onForget }]} />
      </MenuTrigger>
    </li>
  )
}
