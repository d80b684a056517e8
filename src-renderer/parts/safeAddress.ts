/** Addresses that may leave the app, after main has asked (SH7); anything else is shown and not opened. */
export const isSafeAddress = (url: string): boolean => /^(https?:\/\/|mailto:)\S+$/i.test(url) && URL.canParse(url)

/** What was typed as an address: a bare host becomes https, a bare e-mail address mailto; `null` when it can be none. */
export function typedAddress(typed: string): string | null {
  const text = typed.trim()
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text)
  const isMail = /^[^\s/:@]+@[^\s/:@]+$/.test(text)
  const url = hasScheme ? text : isMail ? `mailto:${text}` : `https://${text}`
  return isSafeAddress(url) && /[.:@]/.test(text) ? url : null
}

/** The part of an address that tells where it leads. */
export function placeOfAddress(url: string): string {
  if (!URL.canParse(url)) return url
  const { protocol, host, pathname } = new URL(url)
  return protocol === 'mailto:' ? decodeSafely(pathname) : host
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
