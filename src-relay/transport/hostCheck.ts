import { isIP } from 'node:net'
import type { IncomingHttpHeaders } from 'node:http'

/**
 * WebSockets ignore the same-origin policy, and a name can be made to point at this machine. So a request must name this
 * relay by an address, by a name of this machine or by one it was told, and come from nowhere or from itself (RL15).
 */
export function isOwnRequest(headers: IncomingHttpHeaders, hostNames: readonly string[]): boolean {
  const { host, origin } = headers
  if (host === undefined) return false
  const name = hostNameOf(host)
  if (name === undefined) return false
  const isKnown = isIP(name) !== 0 || name === 'localhost' || hostNames.includes(name)
  return isKnown && (origin === undefined || origin === `http://${host}` || origin === `https://${host}`)
}

function hostNameOf(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::\d{1,5})?$/i.exec(host)
  return (match?.[1] ?? match?.[2])?.toLowerCase()
}
