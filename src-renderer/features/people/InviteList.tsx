import { MailPlus } from 'lucide-react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { InviteView } from '#shared/core/contract.ts'
import { useFacts, usePlan } from '../../app/planContext.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { type Words, useWords } from '../../words/words.ts'

/** Links that were made, who came by each, and the way to withdraw one. */
export function InviteList({ canVoid }: { readonly canVoid: boolean }) {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const invites = useFacts((facts) => facts.roster.invites)
  const members = useFacts((facts) => facts.roster.members)
  if (invites.length === 0) {
    return (
      <Empty mark={<MailPlus size={40} strokeWidth={1.25} aria-hidden />} title={t('invites.empty')}>
        {t('invites.empty.hint')}
      </Empty>
    )
  }
  const nameOf = new Map(members.map(({ memberId, name }) => [memberId, name]))
  const now = plan.now()
  const withdraw = async (grant: string): Promise<void> => {
    const done = await plan.document.plan().voidInvite(grant)
    if (!done.ok) noticeToast(done.error, words)
    await plan.refresh()
  }
  return (
    <ul className="people">
      {invites
        .toSorted((a, b) => Number(isUsable(b, now)) - Number(isUsable(a, now)))
        .map((invite) => (
          <li key={invite.grant} className={isUsable(invite, now) ? 'person' : 'person person-past'}>
            <span className="person-name">
              {t(`invites.for.${invite.role}`, { count: invite.maxUses ?? 0 })}
              <span className="person-note">{inviteNote(invite, nameOf, now, words)}</span>
              {invite.usedBy.length > 0 && (
                <span className="person-note">{t('invites.joined', { names: namesOf(invite, nameOf, words) })}</span>
              )}
            </span>
            {canVoid && isUsable(invite, now) && (
              <Button look="quiet" size="s" onPress={() => void withdraw(invite.grant)}>
                {t('invites.void')}
              </Button>
            )}
          </li>
        ))}
    </ul>
  )
}

const isUsable = ({ voided, notAfter }: InviteView, now: number): boolean =>
  !voided && (notAfter === null || notAfter * 1000 > now)

type Names = ReadonlyMap<string, string>

function inviteNote(invite: InviteView, nameOf: Names, now: number, { t, moment }: Words): string {
  const by = nameOf.get(invite.by) ?? ''
  return [
    endNote(invite, now, { t, moment }),
    t('invites.used', { count: invite.usedBy.length }),
    by === '' ? '' : t('invites.by', { name: by }),
  ]
    .filter(Boolean)
    .join(' · ')
}

function endNote(invite: InviteView, now: number, { t, moment }: Pick<Words, 't' | 'moment'>): string {
  if (invite.voided) return t('invites.voided')
  if (!isUsable(invite, now)) return t('invites.ended')
  return invite.notAfter === null ? '' : t('invite.until', { date: moment(invite.notAfter * 1000) })
}

const namesOf = ({ usedBy }: InviteView, nameOf: Names, { language }: Words): string =>
  new Intl.ListFormat(language).format(usedBy.map((id) => shownTitle(nameOf.get(id) ?? '') || id.slice(0, 8)))
