import { shownTitle } from '#shared/base/shownText.ts'

type InitialsProps = {
  readonly name: string
  readonly isSelf?: boolean
  /** Whoever listens hears the name once. */
  readonly isBesideName?: boolean
}

/** A person as two letters. The name is said and shown on hover; colour carries no meaning here. */
export function Initials({ name: given, isSelf = false, isBesideName = false }: InitialsProps) {
  const name = shownTitle(given)
  return (
    <span className={isSelf ? 'initials initials-self' : 'initials'} title={name}>
      <span aria-hidden>{initialsOf(name)}</span>
      {!isBesideName && <span className="only-heard">{name}</span>}
    </span>
  )
}

/** `Núria Serra Vidal` gives `NV`: first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = [...(words[0] ?? '')][0] ?? '·'
  const last = words.length > 1 ? ([...words.at(-1)!][0] ?? '') : ''
  return (first + last).toLocaleUpperCase()
}
