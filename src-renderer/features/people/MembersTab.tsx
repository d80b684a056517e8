import { useMemo, useState } from 'react'
import type { MemberView } from '#shared/core/contract.ts'
import type { Carried } from '#shared/plan/carried.ts'
import { selectGroups, selectMembers } from '#shared/plan/lists.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useDoc, useFacts, usePlan } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { plainWords } from '../../parts/plainWords.ts'
import { useThing } from '../../parts/useThing.ts'
import { whenText } from '../../parts/whenText.ts'
import { Field } from '../../ui/Field.tsx'
import { useWords } from '../../words/words.ts'
import { PersonRow } from './PersonRow.tsx'
import { useGrowing } from './useGrowing.tsx'

/** From so many people on one looks for a name instead of reading them all. */
const WORTH_FINDING = 12

type MembersTabProps = {
  readonly carried: ReadonlyMap<string, Carried>
  readonly isSteward: boolean
  readonly onRename: () => void
  readonly onPromote: (member: MemberView) => void
}

/** Everybody of the plan, with a device or without. */
export function MembersTab({ carried, isSteward, onRename, onPromote }: MembersTabProps) {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const { add } = useThing()
  const [wanted, setWanted] = useState('')
  const { members, invites } = useFacts((facts) => facts.roster)
  const heardOf = useFacts((facts) => facts.status.people)
  const people = useDoc(selectMembers)
  const groups = useDoc(selectGroups)
  const groupOptions = useMemo(() => groups.map(({ id, name }) => ({ id, name })), [groups])
  const isAlone = members.length === 1 && members[0]!.isSelf
  const isOneSteward = isSteward && members.length > 1 && members.filter(({ role }) => role === 'steward').length === 1

  const rows = useMemo(() => pairs(members, people), [members, people])
  const found = rows.filter(({ name }) => plainWords(name).includes(plainWords(wanted)))
  const [shown, more] = useGrowing(found.length)
  const heard = useMemo(() => {
    const now = plan.now()
    return new Map(
      heardOf.map(({ memberId, lastHeard }) => [
        memberId,
        lastHeard === null ? t('people.notHeard') : t('status.heard', { when: whenText(lastHeard, now, words) }),
      ]),
    )
  }, [heardOf, plan, t, words])
  const inviterOf = useMemo(() => {
    const nameOf = new Map(members.map(({ memberId, name }) => [memberId, name]))
    return new Map(invites.map(({ grant, by }) => [grant, nameOf.get(by) ?? '']))
  }, [members, invites])

  return (
    <>
      {isOneSteward && <p className="said said-note people-advice">{t('people.oneSteward')}</p>}
      {rows.length > WORTH_FINDING && (
        <div className="people-find">
          <Field label={t('people.find')} value={wanted} onChange={setWanted} type="search" />
        </div>
      )}
      <ul className="people">
        {found.slice(0, shown).map(({ key, member, person }) => {
          const inviter = inviterOf.get(member?.grant ?? '') ?? ''
          return (
            <PersonRow
              key={key}
              member={member}
              person={person}
              carried={person === null ? undefined : carried.get(person.id)}
              heard={member === null || member.isSelf ? '' : (heard.get(member.memberId) ?? '')}
              cameBy={inviter === '' ? '' : t('people.cameBy', { name: inviter })}
              groups={groupOptions}
              isSteward={isSteward}
              onRename={onRename}
              onPromote={onPromote}
            />
          )
        })}
      </ul>
      {more}
      {found.length === 0 && <p className="page-soft people-none">{t('people.noneFound', { name: wanted })}</p>}
      <AddLine label={t('people.addPerson')} onAdd={(name) => add('Member', { name }) !== null} />
      {isAlone && <p className="page-soft people-alone">{t('people.alone')}</p>}
    </>
  )
}

type Row = {
  readonly key: string
  readonly name: string
  readonly member: MemberView | null
  readonly person: ViewOf<'Member'> | null
}

/** Members first, oneself before all, then those who have no device; each in the order of their names. */
function pairs(members: readonly MemberView[], people: readonly ViewOf<'Member'>[]): readonly Row[] {
  const byId = new Map(people.map((person) => [person.id, person]))
  const known = new Set(members.map(({ personId }) => personId))
  const withDevice = members.map((member) => ({
    key: member.memberId,
    name: member.name,
    member,
    person: member.personId === null ? null : (byId.get(member.personId) ?? null),
  }))
  const without = people
    .filter(({ id, identity }) => identity === null && !known.has(id))
    .map((person) => ({ key: person.id, name: person.name ?? '', member: null, person }))
  const self = withDevice.filter(({ member }) => member.isSelf)
  return [...self, ...withDevice.filter(({ member }) => !member.isSelf).toSorted(byName), ...without.toSorted(byName)]
}

const byName = (a: Row, b: Row): number => a.name.localeCompare(b.name)
