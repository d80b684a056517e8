import { UsersRound } from 'lucide-react'
import { memo, useMemo, useState } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { type Carried, NOTHING_CARRIED } from '#shared/plan/carried.ts'
import { selectGroups, selectMembers } from '#shared/plan/lists.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, useDoc } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { SetEdit, type SetOption } from '../../parts/SetEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { hueOf } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Initials } from '../../ui/Initials.tsx'
import { type Words, useWords } from '../../words/words.ts'
import { CarriedLists } from './CarriedLists.tsx'
import { Fold, FoldFact } from './Fold.tsx'
import { useStableOrder } from './useStableOrder.ts'

const HUES = [0, 1, 2, 3, 4, 5, 6, 7] as const
type HueKey = 'none' | `${(typeof HUES)[number]}`

/** Working groups: what each is for, who is in it and what it carries. */
export function GroupsTab({ carried }: { readonly carried: ReadonlyMap<string, Carried> }) {
  const { t } = useWords()
  const { add } = useThing()
  const groups = useStableOrder(useDoc(selectGroups))
  const people = useDoc(selectMembers)
  const [fresh, setFresh] = useState<string | null>(null)
  const { options, membersOf } = useMemo(() => byGroup(people), [people])
  return (
    <>
      {groups.length === 0 && (
        <Empty mark={<UsersRound size={40} strokeWidth={1.25} aria-hidden />} title={t('groups.empty')}>
          {t('groups.empty.hint')}
        </Empty>
      )}
      {groups.length > 0 && (
        <ul className="people">
          {groups.map((group) => (
            <GroupRow
              key={group.id}
              group={group}
              members={membersOf.get(group.id) ?? NOBODY}
              options={options}
              carried={carried.get(group.id) ?? NOTHING_CARRIED}
              isFresh={group.id === fresh}
            />
          ))}
        </ul>
      )}
      <AddLine
        label={t('groups.add')}
        onAdd={(name) => {
          const id = add('Group', { name })
          setFresh(id)
          return id !== null
        }}
      />
    </>
  )
}

const NOBODY: readonly string[] = []

type GroupRowProps = {
  readonly group: ViewOf<'Group'>
  readonly members: readonly string[]
  readonly options: readonly SetOption[]
  readonly carried: Carried
  readonly isFresh: boolean
}

const GroupRow = memo(function GroupRow({ group, members, options, carried, isFresh }: GroupRowProps) {
  const words = useWords()
  const { t } = words
  const { set } = useThing()
  const canWrite = useCanWrite()
  const ref = { type: 'Group', id: group.id } as const
  const name = shownTitle(group.name) || t('plan.untitled')
  const hue = hueOf(group.colour)
  return (
    <Fold
      face={<span className={`swatch fold-swatch hue-${hue}`} aria-hidden />}
      name={name}
      notes={[
        shownTitle(group.purpose),
        t('groups.members', { count: members.length }),
        carried.projects.length > 0 ? t('groups.projects', { count: carried.projects.length }) : '',
      ]}
      menu={<LineMenu thing={ref} name={group.name} />}
      isFresh={isFresh}
    >
      <FoldFact name={t('people.itsName')}>
        <TextEdit thing={ref} field="name" stored={group.name} label={t('people.itsName')} isLabelHidden look="line" />
      </FoldFact>
      <FoldFact name={t('groups.purpose')}>
        <TextEdit
          thing={ref}
          field="purpose"
          stored={group.purpose}
          label={t('groups.purpose')}
          isLabelHidden
          isProse
          placeholder={t('groups.purpose.example')}
          hasFocus={isFresh}
        />
      </FoldFact>
      <FoldFact name={t('groups.who')}>
        <SetEdit
          label={t('groups.who')}
          isLabelHidden
          addLabel={t('groups.addMember', { name })}
          options={options}
          chosen={members}
          onAdd={(id) => void set({ type: 'Member', id }, { groups: { add: [group.id] } })}
          onDrop={(id) => void set({ type: 'Member', id }, { groups: { drop: [group.id] } })}
        />
      </FoldFact>
      {canWrite && (
        <FoldFact name={t('groups.colour')}>
          <Choice
            label={t('groups.colour')}
            isLabelHidden
            options={hueOptions(words)}
            chosen={String(hue) as HueKey}
            onChoose={(key) => void set(ref, { colour: key === 'none' ? null : key })}
          />
        </FoldFact>
      )}
      <CarriedLists carried={carried} projectsLabel={t('groups.carries')} />
    </Fold>
  )
})

const hueOptions = ({ t }: Words): readonly { key: HueKey; name: string; swatch?: number }[] => [
  { key: 'none', name: t('groups.noColour') },
  ...HUES.map((hue) => ({ key: String(hue) as HueKey, name: t(`hue.${hue}`), swatch: hue })),
]

function byGroup(people: readonly ViewOf<'Member'>[]) {
  const membersOf = new Map<string, string[]>()
  for (const { id, groups } of people) {
    for (const group of groups) membersOf.set(group, [...(membersOf.get(group) ?? []), id])
  }
  const options = people.map(({ id, name }) => ({
    id,
    name: name ?? '',
    face: <Initials name={name ?? ''} isBesideName />,
  }))
  return { options, membersOf }
}
