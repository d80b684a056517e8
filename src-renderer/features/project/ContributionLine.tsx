import { CalendarPlus, Coins, HandCoins } from 'lucide-react'
import { useState } from 'react'
import { selectMembers, selectPartners } from '#shared/plan/lists.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { useCanWrite, useDoc } from '../../app/planContext.ts'
import { AmountEdit } from '../../parts/AmountEdit.tsx'
import { decimalsOf } from '../../parts/amounts.ts'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { YearEdit } from '../../parts/YearEdit.tsx'
import { Choice } from '../../ui/Choice.tsx'
import type { MenuEntry } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import { type Contribution, type Status, STATUSES, statusOf, type Unit } from './funding.ts'
import { StatusSwatch } from './FundingChart.tsx'

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const

type ContributionLineProps = {
  readonly projectId: string
  readonly contribution: Contribution
  readonly unit: Unit | undefined
  readonly units: readonly Unit[]
}

/** One contribution as a row: when, what, how much, how it stands; below it from whom. */
export function ContributionLine({ projectId, contribution, unit, units }: ContributionLineProps) {
  const { t } = useWords()
  const { set, trySet, add } = useThing()
  const canWrite = useCanWrite()
  const { id, title, amount, year, note } = contribution
  const inProject = projectRef(projectId)
  const ref: ThingRef = { type: 'Contribution', id, in: inProject }
  const [isNoteOpen, noteEntries] = useNote(note)
  const unitId = amount?.unit ?? unit?.id ?? 'EUR'

  const nextYear = (): void => {
    const { partner, member, from } = contribution
    const fields = {
      title,
      amount: { unit: unitId, minor: amount?.minor ?? 0 },
      status: 'sought',
      partner,
      member,
      from,
    }
    add('Contribution', { ...fields, year: year! + 1 }, inProject)
  }
  const countIn = (other: Unit): MenuEntry => ({
    key: other.id,
    name: t('contribution.countIn', { unit: other.name ?? other.id }),
    icon: <Coins {...ICON} />,
    onChoose: () => {
      const minor = Math.round((amount?.minor ?? 0) * 10 ** (decimalsOf(other) - decimalsOf(unit)))
      set(ref, { amount: { ...amount, unit: other.id, minor } })
    },
  })
  const again: MenuEntry[] =
    year === null
      ? []
      : [
          {
            key: 'again',
            name: t('contribution.sameFor', { year: String(year + 1) }),
            icon: <CalendarPlus {...ICON} />,
            onChoose: nextYear,
          },
        ]
  const [isSourceAsked, setIsSourceAsked] = useState(false)
  const hasSource = contribution.partner !== null || contribution.member !== null || (contribution.from ?? '') !== ''
  const askSource: MenuEntry = {
    key: 'source',
    name: t('contribution.saySource'),
    icon: <HandCoins {...ICON} />,
    onChoose: () => setIsSourceAsked(true),
  }
  const status = statusOf(contribution)
  return (
    <li className="contribution">
      <div className="line">
        <YearEdit
          label={t('contribution.yearOf', { title })}
          isLabelHidden
          stored={year}
          placeholder={t('contribution.year')}
          onDone={(typed) => trySet(ref, { year: typed })}
        />
        <div className="line-main">
          <TextEdit
            thing={ref}
            field="title"
            stored={title}
            label={t('project.contribution')}
            isLabelHidden
            look="line"
          />
        </div>
        <AmountEdit
          label={t('contribution.amount', { title })}
          isLabelHidden
          minor={amount?.minor ?? null}
          decimals={decimalsOf(unit)}
          placeholder="0"
          size={8}
          onDone={(minor) => trySet(ref, { amount: { ...amount, unit: unitId, minor: minor ?? 0 } })}
        />
        <StatusSwatch status={status} />
        <Choice
          label={`${t('contribution.status')}: ${title}`}
          isLabelHidden
          options={STATUSES.map((key) => ({ key, name: t(`status.${key}`) }))}
          chosen={status}
          onChoose={(chosen: Status) => set(ref, { status: chosen })}
          isDisabled={!canWrite}
        />
        <LineMenu
          thing={ref}
          name={title}
          entries={[
            ...(hasSource || isSourceAsked ? [] : [askSource]),
            ...noteEntries,
            ...again,
            ...units.filter((other) => other.id !== unitId).map(countIn),
          ]}
        />
      </div>
      {(isSourceAsked || hasSource) && <Source thing={ref} contribution={contribution} />}
      <NoteEdit thing={ref} name={title} isOpen={isNoteOpen} stored={note} />
    </li>
  )
}

const IN_WORDS = 'words'

/** A partner or a person of the plan, or anyone in words. */
function Source({ thing, contribution }: { readonly thing: ThingRef; readonly contribution: Contribution }) {
  const { t } = useWords()
  const { set, trySet } = useThing()
  const canWrite = useCanWrite()
  const partners = useDoc(selectPartners)
  const members = useDoc(selectMembers)
  const { partner, member } = contribution
  const choose = (key: string): boolean => {
    const isMember = members.some(({ id }) => id === key)
    return set(thing, { partner: key === IN_WORDS || isMember ? null : key, member: isMember ? key : null })
  }
  return (
    <div className="source">
      <span className="panel-fact-name" aria-hidden>
        {t('contribution.source')}
      </span>
      <Choice
        label={t('contribution.source')}
        isLabelHidden
        options={[
          { key: IN_WORDS, name: t('contribution.someoneElse') },
          ...partners.map(({ id, name }) => ({ key: id, name: name || t('plan.untitled') })),
          ...members.map(({ id, name }) => ({ key: id, name: name || t('plan.untitled') })),
        ]}
        chosen={partner ?? member ?? IN_WORDS}
        onChoose={choose}
        isDisabled={!canWrite}
      />
      {partner === null && member === null && (
        <LineEdit
          label={t('contribution.from')}
          isLabelHidden
          placeholder={t('contribution.from.hint')}
          stored={contribution.from ?? ''}
          onDone={(from) => trySet(thing, { from: from === '' ? null : from })}
        />
      )}
    </div>
  )
}
