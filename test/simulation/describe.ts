import type { Stage } from './stage.ts'

/** Who holds what and waits for what, for whoever reads a failure. */
export function describe({ peers, ports }: Stage): string {
  const all = new Map<string, string>()
  for (const { name, session } of peers) {
    for (const { hash, kind, seq, stream } of session?.core.journal.places() ?? []) {
      all.set(hash, `${all.get(hash) ?? `kind ${kind} ${stream.slice(0, 6)}/${seq} held by`} ${name}`)
    }
  }
  const members = peers.filter(({ session }) => session !== null).length
  for (const text of all.values()) if (text.split(' by ')[1]!.split(' ').length < members) ports.note(text)
  for (const { name, session } of peers) {
    for (const { notice } of session?.health().notices ?? []) ports.note(`${name} says ${JSON.stringify(notice)}`)
  }
  return peers
    .map(({ name, session, isBusy }) => {
      if (session === null) return `${name} has no plan`
      const { entries, drafts, relays } = session.status()
      const links = relays.map(({ state, caughtUp, toSend }) => `${state}${caughtUp ? ' caught up' : ''} ${toSend}`)
      return `${name} ${entries.total} entries ${entries.parked} parked ${drafts} drafts${isBusy ? ' busy' : ''} [${links.join(', ')}]`
    })
    .join('; ')
}
