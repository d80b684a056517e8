/** What may be handed to the browser or the mail program; everything else (`file:`, `javascript:`, …) stays inert. */
const SCHEMES: readonly string[] = ['https:', 'http:', 'mailto:']
const MAX_LENGTH = 2000

/** The address in its plain form, or undefined when it may not be opened. */
export function readExternalAddress(text: string): string | undefined {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!SCHEMES.includes(url.protocol)) return undefined
  // A name before the host is a trick (https://bank.example@other.example), not an address people write.
  if (url.username !== '' || url.password !== '') return undefined
  return url.href
}
