import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../../resources/messages')

/** Sentences of the window by their ids, in one of its languages; values take the place of `{name}`. */
export function wordsOf(language: string): (id: string, values?: Readonly<Record<string, string>>) => string {
  const catalogue = JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as Record<string, string>
  return (id, values = {}) => {
    const sentence = catalogue[id]
    if (sentence === undefined) throw new Error(`No sentence ${id} in ${language}`)
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  }
}
