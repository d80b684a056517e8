import './here.css'
import { useCallback } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { PresentMember } from '#shared/core/contract.ts'
import type { Place } from '#shared/presence/noteBody.ts'
import { storedPath, type ThingRef } from '#shared/plan/things.ts'
import { usePlan } from '../app/planContext.ts'
import { useSelection } from '../data/source.ts'
import { Initials } from '../ui/Initials.tsx'
import { useWords } from '../words/words.ts'

/** More people than this are a number. */
const MOST_FACES = 4

type People = readonly Pick<PresentMember, 'memberId' | 'name'>[]

/** Who else has the plan open. */
export function HereInPlan() {
  return <Faces where="list" isThere={everywhere} />
}

/** Who is on this card. */
export function HereOnCard({ project }: { readonly project: string }) {
  const isThere = useCallback((place: Place) => place.project === project, [project])
  return <Faces where="card" isThere={isThere} />
}

/** Who is in this text. */
export function HereInText({ text }: { readonly text: string }) {
  const isThere = useCallback(({ field }: Place) => field === text, [text])
  return <Faces where="text" isThere={isThere} />
}

type FacesProps = { readonly where: 'list' | 'card' | 'text'; readonly isThere: (place: Place) => boolean }

function Faces({ where, isThere }: FacesProps) {
  const { t, language } = useWords()
  const select = useCallback(
    (people: readonly PresentMember[]): People => people.filter(({ place }) => isThere(place)),
    [isThere],
  )
  const people = useSelection(usePlan().presence.people, select, samePeople)
  if (people.length === 0) return null
  const names = new Intl.ListFormat(language).format(people.map(({ name }) => shownTitle(name)))
  const said = t(`here.${where}`, { names, count: people.length })
  return (
    <span className={`here here-${where}`} role="group" aria-label={said} title={said}>
      {people.slice(0, MOST_FACES).map(({ memberId, name }) => (
        <span key={memberId} className={`here-face hue-${hueOf(memberId)}`} aria-hidden>
          <Initials name={name} isBesideName />
        </span>
      ))}
      {people.length > MOST_FACES && <span aria-hidden>+{people.length - MOST_FACES}</span>}
      <span className="only-heard">{said}</span>
    </span>
  )
}

/** By which a text of the plan is known to all who have it open. */
export const textName = (thing: ThingRef, field: string): string => [...(storedPath(thing) ?? []), field].join('/')

/** The same colour for a member on every laptop; names say who it is. */
export const hueOf = (memberId: string): number => Number.parseInt(memberId.slice(0, 2), 16) % 8

const everywhere = (): boolean => true

const samePeople = (a: People, b: People): boolean =>
  a.length === b.length && a.every(({ memberId, name }, at) => memberId === b[at]!.memberId && name === b[at]!.name)
