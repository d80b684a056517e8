import './people.css'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { MemberView } from '#shared/core/contract.ts'
import { selectMembers } from '#shared/plan/lists.ts'
import { useDoc, useFacts, usePlan } from '../../app/planContext.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { Button } from '../../ui/Button.tsx'
import { Initials } from '../../ui/Initials.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { InviteList } from './InviteList.tsx'
import { InviteSheet } from './InviteSheet.tsx'
import { RenameSheet } from './RenameSheet.tsx'

/** Who is in the plan, with which role, and the links by which others may come. */
export function PeopleView() {
  const { t } = useWords()
  const roster = useFacts((facts) => facts.roster)
  const role = useFacts((facts) => facts.status.role)
  const people = useDoc(selectMembers)
  const [isInviting, setIsInviting] = useState(false)
  const [isRenaming, setIsRenaming] = useState(false)
  const [promoting, setPromoting] = useState<MemberView | null>(null)
  const isSteward = role === 'steward'
  const known = new Set(roster.members.map(({ personId }) => personId))
  const deviceless = people.filter(({ id, identity }) => identity === null && !known.has(id))
  return (
    <main className="page">
      <div className="page-body">
        <header className="page-head">
          <h2 className="page-title">{t('people.title')}</h2>
          {isSteward && (
            <Button
              look="main"
              icon={<UserPlus size={18} strokeWidth={1.5} aria-hidden />}
              onPress={() => setIsInviting(true)}
            >
              {t('people.invite')}
            </Button>
          )}
        </header>
        <ul className="people">
          {roster.members.map((member) => (
            <li key={member.memberId} className="person">
              <Initials name={member.name} isSelf={member.isSelf} isBesideName />
              <span className="person-name">
                {shownTitle(member.name)}
                <span className="person-note">
                  {[
                    t(`role.${member.role}`),
                    ...(member.isSelf ? [t('people.you')] : []),
                    ...(member.isFounder ? [t('people.founder')] : []),
                  ].join(' · ')}
                </span>
                {member.excess && isSteward && <span className="person-excess">{t('people.excess')}</span>}
                {member.besideVoid && isSteward && <span className="person-excess">{t('people.besideVoid')}</span>}
              </span>
              {member.isSelf && (
                <Button look="quiet" size="s" onPress={() => setIsRenaming(true)}>
                  {t('people.rename')}
                </Button>
              )}
              {isSteward && member.role !== 'steward' && (
                <Button look="quiet" size="s" onPress={() => setPromoting(member)}>
                  {t('people.makeSteward')}
                </Button>
              )}
            </li>
          ))}
          {deviceless.map(({ id, name }) => (
            <li key={id} className="person">
              <Initials name={name ?? ''} isBesideName />
              <span className="person-name">
                {shownTitle(name ?? '') || t('plan.untitled')}
                <span className="person-note">{t('people.noDevice')}</span>
              </span>
            </li>
          ))}
        </ul>
        <InviteList canVoid={isSteward} />
      </div>
      {isInviting && <InviteSheet onClose={() => setIsInviting(false)} />}
      {isRenaming && <RenameSheet onClose={() => setIsRenaming(false)} />}
      {promoting && <PromoteSheet member={promoting} onClose={() => setPromoting(null)} />}
    </main>
  )
}

type PromoteSheetProps = { readonly member: MemberView; readonly onClose: () => void }

function PromoteSheet({ member, onClose }: PromoteSheetProps) {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const promote = async (): Promise<void> => {
    const done = await plan.document.plan().appointSteward(member.memberId)
    if (!done.ok) noticeToast(done.error, words)
    await plan.refresh()
    onClose()
  }
  return (
    <Sheet
      title={t('people.makeSteward.title', { name: member.name })}
      closeLabel={t('app.close')}
      isOpen
      onClose={onClose}
    >
      <p>{t('people.makeSteward.text')}</p>
      <footer className="sheet-foot">
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button look="main" onPress={() => void promote()}>
          {t('people.makeSteward')}
        </Button>
      </footer>
    </Sheet>
  )
}
