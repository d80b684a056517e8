/** A title as a file name: what file systems and shells stumble over goes, and it stays short. */
export function fileNameOf(title: string): string {
  const plain = title
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[.\s]+|[.\s]+$/g, '')
  return [...plain].slice(0, 80).join('').trim() || 'plan'
}
