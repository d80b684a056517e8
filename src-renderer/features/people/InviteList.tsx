import type { InviteView } from '#shared/core/contract.ts'
import { useFacts, usePlan } from '../../app/planContext.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { Button } from '../../ui/Button.tsx'
import { type Words, useWords } from '../../words/words.ts'

/** Links that were made, how often each was used, and the way to withdraw one. */
export function InviteList({ canVoid }: { readonly canVoid: boolean }) {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const invites = useFacts((facts) => facts.roster.invites)
  if (invites.length === 0) return null
  const withdraw = async (grant: string): Promise<void> => {
    const done = await plan.document.plan().voidInvite(grant)
    if (!done.ok) noticeToast(done.error, words)
    await plan.refresh()
  }
  return (
    <section className="invites">
      <h3 className="page-part">{t('invites.title')}</h3>
      <ul className="people">
        {invites.map((invite) => (
          <li key={invite.grant} className="person">
            <span className="person-name">
              {t(`invites.for.${invite.role}`, { count: invite.maxUses ?? 0 })}
              <span className="person-note">{inviteNote(invite, plan.now(), words)}</span>
            </span>
            {canVoid && isUsable(invite, plan.now()) && (
              <Button look="quiet" size="s" onPress={() => void withdraw(invite.grant)}>
                {t('invites.void')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const isUsable = ({ voided, notAfter }: InviteView, now: number): boolean =>
  !voided && (notAfter === null || notAfter * 1000 > now)

function inviteNote(invite: InviteView, now: number, { t, moment }: Words): string {
  const used = t('invites.used', { count: invite.usedBy.length })
  if (invite.voided) return `${t('invites.voided')} · ${used}`
  if (!isUsable(invite, now)) return `${t('invites.ended')} · ${used}`
  return invite.notAfter === null ? used : `${t('invite.until', { date: moment(invite.notAfter * 1000) })} · ${used}`
}
