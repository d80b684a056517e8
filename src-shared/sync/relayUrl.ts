const RELAY_URL = /^(wss?):\/\/(\[[0-9a-f:.]+\]|[^/:?#@[\]\s]+)(?::\d{1,5})?(?:\/[^\s?#]*)?$/i

/** An address of a relay: ws:// or wss://, without name, password, query or fragment. */
export const isRelayUrl = (url: string): boolean => RELAY_URL.test(url)

/**
 * Whether frames after CHAL are sealed: on plain ws beyond loopback. The client decides by its own address, so there is
 * nothing to downgrade (SY3).
 */
export function isSealedUrl(url: string): boolean {
  const match = RELAY_URL.exec(url)
  return match === null || (match[1]?.toLowerCase() === 'ws' && !isLoopbackHost(match[2] ?? ''))
}

export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1|::ffff:127(\.\d{1,3}){3})$/i.test(host)
