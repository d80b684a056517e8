import './people.css'
import { UserPlus } from 'lucide-react'
import { useCallback, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { MemberView } from '#shared/core/contract.ts'
import { selectCarried } from '#shared/plan/carried.ts'
import { selectGroups, selectMembers, selectPartners } from '#shared/plan/lists.ts'
import { useDoc, useFacts } from '../../app/planContext.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { GroupsTab } from './GroupsTab.tsx'
import { InviteList } from './InviteList.tsx'
import { InviteSheet } from './InviteSheet.tsx'
import { MembersTab } from './MembersTab.tsx'
import { PartnersTab } from './PartnersTab.tsx'
import { PromoteSheet } from './PromoteSheet.tsx'
import { RenameSheet } from './RenameSheet.tsx'

type Over = { readonly at: 'invite' | 'rename' } | { readonly at: 'promote'; readonly member: MemberView }

/** Who makes the plan: its people, their working groups, its partners, and the links by which others may come. */
export function PeopleView() {
  const { t } = useWords()
  const isSteward = useFacts((facts) => facts.status.role === 'steward')
  const carried = useDoc(selectCarried)
  const counts = useCounts()
  const [over, setOver] = useState<Over | null>(null)
  const close = (): void => setOver(null)
  const rename = useCallback(() => setOver({ at: 'rename' }), [])
  const promote = useCallback((member: MemberView) => setOver({ at: 'promote', member }), [])
  return (
    <main className="page">
      <div className="page-body">
        <header className="page-head">
          <h2 className="page-title">{t('people.title')}</h2>
          {isSteward && (
            <Button
              look="main"
              icon={<UserPlus size={18} strokeWidth={1.5} aria-hidden />}
              onPress={() => setOver({ at: 'invite' })}
            >
              {t('people.invite')}
            </Button>
          )}
        </header>
        <Tabs>
          <TabList className="people-tabs" aria-label={t('people.title')}>
            {(['people', 'groups', 'partners', 'invites'] as const).map((id) => (
              <Tab key={id} id={id} className="people-tab">
                {t(`people.tab.${id}`)}
                {counts[id] > 0 && <span className="people-count">{counts[id]}</span>}
              </Tab>
            ))}
          </TabList>
          <TabPanel id="people" className="people-panel">
            <MembersTab carried={carried} isSteward={isSteward} onRename={rename} onPromote={promote} />
          </TabPanel>
          <TabPanel id="groups" className="people-panel">
            <GroupsTab carried={carried} />
          </TabPanel>
          <TabPanel id="partners" className="people-panel">
            <PartnersTab carried={carried} />
          </TabPanel>
          <TabPanel id="invites" className="people-panel">
            <InviteList canVoid={isSteward} />
          </TabPanel>
        </Tabs>
      </div>
      {over?.at === 'invite' && <InviteSheet onClose={close} />}
      {over?.at === 'rename' && <RenameSheet onClose={close} />}
      {over?.at === 'promote' && <PromoteSheet member={over.member} onClose={close} />}
    </main>
  )
}

function useCounts() {
  const { members, invites } = useFacts((facts) => facts.roster)
  const known = new Set(members.map(({ personId }) => personId))
  const people = useDoc(selectMembers)
  const without = people.filter(({ id, identity }) => identity === null && !known.has(id)).length
  return {
    people: members.length + without,
    groups: useDoc(selectGroups).length,
    partners: useDoc(selectPartners).length,
    invites: invites.filter(({ voided }) => !voided).length,
  }
}
