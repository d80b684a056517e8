import { memo } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { MemberView } from '#shared/core/contract.ts'
import { type Carried, NOTHING_CARRIED } from '#shared/plan/carried.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite } from '../../app/planContext.ts'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { SetEdit, type SetOption } from '../../parts/SetEdit.tsx'
import { useThing } from '../../parts/useThing.ts'
import { Button } from '../../ui/Button.tsx'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { CarriedLists } from './CarriedLists.tsx'
import { Fold, FoldFact } from './Fold.tsx'
import { carriedNote } from './peopleWords.ts'

export type PersonRowProps = {
  /** Absent while nobody with a device is this person. */
  readonly member: MemberView | null
  /** Absent until the plan knows this member as a person. */
  readonly person: ViewOf<'Member'> | null
  readonly carried: Carried | undefined
  /** When and by whom: what is known of the member's device. */
  readonly heard: string
  readonly cameBy: string
  readonly groups: readonly SetOption[]
  readonly isSteward: boolean
  readonly onRename: () => void
  readonly onPromote: (member: MemberView) => void
}

/** One person: who, in which role, with what on their shoulders. */
export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { member, person, heard, cameBy, groups, isSteward, onRename, onPromote } = props
  const carried = props.carried ?? NOTHING_CARRIED
  const words = useWords()
  const { t } = words
  const canWrite = useCanWrite()
  const { set } = useThing()
  const name = shownTitle(member?.name ?? person?.name ?? '') || t('plan.untitled')
  const ref = person === null ? null : ({ type: 'Member', id: person.id } as const)
  const notes =
    member === null
      ? [t('people.noDevice'), carriedNote(carried, words)]
      : [
          t(`role.${member.role}`),
          member.isSelf ? t('people.you') : '',
          member.isFounder ? t('people.founder') : '',
          heard,
          carriedNote(carried, words),
        ]
  return (
    <Fold
      face={<Initials name={name} isSelf={member?.isSelf ?? false} isBesideName />}
      name={name}
      notes={notes}
      menu={member === null && ref !== null ? <LineMenu thing={ref} name={name} /> : undefined}
      warning={isSteward ? warningOf(member, t) : undefined}
      actions={
        <>
          {member?.isSelf === true && (
            <Button look="quiet" size="s" onPress={onRename}>
              {t('people.rename')}
            </Button>
          )}
          {isSteward && member !== null && member.role !== 'steward' && (
            <Button look="quiet" size="s" onPress={() => onPromote(member)}>
              {t('people.makeSteward')}
            </Button>
          )}
        </>
      }
    >
      {member === null && ref !== null && (
        <>
          {canWrite && (
            <FoldFact name={t('people.itsName')}>
              <LineEdit
                label={t('people.itsName')}
                isLabelHidden
                stored={person?.name ?? ''}
                onDone={(typed) => (typed === '' ? t('people.needsName') : set(ref, { name: typed }))}
              />
            </FoldFact>
          )}
          <p className="hint">{t('people.claim')}</p>
        </>
      )}
      {ref !== null && (groups.length > 0 || person!.groups.length > 0) && (
        <FoldFact name={t('project.groups')}>
          <SetEdit
            label={t('project.groups')}
            isLabelHidden
            addLabel={t('people.addToGroup', { name })}
            options={groups}
            chosen={person!.groups}
            onAdd={(id) => void set(ref, { groups: { add: [id] } })}
            onDrop={(id) => void set(ref, { groups: { drop: [id] } })}
          />
        </FoldFact>
      )}
      {carriedNote(carried, words) === '' && carried.gifts.length === 0 ? (
        <p className="hint">{t('people.carriesNothing')}</p>
      ) : (
        <CarriedLists carried={carried} projectsLabel={t('people.leads')} />
      )}
      {member !== null && <p className="hint">{[cameBy, devicesNote(member, t)].filter(Boolean).join(' · ')}</p>}
    </Fold>
  )
}, sameRow)

/** Each edit of the plan makes new lists; a person is drawn again when something of theirs has changed. */
function sameRow(a: PersonRowProps, b: PersonRowProps): boolean {
  const { carried: before, ...restBefore } = a
  const { carried: after, ...restAfter } = b
  const keys = Object.keys(restAfter) as (keyof typeof restAfter)[]
  return keys.every((key) => Object.is(restBefore[key], restAfter[key])) && sameCarried(before, after)
}

const sameCarried = (a: Carried | undefined, b: Carried | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    sameList(a.projects, b.projects) &&
    sameList(a.actions, b.actions) &&
    sameList(a.gifts, b.gifts))

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index])

type Write = ReturnType<typeof useWords>['t']

const warningOf = (member: MemberView | null, t: Write): string | undefined =>
  member?.excess === true ? t('people.excess') : member?.besideVoid === true ? t('people.besideVoid') : undefined

const devicesNote = ({ devices }: MemberView, t: Write): string =>
  devices > 1 ? t('people.devices', { count: devices }) : ''
