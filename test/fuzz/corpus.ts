/** The cases that are kept: one for each answer of each parser, and everything that was ever a finding. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fromHex, toHex } from '#shared/base/bytes.ts'

export interface KeptCase {
  /** What the parser says to it, or said wrongly once. */
  readonly answer: string
  /** What was wrong; for findings only. */
  readonly found?: string
  readonly bytes: Uint8Array
}

type Line = { readonly answer: string; readonly found?: string; readonly hex: string }

const fileOf = (parser: string): URL => new URL(`../fixtures/fuzz/${parser}.json`, import.meta.url)

export function keptCases(parser: string): readonly KeptCase[] {
  if (!existsSync(fileOf(parser))) return []
  const lines = JSON.parse(readFileSync(fileOf(parser), 'utf8')) as readonly Line[]
  return lines.map(({ hex, ...rest }) => ({ ...rest, bytes: fromHex(hex) }))
}

export function keepCases(parser: string, cases: readonly KeptCase[]): void {
  const lines = cases.map(({ bytes, ...rest }) => JSON.stringify({ ...rest, hex: toHex(bytes) }))
  writeFileSync(fileOf(parser), `[\n  ${lines.join(',\n  ')}\n]\n`)
}
