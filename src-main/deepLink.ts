/** An invitation as it may stand in a command line or come from another program; a real one is far shorter. */
const LINK = /^aplec:\/\/join\/?#[A-Za-z0-9_-]{40,2000}$/

/**
 * The first invitation among the words of a command line, brought into its one form. Anyone can make a computer open
 * one, so it is only ever offered to the person in the window; nothing is joined, fetched or stored because of it.
 */
export function findLink(words: readonly string[]): string | undefined {
  const link = words.find((word) => LINK.test(word))
  return link?.replace('join/#', 'join#')
}
