import { extname } from 'node:path'

/** Windows keeps these for devices, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** A title as a file name: what file systems and shells stumble over goes, and it stays short. */
export function fileNameOf(title: string): string {
  const plain = title
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const short = [...plain].slice(0, 80).join('').trim() || 'plan'
  return RESERVED.test(short) ? `_${short}` : short
}

/** The name it came with, as a file system takes it, its ending kept however long it is. */
export function attachmentName(name: string): string {
  const ending = extname(fileNameOf(name.slice(-40))).slice(0, 20)
  const stem = fileNameOf(ending === '' ? name : name.slice(0, -ending.length))
  return `${stem}${ending}`
}

/** Two things of one name get two names; case does not tell files apart everywhere. */
export function distinctNames(names: readonly string[]): readonly string[] {
  return distinct(names, (name, copy) => `${name} ${copy}`)
}

/** The same of files: the number stands ahead of the ending. */
export function distinctFiles(names: readonly string[]): readonly string[] {
  return distinct(names, (name, copy) => {
    const ending = extname(name)
    return `${name.slice(0, name.length - ending.length)} ${copy}${ending}`
  })
}

function distinct(names: readonly string[], numbered: (name: string, copy: number) => string): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let free = name
    for (let copy = 2; taken.has(free.toLowerCase()); copy++) free = numbered(name, copy)
    taken.add(free.toLowerCase())
    return free
  })
}
